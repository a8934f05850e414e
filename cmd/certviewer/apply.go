package main

import (
	"context"
	"os"

	"certviewer/app"
	"certviewer/cli"
	"certviewer/platform"
)

// applyPlan is the hidden verb of the child that makes changes: it speaks with its parent on stdin and stdout. With
// administrator's rights it believes nothing in its environment.
func applyPlan(args []string) int {
	elevated := len(args) == 1 && args[0] == "--elevated"
	if len(args) > 0 && !elevated {
		return cli.Usage
	}
	if elevated {
		os.Clearenv()
	}
	if err := app.ServeChanges(context.Background(), platform.OpenWriter, elevated, os.Stdin, os.Stdout); err != nil {
		return cli.NotDone
	}
	return cli.Done
}
