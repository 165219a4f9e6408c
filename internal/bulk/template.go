package bulk

import (
	"context"
	"io"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/tables"
	"github.com/saichang/saichang/internal/work"
)

// Template writes an empty table of a kind: titles, drop-downs and a row that shows how it is
// meant, which is not read when the table is sent.
func (s *Service) Template(ctx context.Context, k Kind, f tables.Format, language string, to io.Writer) error {
	if _, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		return struct{}{}, u.Allow(access.ReadTemplate, nil)
	}); err != nil {
		return err
	}
	known := kinds[k].columns
	columns, example := make([]tables.Column, len(known)), make([]string, len(known))
	for i, c := range known {
		columns[i] = tables.Column{Name: c.name, Title: c.title(language), Choices: c.words(language)}
		if c.required {
			columns[i].Title += " *"
		}
		example[i] = c.example
		if word, is := c.read(c.example); is && language != "zh" {
			example[i] = c.word(word).en
		}
	}
	out, err := tables.Write(to, f, columns)
	if err != nil {
		return err
	}
	if err := out.Row(example); err != nil {
		return err
	}
	return out.Close()
}

// word is the choice with a value.
func (c column) word(value string) (found choice) {
	for _, one := range c.choices {
		if one.value == value {
			found = one
		}
	}
	return found
}
