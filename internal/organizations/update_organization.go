package organizations

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// UpdateOrganization says what to change; nil leaves a field as it is.
type UpdateOrganization struct {
	Organization id.ID[Organization]
	Expected     int64       // the revision that the caller has seen
	Text         names.Patch // of the name
	Codes        names.Patch // of the external ids
	Changes                  // Name and ExternalIDs follow from the patches
}

// Changes are new values of an organization; nil leaves a field as it is.
type Changes struct {
	Name        names.Text
	Renamed     *string // YYYY-MM-DD, the first day of Name; nil corrects the present name
	FormerNames []FormerName
	Aliases     []string
	Kind        *Kind
	District    **string // nil: leave; pointer to nil: remove
	ExternalIDs map[string]string
}

// UpdateOrganization changes an organization; revision_stale shows it as it is now.
func (s Service) UpdateOrganization(ctx context.Context, in UpdateOrganization) (Organization, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Organization, error) {
		before, err := u.Store.Organization(ctx, in.Organization)
		if err != nil {
			return Organization{}, err
		}
		if err := expects(u, access.UpdateOrganization, before, in.Expected); err != nil {
			return Organization{}, err
		}
		if in.Text != nil {
			in.Name = in.Text.On(before.Name)
		}
		if in.Codes != nil {
			in.ExternalIDs = in.Codes.On(before.ExternalIDs)
		}
		o, err := before.Changed(in.Changes, u.Now)
		if err != nil {
			return Organization{}, err
		}
		o.record(u, before)
		return o, u.Store.ChangeOrganization(ctx, o)
	})
}

// Changed is the organization with changes, held against the rules.
func (o Organization) Changed(in Changes, now time.Time) (Organization, error) {
	after, err := o.with(in)
	if err != nil {
		return Organization{}, err
	}
	return after.revised(now), after.check(now, &o)
}

// expects asks for permission, and refuses somebody who has seen another revision.
func expects(u *work.Unit[Store], action access.Action, o Organization, revision int64) error {
	if err := u.Allow(action, o.Scope()); err != nil {
		return err
	}
	if o.Revision != revision {
		return fault.RevisionStale.New().Showing(o)
	}
	return nil
}

// revised is the next revision.
func (o Organization) revised(now time.Time) Organization {
	o.Revision, o.UpdatedAt = o.Revision+1, now
	return o
}

// record announces what changed.
func (o Organization) record(u *work.Unit[Store], before Organization) {
	u.Record(OrganizationUpdated{o.ID, o.Revision, o.Status})
	if n := len(o.FormerNames); n > len(before.FormerNames) {
		u.Record(OrganizationRenamed{o.ID, o.FormerNames[n-1].ReplacedDate})
	}
}

// with is the organization with changes, in normal form.
func (o Organization) with(in Changes) (_ Organization, err error) {
	if in.FormerNames != nil {
		o.FormerNames = cleanNames(in.FormerNames)
	}
	switch {
	case in.Name != nil:
		if o, err = o.named(in.Name, in.Renamed); err != nil {
			return o, err
		}
	case in.Renamed != nil:
		return o, refused([]fault.Detail{fault.MissingValue.Detail().At("/name")})
	}
	if in.Aliases != nil {
		o.Aliases = in.Aliases
	}
	if in.Kind != nil {
		o.Kind = *in.Kind
	}
	if in.District != nil {
		o.District = *in.District
	}
	if in.ExternalIDs != nil {
		o.ExternalIDs = in.ExternalIDs
	}
	return o.clean(), nil
}
