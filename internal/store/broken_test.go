package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/majors"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/store"
)

func TestWhatBreaksAConstraintIsTheSameFaultOnBothDatabases(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		grant := accounts.Grant{ID: ordered[accounts.Grant](), Account: w.account.ID, Role: access.Auditor, CreatedAt: dawn}
		session := accounts.Session{ID: ordered[accounts.Session](), Account: w.account.ID, CreatedAt: dawn, LastSeenAt: dawn, ExpiresAt: dawn}
		known := w.school("Known")
		known.ExternalIDs, known.Revision = map[string]string{"ministry": "4131010001"}, 2
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddGrant(ctx, grant) },
			func(ctx context.Context, tx *store.Tx) error { return tx.AddSession(ctx, session, [32]byte{1}) },
			func(ctx context.Context, tx *store.Tx) error { return tx.ChangeOrganization(ctx, known) })
		for _, c := range []struct {
			says string
			code fault.Code
			what string
			act  func(ctx context.Context, tx *store.Tx) error
		}{
			{"a login twice", fault.AlreadyExists, "login", func(ctx context.Context, tx *store.Tx) error {
				a := w.account
				a.ID = ordered[accounts.Account]()
				return tx.AddAccount(ctx, accounts.Credentials{Account: a, Hash: "x"})
			}},
			{"an account of a school that is not there", fault.ReferenceMissing, "id", func(ctx context.Context, tx *store.Tx) error {
				a, nowhere := w.account, ordered[organizations.Organization]()
				a.ID, a.Login, a.Organization = ordered[accounts.Account](), "other", &nowhere
				return tx.AddAccount(ctx, accounts.Credentials{Account: a, Hash: "x"})
			}},
			{"an account in no known state", fault.LimitBroken, "status", func(ctx context.Context, tx *store.Tx) error {
				a := w.account
				a.ID, a.Login, a.Status = ordered[accounts.Account](), "other", "asleep"
				return tx.AddAccount(ctx, accounts.Credentials{Account: a, Hash: "x"})
			}},
			{"a role twice", fault.AlreadyExists, "role", func(ctx context.Context, tx *store.Tx) error {
				g := grant
				g.ID = ordered[accounts.Grant]()
				return tx.AddGrant(ctx, g)
			}},
			{"a token twice", fault.AlreadyExists, "token", func(ctx context.Context, tx *store.Tx) error {
				s := session
				s.ID = ordered[accounts.Session]()
				return tx.AddSession(ctx, s, [32]byte{1})
			}},
			{"an id twice", fault.AlreadyExists, "id", func(ctx context.Context, tx *store.Tx) error { return tx.AddPerson(ctx, w.person) }},
			{"a kind of school that there is not", fault.LimitBroken, "kind", func(ctx context.Context, tx *store.Tx) error {
				o := w.organization
				o.ID, o.Kind = ordered[organizations.Organization](), "castle"
				return tx.AddOrganization(ctx, o)
			}},
			{"another school's external id", fault.AlreadyExists, "external_ids", func(ctx context.Context, tx *store.Tx) error {
				o := w.organization
				o.ExternalIDs, o.Revision = known.ExternalIDs, 2
				return tx.ChangeOrganization(ctx, o)
			}},
			{"a merger into nothing", fault.ReferenceMissing, "id", func(ctx context.Context, tx *store.Tx) error {
				o, nowhere := w.organization, ordered[organizations.Organization]()
				o.MergedInto, o.Revision = &nowhere, 2
				return tx.ChangeOrganization(ctx, o)
			}},
			{"a major twice", fault.AlreadyExists, "code", func(ctx context.Context, tx *store.Tx) error {
				one := majors.Major{ID: ordered[majors.Major](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Key: majors.Key{Catalogue: "2021", Level: majors.Secondary, Code: "710202"}, Name: "计算机网络技术"}
				two := one
				two.ID = ordered[majors.Major]()
				return tx.AddMajors(ctx, []majors.Major{one, two})
			}},
			{"an edition's number twice", fault.AlreadyExists, "number", func(ctx context.Context, tx *store.Tx) error {
				e := w.edition
				e.ID = ordered[programmes.Edition]()
				return tx.AddEdition(ctx, e)
			}},
			{"a window that closes before it opens", fault.LimitBroken, "registration_closes_at", func(ctx context.Context, tx *store.Tx) error {
				e, early := w.edition, dawn.Add(-1)
				e.Revision, e.Registration = 2, programmes.Window{OpensAt: &dawn, ClosesAt: &early}
				return tx.ChangeEdition(ctx, e)
			}},
			{"an event's number twice", fault.AlreadyExists, "number", func(ctx context.Context, tx *store.Tx) error {
				e := w.event
				e.ID = ordered[programmes.Event]()
				return tx.AddEvent(ctx, e)
			}},
			{"a team larger than its largest", fault.LimitBroken, "team_max", func(ctx context.Context, tx *store.Tx) error {
				e := w.event
				e.Revision, e.TeamMin, e.TeamMax = 2, 3, 2
				return tx.ChangeEvent(ctx, e)
			}},
			{"two stages in one place", fault.AlreadyExists, "position", func(ctx context.Context, tx *store.Tx) error {
				s := w.stage
				s.ID = ordered[programmes.Stage]()
				return tx.AddStage(ctx, s)
			}},
			{"a person of no school", fault.ReferenceMissing, "id", func(ctx context.Context, tx *store.Tx) error {
				p := w.person
				p.ID, p.Organization = ordered[people.Person](), ordered[organizations.Organization]()
				return tx.AddPerson(ctx, p)
			}},
			{"a quota below nothing", fault.LimitBroken, "most", func(ctx context.Context, tx *store.Tx) error {
				q := w.quota
				q.Revision, q.Most = 2, -1
				return tx.ChangeQuota(ctx, q)
			}},
			{"a quota per nothing known", fault.LimitBroken, "per", func(ctx context.Context, tx *store.Tx) error {
				q := w.quota
				q.Revision, q.Per = 2, "moon"
				return tx.ChangeQuota(ctx, q)
			}},
			{"a quota of nothing known", fault.LimitBroken, "unit", func(ctx context.Context, tx *store.Tx) error {
				q := w.quota
				q.Revision, q.Unit = 2, "horses"
				return tx.ChangeQuota(ctx, q)
			}},
			{"a delegation of no known kind", fault.LimitBroken, "kind", func(ctx context.Context, tx *store.Tx) error {
				d := w.delegation()
				d.Kind = "crew"
				return tx.AddDelegation(ctx, d)
			}},
			{"a school twice in a delegation", fault.AlreadyExists, "organization", func(ctx context.Context, tx *store.Tx) error {
				d := w.delegation()
				d.Organizations = append(d.Organizations, d.Organizations...)
				return tx.AddDelegation(ctx, d)
			}},
			{"a delegation led by nobody", fault.ReferenceMissing, "id", func(ctx context.Context, tx *store.Tx) error {
				d := w.delegation()
				d.Leader = ordered[people.Person]().Ptr()
				return tx.AddDelegation(ctx, d)
			}},
			{"an entry promoted twice", fault.AlreadyExists, "id", func(ctx context.Context, tx *store.Tx) error {
				p := registration.Promotion{Entry: w.entry.ID, PromotedAt: dawn}
				return errors.Join(tx.AddPromotion(ctx, p), tx.AddPromotion(ctx, p))
			}},
			{"a hold for no time", fault.LimitBroken, "hold_minutes", func(ctx context.Context, tx *store.Tx) error {
				e, none := w.edition, 0
				e.Revision, e.HoldMinutes = 2, &none
				return tx.ChangeEdition(ctx, e)
			}},
			{"substitutions that end before they begin", fault.LimitBroken, "substitution_closes_at", func(ctx context.Context, tx *store.Tx) error {
				e, early := w.edition, dawn.Add(-1)
				e.Revision, e.Substitution = 2, programmes.Window{OpensAt: &dawn, ClosesAt: &early}
				return tx.ChangeEdition(ctx, e)
			}},
			{"withdrawals that end before they begin", fault.LimitBroken, "withdrawal_closes_at", func(ctx context.Context, tx *store.Tx) error {
				e, early := w.edition, dawn.Add(-1)
				e.Revision, e.Withdrawal = 2, programmes.Window{OpensAt: &dawn, ClosesAt: &early}
				return tx.ChangeEdition(ctx, e)
			}},
			{"a competitor in two entries of an event", fault.PersonEntered, "person", func(ctx context.Context, tx *store.Tx) error {
				return tx.AddEntry(ctx, w.entryOf(w.person))
			}},
			{"a person twice in an entry", fault.AlreadyExists, "person", func(ctx context.Context, tx *store.Tx) error {
				e := w.entry
				e.Members = append(e.Members, registration.Member{Person: w.person.ID, Role: registration.Leader})
				return tx.ReplaceMembers(ctx, e)
			}},
		} {
			err := w.try(c.act)
			if !fault.Is(err, c.code) || fault.As(err).Params["what"] != c.what {
				t.Errorf("%s: %v, want %s about %q", c.says, err, c.code, c.what)
			}
		}
		sheet := w.sheet("locked")
		mark := []any{"sheet", sheet, "aspect", sheet, "part", sheet, "revision", 1, "observed", "{}", "reason", "", "author", sheet, "entered_at", dawn}
		if err := w.row("marks", mark...); !fault.Is(err, fault.StillReferenced) || fault.As(err).Params["what"] != "mark_sheet" {
			t.Errorf("a mark on a sheet that is locked: %v", err)
		}
		withdrawn := w.entry
		withdrawn.Status = registration.Withdrawn
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.ReplaceMembers(ctx, withdrawn) },
			func(ctx context.Context, tx *store.Tx) error { return tx.AddEntry(ctx, w.entryOf(w.person)) })
	})
}

// delegation is one of the world's school.
func (w *world) delegation() registration.Delegation {
	return registration.Delegation{
		ID: ordered[registration.Delegation](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Edition: w.edition.ID, Kind: registration.OfSchool,
		Name: w.organization.Name, Organizations: []id.ID[organizations.Organization]{w.organization.ID},
	}
}

// sheet is a mark sheet in a state, with all that it hangs on.
func (w *world) sheet(status string) id.ID[judging.Sheet] {
	w.Helper()
	piece, scheme, panel, sub := ordered[judging.Piece](), ordered[judging.Scheme](), ordered[judging.Panel](), ordered[judging.SubCriterion]()
	sheet := ordered[judging.Sheet]()
	made := func(table string, of [16]byte, pairs ...any) {
		w.Helper()
		w.mustRow(table, append([]any{"id", id.ID[judging.Piece](of), "revision", 1, "created_at", dawn, "updated_at", dawn, "stage", w.stage.ID}, pairs...)...)
	}
	made("pieces", piece, "code", "W-7K3Q-9", "status", "present")
	made("marking_schemes", scheme, "version", 1, "status", "locked", "title", "x", "criteria", "[]", "sections", "[]")
	made("panels", panel, "name", "A")
	w.mustRow("sub_criteria", "id", sub, "scheme", scheme, "criterion", "E", "code", "E1", "name", "x", "position", 1)
	made("mark_sheets", sheet, "piece", piece, "scheme", scheme, "sub_criterion", sub, "panel", panel, "status", status, "round", 0, "held", "[]")
	return sheet
}
