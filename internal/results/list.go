package results

import (
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// List is a published list as a document, whole or one page of it. Its JSON is the contract's
// ResultList.
type List struct {
	Publication  id.ID[Publication] `json:"publication_id"`
	Version      int                `json:"version"`
	PublishedAt  string             `json:"published_at"`
	Edition      ListEdition        `json:"edition"`
	Event        ListEvent          `json:"event"`
	Stage        ListStage          `json:"stage"`
	ResultDigest string             `json:"result_digest"`
	Note         string             `json:"note"`
	Page         *int               `json:"page"`
	Pages        int                `json:"pages"`
	Rows         []ListRow          `json:"rows"`
}

// ListEdition names the edition.
type ListEdition struct {
	ID     id.ID[programmes.Edition] `json:"id"`
	Number int                       `json:"number"`
	Year   int                       `json:"year"`
	Name   names.Text                `json:"name"`
}

// ListEvent names the event.
type ListEvent struct {
	ID     id.ID[programmes.Event] `json:"id"`
	Number string                  `json:"number"`
	Name   names.Text              `json:"name"`
}

// ListStage names the stage.
type ListStage struct {
	ID       id.ID[programmes.Stage] `json:"id"`
	Position int                     `json:"position"`
	Name     names.Text              `json:"name"`
}

// ListRow is one entry on a list. It holds no id, no birth date and no code.
type ListRow struct {
	Position     int             `json:"position"`
	Rank         *int            `json:"rank"` // null for a guest
	Name         *string         `json:"name"` // of a team
	Competitors  []string        `json:"competitors"`
	Organization names.Text      `json:"organization"`
	Total        *scoring.Points `json:"total"`
	ScaleScore   *string         `json:"scale_score"`
	Award        string          `json:"award"`
	AwardName    names.Text      `json:"award_name"`
}

// rowsPerPage is how many rows a page of a list has.
const rowsPerPage = 100

// Row is what the rules show of a placing, without who it is: of who is ranked, and of guests. The
// absent and the disqualified do not stand on a public list.
func (p Placing) Row(rules programmes.Rules) (ListRow, bool) {
	final, show := p.Final(), rules.Publication
	if (p.Standing != scoring.Ranked && p.Standing != scoring.Unofficial) || (show.OnlyAwarded && final.Award == NoAward) {
		return ListRow{}, false
	}
	row := ListRow{Competitors: []string{}, Award: final.Award, AwardName: awardName(final.Award, rules.Awards)}
	if final.Rank > 0 {
		row.Rank = &final.Rank
	}
	if show.Totals {
		row.Total = final.Total
	}
	if final.ScaleScore != nil {
		score := final.ScaleScore.Format(0)
		row.ScaleScore = &score
	}
	return row, true
}

// NamedRow is a Row of a list that says who it is: there is none where the list names nobody.
func (p Placing) NamedRow(rules programmes.Rules) (ListRow, bool) {
	row, shown := p.Row(rules)
	return row, shown && rules.Publication.Names
}

// rows are what the rules show of the placings, with who it is.
func rows(placings []Placing, makers map[id.ID[judging.Piece]]Maker, rules programmes.Rules) []ListRow {
	out := []ListRow{}
	for _, p := range placings {
		row, shown := p.Row(rules)
		if !shown {
			continue
		}
		maker := makers[p.Piece]
		row.Position, row.Organization = len(out)+1, maker.Organization
		if rules.Publication.Names {
			row.Name, row.Competitors = maker.Team, append(row.Competitors, maker.Competitors...)
		}
		out = append(out, row)
	}
	return out
}

// pages cuts a list.
func (l List) pages() []List {
	var out []List
	for n := 1; n <= l.Pages; n++ {
		page := l
		page.Page = &n
		page.Rows = l.Rows[(n-1)*rowsPerPage : min(n*rowsPerPage, len(l.Rows))]
		out = append(out, page)
	}
	return out
}

// pagesOf is how many pages so many rows have; an empty list has one.
func pagesOf(rows int) int { return max(1, (rows+rowsPerPage-1)/rowsPerPage) }

func published(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }
