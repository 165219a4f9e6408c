package results

import (
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
)

// ResultsComputed : a stage was computed.
type ResultsComputed struct {
	Run        id.ID[Run] `json:"run"`
	Number     int        `json:"number"`
	InputsHash string     `json:"inputs_hash"`
	Digest     string     `json:"digest"`
}

// Fact names it.
func (f ResultsComputed) Fact() (string, id.Ref) { return "result_run.computed", f.Run.Ref() }

// ResultsExported : somebody took the file that recomputes a run.
type ResultsExported struct {
	Run    id.ID[Run] `json:"run"`
	Digest string     `json:"digest"`
}

// Fact names it.
func (f ResultsExported) Fact() (string, id.Ref) { return "result_run.exported", f.Run.Ref() }

// AwardDecided : an award is another than the rules proposed, or a tie was decided.
type AwardDecided struct {
	Placing  id.ID[Placing] `json:"placing"`
	Run      id.ID[Run]     `json:"run"`
	Proposed string         `json:"proposed"`
	Award    string         `json:"award"`
}

// Fact names it.
func (f AwardDecided) Fact() (string, id.Ref) { return "placing.award_decided", f.Placing.Ref() }

// ResultsPublished : a run was published, perhaps in place of an earlier publication.
type ResultsPublished struct {
	Publication  id.ID[Publication]      `json:"publication"`
	Run          id.ID[Run]              `json:"run"`
	Event        id.ID[programmes.Event] `json:"event"`
	Version      int                     `json:"version"`
	Digest       string                  `json:"digest"`
	ResultDigest string                  `json:"result_digest"`
	Supersedes   *id.ID[Publication]     `json:"supersedes,omitempty"`
}

// Fact names it.
func (f ResultsPublished) Fact() (string, id.Ref) {
	return "publication.published", f.Publication.Ref()
}
