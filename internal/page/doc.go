// Package page cuts lists into pages.
//
// What it is: the request for a page (limit, cursor, search) and the page itself; cursors
// are positions (sort key and id of the last row), sealed so that they only work for the
// list, filter and order that gave them.
//
// Owns: cursor text, limits. Does not own: which filters and orders a list has (contract),
// the keyset condition (store).
//
// Words: page (页), cursor (游标).
//
// Rules: keyset, never offset; a cursor is bound to its list and filters; a changed cursor
// is invalid_cursor, never a wrong page.
//
// Files: page.go.
package page
