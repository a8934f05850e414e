package main

import (
	"context"
	"os"

	"certviewer/catalog"
	"certviewer/change"
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
	c, err := catalog.Load()
	if err != nil {
		return cli.NotDone
	}
	open := func(ctx context.Context, id trust.StoreID, secret func(int) ([]byte, error)) (trust.Writer, error) {
		return platform.OpenWriter(ctx, id, secret)
	}
	if err := (change.Child{Open: open, Catalog: c, Elevated: elevated}).Serve(context.Background(), os.Stdin, os.Stdout); err != nil {
		return cli.NotDone
	}
	return cli.Done
}
