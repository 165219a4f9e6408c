package httpapi

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/saichang/saichang/internal/judging"
)

// markAnswer and marksAnswer write the JSON of api.Mark and api.MarkList by hand: a judge's
// screen is made of them, and encoding/json takes six times as long. A test holds the two
// against each other.
type (
	markAnswer  judging.Mark
	marksAnswer judging.Marks
)

func (a markAnswer) VisitEnterMarkResponse(w http.ResponseWriter) error { return a.visit(w) }
func (a markAnswer) VisitGetMarkResponse(w http.ResponseWriter) error   { return a.visit(w) }

func (a markAnswer) visit(w http.ResponseWriter) error {
	text, err := appendMark(make([]byte, 0, 512), judging.Mark(a))
	if err != nil {
		return err
	}
	w.Header().Set("ETag", etag(a.Revision))
	return answerJSON(w, append(text, '\n'))
}

func (a marksAnswer) VisitListMarksResponse(w http.ResponseWriter) error         { return a.visit(w) }
func (a marksAnswer) VisitListMarkRevisionsResponse(w http.ResponseWriter) error { return a.visit(w) }

func (a marksAnswer) visit(w http.ResponseWriter) (err error) {
	text := append(make([]byte, 0, 64+384*len(a)), `{"items":[`...)
	for i, m := range a {
		if i > 0 {
			text = append(text, ',')
		}
		if text, err = appendMark(text, m); err != nil {
			return err
		}
	}
	return answerJSON(w, append(text, "],\"next_cursor\":null}\n"...))
}

func answerJSON(w http.ResponseWriter, text []byte) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(text)
	return err
}

func appendMark(to []byte, m judging.Mark) ([]byte, error) {
	observed, err := m.Observed.MarshalJSON()
	if err != nil {
		return nil, err
	}
	to = m.Aspect.Ref().Append(append(to, `{"aspect_id":"`...))
	if m.Part.Prefix == "acc" {
		to = m.Part.Append(append(to, `","part":"judge","judge_id":"`...))
		to = append(to, '"')
	} else {
		to = append(to, `","part":"panel","judge_id":null`...)
	}
	to = strconv.AppendInt(append(to, `,"revision":`...), m.Revision, 10)
	to = append(append(to, `,"observed":`...), observed...)
	to = appendText(append(to, `,"reason":`...), m.Reason)
	to = m.Author.Ref().Append(append(to, `,"author_id":"`...))
	return append(instant(m.EnteredAt).AppendJSON(append(to, `","entered_at":`...)), '}'), nil
}

// appendText writes a JSON text; one with anything but plain characters is left to
// encoding/json.
func appendText(to []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(text) // a text always marshals
			return append(to, quoted...)
		}
	}
	return append(append(append(to, '"'), text...), '"')
}
