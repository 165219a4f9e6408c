// Package app puts the house together.
//
// What it is: settings, wiring, the subcommands, the start and the stop.
//
// Owns: the one place where adapters and nouns meet. Does not own: anything they do.
//
// Words: setting (设置), subcommand (子命令), backup (备份), restore (恢复), rotate (轮换), span
// (跨度), what a collector is told of a request, season (赛季).
//
// Rules: a wrong setting stops the start with a sentence; everything accepted is answered
// before the process ends; metrics and health details listen on their own loopback address.
//
// An archive or a key file appears complete or not at all. A restored copy honours no token. The
// demo season is never mixed with real data and never served to the network.
//
// Files: settings.go, house.go (wiring), serve.go, clock.go (the database's time), lines.go (log
// lines written together), trace.go (spans), commands.go (the short ones), backup.go, restore.go,
// keys.go, sealing_keys.go, verify_export.go, demo.go.
package app
