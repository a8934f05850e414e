package main

import (
	"context"
	"os"

	"certviewer/app"
	"certviewer/cli"
	"certviewer/platform"
	"certviewer/trust"
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
	if err := platform.Seal(); err != nil {
		return cli.NotDone
	}
	open := func(ctx context.Context, id trust.StoreID, secret func(int) ([]byte, error)) (trust.Writer, error) {
		if elevated { // package change has seen to it that id is the system's bundle
			return platform.OpenAdminWriter(ctx)
		}
		return platform.OpenWriter(ctx, trust.Where{}, id, secret)
	}
	create := func(ctx context.Context, id trust.StoreID) error { return platform.CreateStore(ctx, trust.Where{}, id) }
	if err := app.ServeChanges(context.Background(), open, create, elevated, os.Stdin, os.Stdout); err != nil {
		return cli.NotDone
	}
	return cli.Done
}
