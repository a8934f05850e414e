//go:build terminal && !windows

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	if err != nil {
		return cli.WithoutWindow(ctx, a, st, w, cli.NoWindow)
	}
	lacks, err := loads(ctx, program)
	switch {
	case ctx.Err() != nil:
		return cli.Interrupted
	case lacks != "":
		return cli.WithoutWindow(ctx, a, st, w, cli.NoLibrary, "file", lacks)
	case err != nil:
		a.Log.Error("no window", "reason", err)
		return cli.WithoutWindow(ctx, a, st, w, cli.NoWindow)
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

// loads tries whether the program starts at all, and returns the library that it lacks: the dynamic linker would end it with a
// line that helps nobody. A hidden verb without its words is answered at once.
func loads(ctx context.Context, program string) (lacks string, err error) {
	cmd := exec.CommandContext(ctx, program, "read-native")
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() == cli.Usage {
		return "", nil
	}
	if found := regexp.MustCompile(linkersWords).FindSubmatch(said); found != nil {
		lacks = string(found[1])
	}
	return lacks, fmt.Errorf("%s: %w", said, err)
}

// linkersWords is what the dynamic linkers of glibc and of musl say of a library that is not there.
const linkersWords = `(?:shared libraries: |Error loading shared library )([^\s:]+): (?:cannot open shared object file: )?No such file`
