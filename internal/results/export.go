package results

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// The files of an export.
const (
	manifestFile = "manifest.json"
	inputsFile   = "inputs.json"
	placingsFile = "placings.json"
	readmeFile   = "README.txt"
)

// exportFormat is the version of the export's form.
const exportFormat = 1

// Manifest says what an export holds.
type Manifest struct {
	Format      int               `json:"format"`
	Run         id.ID[Run]        `json:"result_run"`
	Number      int               `json:"number"`
	ComputedAt  time.Time         `json:"computed_at"`
	Engine      string            `json:"engine"`
	InputsHash  string            `json:"inputs_hash"`
	Digest      string            `json:"digest"`       // of the placings as they were proposed
	FinalDigest string            `json:"final_digest"` // with the decided awards: what stands on the printed list
	Decisions   map[string]string `json:"decisions"`    // code → decided award
}

const exportReadme = `A result run of Saichang.

inputs.json    everything that the results were computed from: rules, marking scheme, and
               for every piece, by its code, what was seen
placings.json  the results, with the decided awards
manifest.json  digests (SHA-256), and the decisions of the organiser

"saichang verify FILE" computes the results anew from inputs.json, applies the decisions, and
compares the digests. The final digest stands on the printed list.
`

// ExportRun writes the file with which anyone recomputes a run. It holds codes, marks and
// numbers, no names.
func (s *Service) ExportRun(ctx context.Context, run id.ID[Run]) ([]byte, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) ([]byte, error) {
		found, err := u.Store.Run(ctx, run)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ExportRun, found.Scope()); err != nil {
			return nil, err
		}
		inputs, err := u.Store.RunInputs(ctx, run)
		if err != nil {
			return nil, err
		}
		placings, err := u.Store.AllPlacings(ctx, run)
		if err != nil {
			return nil, err
		}
		u.Record(ResultsExported{run, found.Digest})
		return archive(found, inputs, placings)
	})
}

func archive(run Run, inputs []byte, placings []Placing) ([]byte, error) {
	m := Manifest{
		Format: exportFormat, Run: run.ID, Number: run.Number, ComputedAt: run.CreatedAt, Engine: run.Engine, InputsHash: run.InputsHash,
		Digest: run.Digest, Decisions: map[string]string{},
	}
	finals := make([]Computed, len(placings))
	for i, p := range placings {
		if finals[i] = p.Final(); p.Decision != nil {
			m.Decisions[p.Code] = p.Decision.Award
		}
	}
	var err error
	if m.FinalDigest, err = Digest(finals); err != nil {
		return nil, err
	}
	results, err := json.Marshal(finals)
	if err != nil {
		return nil, err
	}
	manifest, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct {
		name string
		text []byte
	}{{readmeFile, []byte(exportReadme)}, {manifestFile, manifest}, {inputsFile, inputs}, {placingsFile, results}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: run.CreatedAt})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.text); err != nil {
			return nil, err
		}
	}
	err = z.Close() // it writes the directory
	return out.Bytes(), err
}
