package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/calendar"
)

type calendarAPI struct{ calendar calendar.Service }

func (a calendarAPI) GetCalendarYear(ctx context.Context, r api.GetCalendarYearRequestObject) (api.GetCalendarYearResponseObject, error) {
	y, err := a.calendar.Year(ctx, r.Year)
	if err != nil {
		return nil, err
	}
	return api.GetCalendarYear200JSONResponse{Body: toCalendarYear(y), Headers: api.GetCalendarYear200ResponseHeaders{ETag: etag(y.Revision)}}, nil
}

func (a calendarAPI) ReplaceCalendarYear(ctx context.Context, r api.ReplaceCalendarYearRequestObject) (api.ReplaceCalendarYearResponseObject, error) {
	y, err := a.calendar.ReplaceYear(ctx, calendar.ReplaceYear{
		Year: r.Year, Expected: revisionOf(r.Params.IfMatch), DaysOff: each(r.Body.DaysOff, api.LocalDate.String), MakeUpWorkdays: each(r.Body.MakeUpWorkdays, api.LocalDate.String),
	})
	if err != nil {
		return nil, err
	}
	return api.ReplaceCalendarYear200JSONResponse{Body: toCalendarYear(y), Headers: api.ReplaceCalendarYear200ResponseHeaders{ETag: etag(y.Revision)}}, nil
}

var _ = represent(toCalendarYear)

func toCalendarYear(y calendar.Year) api.CalendarYear {
	return api.CalendarYear{
		Year: y.Year, Revision: y.Revision, UpdatedAt: instantPtr(&y.UpdatedAt), Source: api.CalendarSource(y.Source),
		DaysOff: each(y.DaysOff, date), MakeUpWorkdays: each(y.MakeUpWorkdays, date), WorkingDays: y.WorkingDays(),
	}
}
