//go:build terminal && !windows

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"certviewer/app"
	"certviewer/cli"
)

// This is the program without a window in it. Fyne, OpenGL and X11 would be three quarters of the time that a command
// takes, and code in the child that changes the system's trust as root; a server has none of them. So "make" builds two
// programs of these sources: certviewer with the tag "terminal", and certviewer-window, which has everything and lies
// beside it. Windows wants one file, and gets it.

// windowProgram is the program with the window.
const windowProgram = "certviewer-window"

// window hands over to the program with the window, and returns only where that cannot be started.
func window(ctx context.Context, a *app.App, st cli.Streams, w cli.Window) int {
	if !hasDisplay() {
		return cli.WithoutWindow(ctx, a, st, w, cli.NoDisplay)
	}
	program, err := beside(windowProgram)
	switch {
	case err != nil:
		return cli.WithoutWindow(ctx, a, st, w, cli.NoWindow)
	case !loads(ctx, program):
		return cli.WithoutWindow(ctx, a, st, w, cli.NoOpenGL)
	}
	a.Log.Error("no window", "reason", syscall.Exec(program, append([]string{program}, os.Args[1:]...), os.Environ()))
	return cli.WithoutWindow(ctx, a, st, w, cli.NoWindow)
}

// beside returns the program of that name in the folder of this one, whatever links led here.
func beside(name string) (string, error) {
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	if err != nil {
		return "", err
	}
	return exec.LookPath(filepath.Join(filepath.Dir(self), name))
}

// loads reports whether the system has the libraries that the program is linked to: the dynamic linker would end it with a
// line that helps nobody. A hidden verb without its words is answered at once.
func loads(ctx context.Context, program string) bool {
	cmd := exec.CommandContext(ctx, program, "read-native")
	cmd.Run()
	return ctx.Err() != nil || cmd.ProcessState.ExitCode() == cli.Usage
}
