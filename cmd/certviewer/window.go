package main

import (
	"context"

	"certviewer/app"
	"certviewer/cli"
)

// window opens the window; where there is no screen it answers in the terminal.
func window(ctx context.Context, a *app.App, st cli.Streams, w cli.Window) int {
	return cli.WithoutWindow(ctx, a, st, w)
}
