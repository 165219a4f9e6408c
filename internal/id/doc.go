// Package id gives every object of the competition one public identifier.
//
// What it is: 16 random or time-ordered bytes with a type, written as a prefix and
// 26 characters of base32 (the TypeID text form): "org_01jd2k…".
//
// Owns: the text form, the two kinds of bytes, the injected source.
// Does not own: which noun takes which kind (each noun says so where it creates).
//
// Words: ID (标识) typed by its noun; Ref, an ID whose noun is known only at run time
// (scopes, subjects of facts).
//
// Rules: random (v4) for whatever must not tell its age or order: entry, member, person,
// work, piece, sheet, mark, placing, certificate. Time-ordered (v7) for the rest, so that
// rows arrive in index order. Never a serial number: after a failover serials repeat.
//
// Files: id.go (ID, Ref, text form), source.go (where the bytes come from).
package id
