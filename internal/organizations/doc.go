// Package organizations knows the bodies that take part.
//
// What it is: schools, authorities, companies and guests, with their names then and now, their
// districts and the codes that other systems use for them.
//
// Owns: Organization. Does not own: people (people), who registers for an organization
// (accounts: the registrar role), delegations (registration), divisions (divisions).
//
// Words: organization (机构), kind (类型), district (行政区划, GB/T 2260), external id (外部编码),
// former name (曾用名), alias (别名), closure (停用), merger (合并), reopening (恢复).
//
// Rules: a renamed organization keeps its identity, and has the name that was valid on a day;
// a code is text and one organization's, an alias may be several's; type or province are never
// derived from a code; a district is checked when it is set, so that a code that is retired
// later stays; a closed organization stays readable and takes no new people or entries; a
// merger moves nothing, so that it can be undone: codes and names answer for the survivor.
//
// Files: organization.go (the type and its rules), names.go (then and now), codes.go,
// create_organization.go, update_organization.go, enter_organizations.go (many at once),
// close_organization.go, merge_organization.go, reopen_organization.go,
// list_organizations.go, store.go, facts.go.
package organizations
