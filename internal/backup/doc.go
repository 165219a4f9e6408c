// Package backup is the form of an archive that holds a whole database.
//
// What it is: a zip file with every table as JSON lines and a manifest that says what is in
// it; the same rows make the same lines, whichever database they come from.
//
// Owns: the form and its version, the portable form of values, counts and digests, the file
// that appears complete or not at all. Does not own: where rows come from and go to (store),
// the order of the acts (app), the keys and the checkpoint files, which are never inside.
//
// Words: archive (备份档), manifest (清单), snapshot (快照), digest (摘要).
//
// Rules: manifest.json comes last, so that rows stream through; tables/NAME.jsonl has one
// JSON list a row, its values in the order of the manifest's columns. A value is null or, by
// its column's kind: uuid, 36 characters; bytea, base64; timestamptz, UTC with milliseconds;
// text; integer and bigint, a number; boolean. A table's digest is the SHA-256 of its lines,
// the archive's is the SHA-256 of the manifest with an empty digest. Digests find damage;
// they are no signature: what proves the past is the audit log inside. A change of this form
// is a new format version.
//
// Files: manifest.go (what is in it), values.go (rows and lines), write.go, read.go.
package backup
