package divisions

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// Division is a province, a city or a county.
type Division struct {
	Code     string
	Name     string // as the standard writes it
	FullName string // with what it lies within: 浙江省宁波市海曙区
}

// Level is how large a division is.
type Level string

// The levels.
const (
	Province Level = "province"
	City     Level = "city"
	County   Level = "county"
)

// Level follows from the length of the code.
func (d Division) Level() Level { return map[int]Level{2: Province, 4: City, 6: County}[len(d.Code)] }

// Parent is the code of what it lies within; "" for a province.
func (d Division) Parent() string { return d.Code[:len(d.Code)-2] }

// separatelyPlanned are Dalian, Ningbo, Xiamen, Qingdao and Shenzhen.
var separatelyPlanned = []string{"2102", "3302", "3502", "3702", "4403"}

// SeparatelyPlanned reports a city with a plan of its own, which sends a delegation of its own.
func (d Division) SeparatelyPlanned() bool { return slices.Contains(separatelyPlanned, d.Code) }

// Short is a code without the zeros that only fill it up: 310000 is 31.
func Short(code string) string {
	for len(code) == 6 || len(code) == 4 {
		shorter, filled := strings.CutSuffix(code, "00")
		if !filled {
			break
		}
		code = shorter
	}
	return code
}

// Find looks a division up by its code, short or long.
func Find(code string) (Division, bool) {
	i, found := at(Short(code))
	if !found {
		return Division{}, false
	}
	return all[i], true
}

func at(code string) (int, bool) {
	return slices.BinarySearchFunc(all, code, func(d Division, code string) int { return strings.Compare(d.Code, code) })
}

// groups are names of what has a code but is no place.
var groups = []string{"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

//go:embed data/*.csv
var files embed.FS

// all are the divisions, by code: what lies within a division follows it. A file that does not
// read is a defect that every test run and every start meets.
var all = func() (all []Division) {
	places := map[string]string{"": ""} // full names, by code
	for _, name := range []string{"provinces", "cities", "counties"} {
		file, err := files.Open("data/" + name + ".csv")
		var rows [][]string
		if err == nil {
			rows, err = csv.NewReader(file).ReadAll()
		}
		if err != nil {
			panic(fmt.Sprintf("divisions: %s: %v", name, err))
		}
		for _, row := range rows[1:] {
			d := Division{Code: row[0], Name: row[1]}
			within, known := places[d.Parent()]
			if !known {
				panic(fmt.Sprintf("divisions: %s lies within nothing", d.Code))
			}
			d.FullName = within + d.Name
			if places[d.Code] = d.FullName; slices.Contains(groups, d.Name) {
				places[d.Code] = within
			}
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b Division) int { return strings.Compare(a.Code, b.Code) })
	return all
}()
