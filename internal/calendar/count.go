package calendar

import (
	"time"
)

// Calendar holds the years that are known.
type Calendar map[int]Year

// With is the calendar with years that were entered in the place of the announced ones.
func With(entered ...Year) Calendar {
	c := Calendar{}
	for _, y := range announced {
		c[y.Year] = y
	}
	for _, y := range entered {
		c[y.Year] = y
	}
	return c
}

// Count is how a number of working days before a date was counted.
type Count struct {
	Before  string   // the date counted from, itself not counted
	Days    int      // working days
	Last    string   // the last of them: what must be done by then is still in time on it
	Counted []string // the working days, backwards
	Skipped []string // days off among them that are no Saturday or Sunday
	MadeUp  []string // the Saturdays and Sundays among them that are worked
}

// Before counts working days backwards from the day before a date: of 1, the last is the
// working day before it; of 0, the day before it, worked or not. calendar_missing names a
// year that would have to be known.
func (c Calendar) Before(date string, days int) (Count, error) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return Count{}, err
	}
	count := Count{Before: date, Days: days, Last: day.AddDate(0, 0, -1).Format(time.DateOnly)}
	for len(count.Counted) < days {
		day = day.AddDate(0, 0, -1)
		year, known := c[day.Year()]
		if !known {
			return Count{}, missing(day.Year())
		}
		text := day.Format(time.DateOnly)
		switch worked := year.works(day); {
		case worked:
			count.Counted = append(count.Counted, text)
			if weekend(day) {
				count.MadeUp = append(count.MadeUp, text)
			}
		case !weekend(day):
			count.Skipped = append(count.Skipped, text)
		}
		count.Last = text
	}
	return count, nil
}
