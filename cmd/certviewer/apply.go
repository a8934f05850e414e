package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"certviewer/app"
	"certviewer/cli"
	"certviewer/platform"
	"certviewer/trust"
)

// applyPlan is the hidden verb of the child that makes changes: it speaks with its parent on stdin and stdout, or on
// Windows through the pipe that is named. One that waits for its plan is told which program's store it will be about
// ("--program=", "--store="). With administrator's rights it believes nothing in its environment.
func applyPlan(args []string) int {
	// Ctrl-C and a terminal that goes are meant for the parent. The child, and the system's tool that it may be waiting for, end
	// no step half-way: they stop before the next one, when the parent's end of the dialogue is closed.
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // else writing to a parent that is gone would end it, its stores open
	var awaited *platform.Awaited
	if len(args) == 2 && strings.HasPrefix(args[0], "--program=") && strings.HasPrefix(args[1], "--store=") {
		awaited = platform.Await(context.Background(), strings.TrimPrefix(args[0], "--program="), trust.StoreID(strings.TrimPrefix(args[1], "--store=")))
		args = nil
	}
	elevated := len(args) > 0 && args[0] == "--elevated"
	piped := elevated && len(args) == 3 && args[1] == "--pipe"
	if len(args) > 1 && !piped || len(args) == 1 && !elevated {
		return cli.Usage
	}
	if elevated {
		platform.ForgetEnvironment()
	}
	var in io.Reader = os.Stdin
	var out io.Writer = os.Stdout
	if piped {
		parent, err := platform.DialParent(args[2])
		if err != nil {
			return cli.NotDone
		}
		defer parent.Close()
		in, out = parent, parent
	}
	if err := platform.Seal(); err != nil {
		return cli.NotDone
	}
	if elevated && !piped {
		io.WriteString(out, platform.Greeting)
	}
	open := func(ctx context.Context, id trust.StoreID, secret func(int) ([]byte, error)) (trust.Writer, error) {
		if elevated { // package change has seen to it that id is one for administrators
			return platform.OpenAdminWriter(ctx, id)
		}
		return awaited.Open(ctx, id, secret)
	}
	create := func(ctx context.Context, id trust.StoreID) error { return platform.CreateStore(ctx, trust.Where{}, id) }
	err := app.ServeChanges(context.Background(), open, create, elevated, in, out)
	if !elevated {
		io.WriteString(os.Stderr, platform.Farewell)
	}
	if err != nil {
		return cli.NotDone
	}
	return cli.Done
}
