package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"
)

// serveBare is a bare echo server: the limit of what is only sent, and what is left of the limit
// of a mark when a program in Go hands it on, and asks nobody who is calling.
func serveBare(address, file, dsn, script string) error {
	e := echo.New()
	if err := addList(e, file); err != nil {
		return err
	}
	if err := addMarks(e, dsn, script); err != nil {
		return err
	}
	server := &http.Server{Addr: address, Handler: e, ReadHeaderTimeout: 5 * time.Second}
	return server.ListenAndServe()
}

// addList answers the body that it knows.
func addList(e *echo.Echo, file string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var small bytes.Buffer
	z, _ := gzip.NewWriterLevel(&small, gzip.BestCompression)
	if _, err := z.Write(body); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	e.GET("/list", func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("ETag", `"the-only-one"`)
		if c.Request().Header.Get("If-None-Match") == `"the-only-one"` {
			return c.NoContent(http.StatusNotModified)
		}
		sent := body
		if c.Request().Header.Get("Accept-Encoding") == "gzip" {
			h.Set("Content-Encoding", "gzip")
			sent = small.Bytes()
		}
		h.Set("Content-Length", strconv.Itoa(len(sent))) // otherwise it is sent in chunks, which takes longer
		return c.Blob(http.StatusOK, "application/json", sent)
	})
	return nil
}

// addMarks writes marks with the limit's statement, over pgx.
func addMarks(e *echo.Echo, dsn, script string) error {
	text, err := os.ReadFile(script)
	if err != nil {
		return err
	}
	_, statement, _ := strings.Cut(string(text), "\nwith ") // without pgbench's own lines
	statement = "with " + strings.NewReplacer(":round::", "$1::", ":client_id", "$2::int", ":i ", "$3::bigint ", ":cell::", "$4::", ":expected::", "$5::",
		`'{"kind":"score","score":2}'`, "$6", "'missing on the second page'", "$7").Replace(statement)
	pool, err := pgxpool.New(context.Background(), dsn)
	if err != nil {
		return err
	}
	e.PUT("/marks/:round/:client/:i", func(c echo.Context) error {
		var mark struct {
			Observed json.RawMessage `json:"observed"`
			Reason   string          `json:"reason"`
		}
		if err := json.NewDecoder(c.Request().Body).Decode(&mark); err != nil {
			return err
		}
		var at [3]int64
		for n, name := range []string{"round", "client", "i"} {
			if at[n], err = strconv.ParseInt(c.Param(name), 10, 64); err != nil {
				return err
			}
		}
		rows, err := pool.Query(c.Request().Context(), statement, at[0], at[1], at[2], at[2]%80, at[2]/80, string(mark.Observed), mark.Reason)
		if err != nil {
			return err
		}
		revision, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		return c.JSON(http.StatusOK, map[string]any{"revision": revision, "observed": mark.Observed, "reason": mark.Reason})
	})
	return nil
}

// bareMarks has one client write marks through the bare server.
func (b *bench) bareMarks(within time.Duration) ([]sample, error) {
	rounds++
	const body = `{"observed":{"kind":"score","score":2},"reason":"missing on the second page"}`
	return one(drive(b.limit, 1, within, func(_, n int, w *wire) error {
		r, err := w.ask(fmt.Appendf(nil, "PUT /marks/%d/0/%d HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", rounds, n, len(body), body))
		if err == nil && r.status != http.StatusOK {
			err = fmt.Errorf("a mark was answered %d: %s", r.status, r.body)
		}
		return err
	}))
}
