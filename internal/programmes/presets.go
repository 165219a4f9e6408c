package programmes

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/saichang/saichang/internal/names"
)

// Preset is a rule set to begin with. It holds no dates: they are the edition's. Its description
// says what it stands for, and what of the competition the rules cannot say.
type Preset struct {
	Name        string     `json:"name"`
	Title       names.Text `json:"title"`
	Description names.Text `json:"description"`
	Rules       Rules      `json:"rules"`
}

//go:embed presets/*.json
var presetFiles embed.FS

// presets are data: one file each. A file that does not read is a defect that every test
// run and every start meets.
var presets = func() (all []Preset) {
	for _, name := range []string{
		"worldskills", "national_students", "teachers", "national_skills_shanghai", "internet_plus", "huichuang_youth", "campus_culture",
		"teaching_methods", "school_contest", "starlight",
	} {
		text, err := presetFiles.ReadFile("presets/" + name + ".json")
		p := Preset{Name: name}
		if err == nil {
			err = json.Unmarshal(text, &p)
		}
		if err != nil {
			panic(fmt.Sprintf("programmes: preset %s: %v", name, err))
		}
		all = append(all, p)
	}
	return all
}()

// PresetNamed finds a preset.
func PresetNamed(name string) (Preset, bool) {
	i := slices.IndexFunc(presets, func(p Preset) bool { return p.Name == name })
	if i < 0 {
		return Preset{}, false
	}
	return presets[i], true
}
