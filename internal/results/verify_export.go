package results

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
)

// Verdict is what a recomputed export comes to.
type Verdict struct {
	Manifest
	Pieces   int
	Problems []string // empty: the export is what it says
}

// largestFile bounds what is unpacked of an export.
const largestFile = 256 << 20

// VerifyExport computes an export anew and compares it with what it says of itself, and with
// a digest that was read elsewhere, such as on the printed list ("" for none).
func VerifyExport(r io.ReaderAt, size int64, printed string) (Verdict, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Verdict{}, fmt.Errorf("this is no export of a result run: %w", err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		switch f.Name {
		case manifestFile, inputsFile, placingsFile:
			if files[f.Name], err = unpack(f); err != nil {
				return Verdict{}, err
			}
		}
	}
	for _, name := range []string{manifestFile, inputsFile, placingsFile} {
		if files[name] == nil {
			return Verdict{}, fmt.Errorf("this is no export of a result run: it has no %s", name)
		}
	}
	var v Verdict
	var in Inputs
	if err := json.Unmarshal(files[manifestFile], &v.Manifest); err != nil {
		return v, fmt.Errorf("%s cannot be read: %w", manifestFile, err)
	}
	if v.Format != exportFormat {
		return v, fmt.Errorf("the export has format %d, this program reads %d", v.Format, exportFormat)
	}
	if err := json.Unmarshal(files[inputsFile], &in); err != nil {
		return v, fmt.Errorf("%s cannot be read: %w", inputsFile, err)
	}
	v.check(in, files[inputsFile], files[placingsFile], printed)
	return v, nil
}

func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w", f.Name, err)
	}
	defer func() { _ = r.Close() }()
	text, err := io.ReadAll(io.LimitReader(r, largestFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be unpacked: %w", f.Name, err)
	}
	if len(text) > largestFile {
		return nil, fmt.Errorf("%s is larger than %d bytes", f.Name, largestFile)
	}
	return text, nil
}

func (v *Verdict) check(in Inputs, inputs, placings []byte, printed string) {
	wrong := func(format string, values ...any) { v.Problems = append(v.Problems, fmt.Sprintf(format, values...)) }
	v.Pieces = len(in.Pieces)
	if v.Engine != Engine {
		wrong("it was computed by engine %s, this is engine %s", v.Engine, Engine)
	}
	if got := digestOf(inputs); got != v.InputsHash {
		wrong("the inputs have the hash %s, the manifest says %s", got, v.InputsHash)
	}
	out, err := Compute(in)
	if err != nil {
		wrong("the inputs cannot be computed: %v", err)
		return
	}
	if got, _ := Digest(out.Placings); got != v.Digest {
		wrong("the proposed results have the digest %s, the manifest says %s", got, v.Digest)
	}
	for i, p := range out.Placings {
		if award, decided := v.Decisions[p.Code]; decided {
			out.Placings[i].Award = award
		}
	}
	got, _ := Digest(out.Placings)
	if got != v.FinalDigest {
		wrong("the results have the digest %s, the manifest says %s", got, v.FinalDigest)
	}
	if digestOf(placings) != got {
		wrong("placings.json is not what the inputs come to")
	}
	if printed != "" && printed != got {
		wrong("the results have the digest %s, not %s", got, printed)
	}
}
