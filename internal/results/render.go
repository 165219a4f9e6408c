package results

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/tables"
)

//go:embed list.html
var printedPage string

var printed = template.Must(template.New("list").Funcs(template.FuncMap{
	"join":  func(all []string) string { return strings.Join(all, "、") },
	"local": func(at, zone string) string { return local(at, zone) },
}).Parse(printedPage))

// render makes the bytes of every form of a list. The digest on the printed sheet is the one
// that the list's export is verified against.
func (l List) render(zone string) ([]Snapshot, error) {
	whole, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	out := []Snapshot{{"list", "application/json", whole}}
	for i, p := range l.pages() {
		text, err := json.Marshal(p)
		if err != nil {
			return nil, err
		}
		out = append(out, Snapshot{"page/" + strconv.Itoa(i+1), "application/json", text})
	}
	table, err := l.csv()
	if err != nil {
		return nil, err
	}
	var sheet bytes.Buffer
	if err := printed.Execute(&sheet, struct {
		List
		Zone, Digest string
	}{l, zone, digestOf(whole)}); err != nil {
		return nil, fmt.Errorf("results: the printed list: %w", err)
	}
	return append(out, Snapshot{"csv", "text/csv; charset=utf-8", table}, Snapshot{"html", "text/html; charset=utf-8", sheet.Bytes()}), nil
}

// csv is for a spreadsheet: with a byte order mark, so that Excel reads it as UTF-8.
func (l List) csv() ([]byte, error) {
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	_ = w.Write([]string{"position", "rank", "team", "competitors", "organization", "total", "scale_score", "award", "award_name"}) // reported by Flush
	for _, r := range l.Rows {
		cells := []string{strconv.Itoa(r.Position), "", "", strings.Join(r.Competitors, "、"), r.Organization.In("zh"), "", "", r.Award, r.AwardName.In("zh")}
		if r.Rank != nil {
			cells[1] = strconv.Itoa(*r.Rank)
		}
		if r.Name != nil {
			cells[2] = *r.Name
		}
		if r.Total != nil {
			cells[5] = r.Total.String()
		}
		if r.ScaleScore != nil {
			cells[6] = *r.ScaleScore
		}
		for _, i := range []int{2, 3, 4, 8} { // texts that people typed
			cells[i] = tables.Harmless(cells[i])
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// local writes an instant in the edition's time zone.
func local(at, zone string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	if place, err := time.LoadLocation(zone); err == nil {
		t = t.In(place)
	}
	return t.Format("2006-01-02 15:04 MST")
}
