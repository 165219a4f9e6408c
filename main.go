// Command saichang runs skills competitions for vocational education.
package main

import (
	_ "embed"
	"os"
	"runtime/debug"

	"github.com/saichang/saichang/internal/app"
)

//go:embed openapi.yaml
var contract []byte

func main() {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version
	}
	os.Exit(app.Program{Out: os.Stdout, Err: os.Stderr, Contract: contract, Version: version}.Run(os.Args[1:]))
}
