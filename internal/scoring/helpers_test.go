package scoring

import (
	"encoding/csv"
	"os"
	"testing"
)

// pts reads points that the test knows to be well written.
func pts(text string) Points {
	p, err := ParsePoints(text)
	if err != nil {
		panic(err)
	}
	return p
}

func qty(text string) Quantity {
	q, err := ParseQuantity(text)
	if err != nil {
		panic(err)
	}
	return q
}

func allPoints(texts ...string) []Points {
	all := make([]Points, len(texts))
	for i, text := range texts {
		all[i] = pts(text)
	}
	return all
}

// published is one skill's published result, best first.
type published struct {
	Skill  string
	Scores []Points
	Medals []Medal
}

// publishedResults reads the six skills of a results file.
func publishedResults(t *testing.T, file string) []published {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	medals := map[string]Medal{"GOLD": Gold, "SILVER": Silver, "BRONZE": Bronze, "EXCELLENCE": Excellence, "NONE": NoMedal}
	var skills []published
	for _, row := range rows[1:] {
		if len(skills) == 0 || skills[len(skills)-1].Skill != row[1] {
			skills = append(skills, published{Skill: row[1]})
		}
		medal, known := medals[row[5]]
		if !known {
			t.Fatalf("unknown medal %q", row[5])
		}
		skill := &skills[len(skills)-1]
		skill.Scores = append(skill.Scores, pts(row[4]))
		skill.Medals = append(skill.Medals, medal)
	}
	if len(skills) != 6 {
		t.Fatalf("%s holds %d skills, want 6", file, len(skills))
	}
	return skills
}
