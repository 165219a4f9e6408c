package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/batch"
	"github.com/saichang/saichang/internal/fault"
)

// toBatchResult answers for each item of a list, and counts.
func toBatchResult(ctx context.Context, results []batch.Result) api.BatchResult {
	lang := detailsOf(ctx).language()
	counts := map[batch.Outcome]int{}
	items := each(results, func(r batch.Result) api.BatchResult_Items {
		counts[r.Outcome]++
		return api.BatchResult_Items{
			Outcome: api.BatchOutcome(r.Outcome), ID: textOrNull(r.Thing.String()),
			Errors: each(r.Errors, func(d fault.Detail) api.ProblemDetail { return toProblemDetail(d, lang) }),
		}
	})
	return api.BatchResult{
		Created: counts[batch.Created], Updated: counts[batch.Updated], Unchanged: counts[batch.Unchanged], Rejected: counts[batch.Rejected], Items: items,
	}
}
