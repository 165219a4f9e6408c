package access

import (
	"slices"
	"time"
)

// Reach lists the things of these kinds (id prefixes) on which the actor may do this, and
// whether it may everywhere. A list filters by it and asks for permission on it, so that
// what a list shows and what a single read allows cannot drift apart.
func (a Actor) Reach(action Action, at time.Time, prefixes ...string) (on Scope, everywhere bool) {
	if a.IsService() {
		switch {
		case !slices.Contains(a.Listed, action):
			return nil, false
		case a.Within.IsZero():
			return nil, true
		case slices.Contains(prefixes, a.Within.Prefix):
			return Scope{a.Within}, false
		}
		return nil, false
	}
	for _, prefix := range prefixes {
		refs, all := a.On(Policy[action].Do, prefix, at)
		if all {
			return nil, true
		}
		on = append(on, refs...)
	}
	return on, false
}
