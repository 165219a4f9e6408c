// Package access decides who may do what where.
//
// What it is: the actor of a request, the roles that were granted to it, and one table
// that says which roles may see and do each action.
//
// Owns: Actor, Grant, Scope, Policy.
// Does not own: how a token becomes an Actor (accounts), which things lie within which
// (each noun's Scope method), who sees what in which phase (one function per noun).
//
// Words: role (角色), scope (范围), grant (授权), action (操作; x-action in the contract).
//
// Rules: deny by default; a grant reaches everything within the thing it was given on; what
// an actor may not see does not exist for it (not_found), what it may see but not do is
// forbidden; what everybody may do is refused to nobody; an error while deciding denies.
//
// Files: actor.go, reach.go (lists), policy.go (the table, the only copy).
package access
