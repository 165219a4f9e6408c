// Package organizations knows the bodies that take part.
//
// What it is: schools, authorities, companies and guests, with their names, districts and
// the codes that other systems use for them.
//
// Owns: Organization. Does not own: people (people), who registers for an organization
// (accounts: the registrar role), delegations (registration).
//
// Words: organization (机构), kind (类型), district (行政区划, GB/T 2260), external id (外部编码).
//
// Rules: a renamed organization keeps its identity; type or province are never derived from
// a code; a closed organization stays readable and takes no new entries.
//
// Files: organization.go (the type and its rules), create_organization.go,
// update_organization.go, list_organizations.go, store.go, facts.go.
package organizations
