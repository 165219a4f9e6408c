// Package app puts the house together.
//
// What it is: settings, wiring, the subcommands, the start and the stop.
//
// Owns: the one place where adapters and nouns meet. Does not own: anything they do.
//
// Words: setting (设置), subcommand (子命令), span (跨度), what a collector is told of a request.
//
// Rules: a wrong setting stops the start with a sentence; everything accepted is answered
// before the process ends; metrics and health details listen on their own loopback address.
//
// Files: settings.go, house.go (wiring), serve.go, trace.go (spans), commands.go.
package app
