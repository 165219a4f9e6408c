// Package audit lets people see who did what, and prove that nobody rewrote it.
//
// What it is: the list of journal entries for auditors, the public list of checkpoints, and
// the check of the whole journal.
//
// Owns: the filter of the list, Verify and its report. Does not own: entries, digests and
// checkpoints (journal), when they are sealed and signed (relay).
//
// Words: audit log (审计日志), entry (记录), checkpoint (检查点), verification (核验).
//
// Rules: the list is for oversight: administrators and auditors of the installation see
// all, an auditor of one edition has to name that edition; checkpoints are public, because
// they prove and tell nothing. Entries hold ids, codes and numbers; personal values are read
// by Verify alone, and only to be hashed. Verify walks the journal seal by seal in many
// short views, so it runs beside a working system and in bounded memory.
//
// Files: list_entries.go, list_checkpoints.go, store.go; verify.go (the walk over the seals),
// promises.go (checkpoints against the walk), coverage.go (what no seal covers), report.go.
package audit
