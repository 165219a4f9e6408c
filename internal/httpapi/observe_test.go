package httpapi

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// half answers a part of what it has to say.
func half(c echo.Context) error {
	c.Response().WriteHeader(http.StatusOK)
	if _, err := io.WriteString(c.Response(), "number,name\r\n1,"); err != nil {
		return err
	}
	c.Response().Flush()
	return errors.New("the database went away")
}

func TestAnAnswerThatBreaksOffCutsTheConnectionAndIsCountedAllTheSame(t *testing.T) {
	var traced atomic.Int32
	registry := prometheus.NewRegistry()
	d := &door{
		log: slog.New(slog.DiscardHandler), metrics: newMetrics(registry), places: make(chan struct{}, 1),
		trace: func(r *http.Request) (*http.Request, func(string, int)) {
			return r, func(string, int) { traced.Add(1) }
		},
	}
	e := echo.New()
	e.HTTPErrorHandler = d.answerProblem
	e.Use(d.observe)
	e.GET("/half", half)
	server := httptest.NewUnstartedServer(e)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	defer server.Close()
	answer, err := http.Get(server.URL + "/half")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half an answer passes for a whole one: %q, %v", text, err)
	}
	server.Close() // the handler is over
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]float64{}
	for _, f := range families {
		for _, m := range f.Metric {
			counted[f.GetName()] += m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	if counted["saichang_requests_total"] != 1 || counted["saichang_requests_in_flight"] != 0 || traced.Load() != 1 {
		t.Errorf("counted are %v, and %d traces ended", counted, traced.Load())
	}
}
