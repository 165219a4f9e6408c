// Package demo plays a season, so that a newcomer finds a system that lives.
//
// What it is: a client of the API, and nothing else: whatever it does, any client can do. It
// sets up accounts, the Shanghai selection for the 46th WorldSkills with its 63 skills, a
// national and a teachers' contest, enters people, marks and publishes.
//
// Owns: the story and its invented people. Does not own: any rule.
//
// Words: season (赛季), story (剧情).
//
// Rules: the same story every time, but for ids and codes; nothing real about people; one
// password for all accounts, which the caller chooses. It fails at the first answer that it
// does not expect, and says which.
//
// Files: season.go (Load, the accounts), stage.go (one stage from its scheme to its
// publication), worldskills.go, national.go, teachers.go (the contests), people.go
// (invented names), client.go (how it calls), data/ (real skills, a real marking scheme).
package demo
