// Certviewer shows every certificate this computer trusts, says in plain words what is wrong, and puts it
// right. This package picks a face, the window or the terminal, and hands it the core.
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cli"
	"certviewer/message"
	"certviewer/platform"
	"certviewer/platform/console"
	"certviewer/platform/keyring"
	"certviewer/trust"
)

// Set by the build: -ldflags "-X main.version=… -X main.built=…" (RFC 3339).
var (
	version = "dev"
	built   = ""
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if len(args) > 0 && args[0] == "read-native" {
		return platform.ReadNative(args[1:], os.Stdin, os.Stdout, os.Stderr)
	}
	if err := platform.NoDump(); err != nil { // PINs and keys pass through the window, the commands and their child
		fmt.Fprintln(os.Stderr, "certviewer:", err)
		return cli.NotDone
	}
	spendMemory()
	if len(args) > 0 && args[0] == "apply-plan" {
		return applyPlan(args[1:])
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Whatever hangs in the system, such as on a network folder that is gone, does not unwind: a second Ctrl-C ends it
	// at once, and so does a moment's waiting.
	context.AfterFunc(ctx, func() {
		stop()
		time.Sleep(time.Second)
		os.Exit(cli.Interrupted)
	})
	made, _ := time.Parse(time.RFC3339, built) // a build without a date is not judged by it
	var children platform.Standby
	defer children.Close()
	if w, yes := cli.Foresees(args); yes {
		if lock, err := app.LockFile(); err == nil {
			children.Expect(ctx, w, lock)
		}
	}
	go catalog.Load() // app.New waits for it; the command line is read meanwhile
	begin := func() (*app.App, error) {
		return app.New(app.Deps{
			Open:  func(ctx context.Context, w trust.Where) ([]trust.Store, error) { return platform.Open(ctx, w) },
			Start: children.Start, Lock: platform.Lock, Seal: platform.Seal, Keyring: keyring.Session(),
			Settings: platform.Settings, Running: platform.Running, Lacks: platform.Lacks, Verify: platform.Verify,
			Computer: platform.Computer, Now: time.Now, Built: made, Version: version, Log: nil,
		})
	}
	st := cli.Streams{
		In: os.Stdin, Out: console.Text(os.Stdout), Err: console.Text(os.Stderr), Data: os.Stdout,
		Colour: console.Colours(os.Stdout), Progress: console.Colours(os.Stderr), System: systemLanguage(),
	}
	return cli.Run(ctx, begin, args, st, func(a *app.App, w cli.Window) int { return window(ctx, a, st, w) })
}

// systemLanguage is the language of the environment, else of the system; "" when neither says.
func systemLanguage() string { return cmp.Or(message.Detect(os.Getenv), console.Language()) }

// spendMemory puts garbage collection off until a quarter of a gigabyte is used: a command ends before that, and
// collecting would be a quarter of its time. The window lives longer, and calls saveMemory.
func spendMemory() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(256 << 20)
}
