package results

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// Engine is the version of this computation. It changes when the same inputs would give
// another outcome.
const Engine = "1"

// Inputs are everything that a run is computed from. They hold codes, marks and numbers only.
type Inputs struct {
	Stage    id.ID[programmes.Stage] `json:"stage"`
	Scheme   id.ID[judging.Scheme]   `json:"scheme"`
	Rules    Rules                   `json:"rules"`
	Criteria []Criterion             `json:"criteria"`
	Pieces   []Piece                 `json:"pieces"` // by code
}

// Rules are the part of the event's rules that decides results.
type Rules struct {
	Marking programmes.MarkingRules `json:"marking"`
	Ranking programmes.RankingRules `json:"ranking"`
	Awards  programmes.AwardRules   `json:"awards"`
}

// Criterion is one letter of the scheme.
type Criterion struct {
	Letter      string         `json:"letter"`
	Name        string         `json:"name"`
	SubCriteria []SubCriterion `json:"sub_criteria"`
}

// SubCriterion is one form of the scheme.
type SubCriterion struct {
	Code    string          `json:"code"`
	Name    string          `json:"name"`
	Starts  *scoring.Points `json:"starts_with"`
	Max     scoring.Points  `json:"max"`
	Aspects []Aspect        `json:"aspects"`
}

// Aspect is one aspect of the scheme.
type Aspect struct {
	ID          id.ID[judging.Aspect] `json:"id"`
	Description string                `json:"description"`
	Definition  scoring.Aspect        `json:"definition"`
}

// Piece is one piece with what was seen of it.
type Piece struct {
	Code     string              `json:"code"`
	Status   judging.PieceStatus `json:"status"`
	Official bool                `json:"official"`
	// Seen has a list for every aspect, in the order of the scheme: what the panel saw, or
	// what each judge did, in an order that does not tell whose is whose. It is empty for a
	// piece that is not present.
	Seen [][]scoring.Observed `json:"seen"`
}

// Hash is SHA-256 over the inputs as JSON.
func (in Inputs) Hash() (string, error) { return hashOf(in) }

func hashOf(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("results: %T: %w", v, err)
	}
	return digestOf(text), nil
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
