package store_test

import (
	"context"
	"slices"
	"testing"

	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/store"
)

func TestAQuotaOfAGroupCountsWhatItsEventsHoldAndIsReadForThemAlone(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		events := map[string]programmes.Event{}
		for number, group := range map[string]string{"1": "中职", "2": "中职", "3": "高职", "4": ""} {
			v := w.event
			v.ID, v.Number, v.Group = ordered[programmes.Event](), number, group
			e := w.entryOf(w.somebody("选手"+number, "2008-01-01"))
			e.Event, e.Held = v.ID, registration.Size{Entries: 1, Competitors: 2}
			w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddEvent(ctx, v) },
				func(ctx context.Context, tx *store.Tx) error { return tx.AddEntry(ctx, e) })
			events[number] = v
		}
		secondary := "中职"
		add := func(q registration.Quota, want int) registration.Quota {
			t.Helper()
			q.ID, q.Edition, q.Revision, q.CreatedAt, q.UpdatedAt, q.Most = ordered[registration.Quota](), w.edition.ID, 1, dawn, dawn, 9
			w.must(func(ctx context.Context, tx *store.Tx) error {
				used, err := tx.AddQuota(ctx, q)
				if used != want {
					t.Errorf("a quota per %s of group %v counts %d, want %d", q.Per, q.Group, used, want)
				}
				return err
			})
			return q
		}
		narrowed := add(registration.Quota{Per: registration.PerTotal, Unit: registration.Entries, Group: &secondary}, 2)
		each := add(registration.Quota{Per: registration.PerGroup, Unit: registration.Competitors}, 4)
		add(registration.Quota{Per: registration.PerOrganizationAndGroup, Unit: registration.Entries}, 2)
		add(registration.Quota{Per: registration.PerDelegationAndGroup, Unit: registration.Entries}, 0)
		add(registration.Quota{Per: registration.PerDistrictAndGroup, Unit: registration.Entries}, 0)
		w.must(func(ctx context.Context, tx *store.Tx) error {
			for number, counts := range map[string]bool{"1": true, "2": true, "3": false, "4": false} {
				setting, err := tx.Setting(ctx, events[number].ID, registration.Unlocked)
				if err != nil {
					return err
				}
				at := registration.Place{Event: setting.Event.ID, Group: setting.Event.Group}
				quotas, err := tx.QuotasFor(ctx, setting, at)
				if err != nil {
					return err
				}
				if is := slices.ContainsFunc(quotas, func(q registration.Quota) bool { return q.ID == narrowed.ID }); is != counts {
					t.Errorf("the quota of the group is read for event %s: %v", number, is)
				}
			}
			limit := registration.Limit{Of: each.ID.Ref(), Counted: "高职"}
			used, err := tx.PlacesUsed(ctx, []registration.Limit{limit})
			if err != nil || used[0].Used != 2 {
				t.Errorf("the other group has %v", used)
			}
			for group, has := range map[string]bool{"中职": true, "高职": true, "中专": false, "": false} {
				if got, err := tx.HasGroup(ctx, w.edition.ID, group); err != nil || got != has {
					t.Errorf("an event is of group %q: %v, %v", group, got, err)
				}
			}
			return err
		})
	})
}
