//go:build !terminal || windows

package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"certviewer/app"
	"certviewer/cli"
	"certviewer/platform/console"
	"certviewer/platform/instance"
	"certviewer/ui"
	"certviewer/ui/look"
)

// appID names the program to the desktop; it is that of FyneApp.toml.
const appID = "io.github.certviewer"

// appearWithin is how long a window may take to appear. A display that accepts a connection and then says
// nothing, such as one behind a dead line, holds its caller in C for ever.
const appearWithin = 15 * time.Second

// window opens the window, or hands the file to the one that is open; where none can be drawn it answers in
// the terminal, or in a box and a file where nobody reads that.
func window(ctx context.Context, a *app.App, st cli.Streams, w cli.Window) int {
	heard := console.Leave()
	answer := func(why string) int {
		if heard {
			return cli.WithoutWindow(ctx, a, st, w, why)
		}
		return answerUnheard(ctx, a, st, w, why)
	}
	if !hasDisplay() {
		return answer(cli.NoDisplay)
	}
	saveMemory()
	a.Log = app.OpenLog() // the terminal's commands say everything there
	holder, handed := claim(ctx, w)
	if handed {
		return cli.Done
	}
	var later chan string
	if holder != nil {
		defer holder.Close()
		later = make(chan string)
		go holder.Serve(func(file string) { later <- file })
	}

	log.SetFlags(0)
	log.SetOutput(toolkitLog{a.Log}) // Fyne's, which would stand in the person's terminal
	quiet()
	settled := make(chan struct{}) // whether there is a window is known
	var once atomic.Bool
	settle := func() bool {
		first := once.CompareAndSwap(false, true)
		if first {
			close(settled)
		}
		return first
	}
	go func() {
		select {
		case <-settled:
		case <-time.After(appearWithin):
			if settle() {
				os.Exit(answer(cli.NoOpenGL))
			}
		}
	}()

	var size fyne.Size
	fmt.Sscanf(w.Size, "%fx%f", &size.Width, &size.Height) // anything else is no size: the usual one is taken
	err := ui.Run(fyneapp.NewWithID(appID), a, ui.Options{
		Lang: w.Lang, Theme: look.Mode(w.Theme), Page: ui.PageID(w.Page), Size: size, File: w.File, Where: w.Where(),
		Settings: app.LoadSettings(), Save: app.Settings.Save, System: st.System,
		Later: later, Appeared: func() { settle() },
	})
	switch {
	case err == nil:
		return cli.Done
	case !settle():
		select {} // the answer in the terminal is under way, and ends the process
	}
	a.Log.Error("no window", "reason", err)
	why := cli.NoOpenGL
	if errors.Is(err, ui.ErrNoDisplay) {
		why = cli.NoDisplay
	}
	return answer(why)
}

// claim makes this start the one with the window, or hands its file over. What is seen depends on the home,
// the data folder and the screen. A start that asks for other stores or another time has a window of its own
// that nobody else's files come to; one that asks for another look has its own too, when one is open already.
func claim(ctx context.Context, w cli.Window) (*instance.Holder, bool) {
	if len(w.Store)+len(w.NSSDB) > 0 || w.Time != "" {
		return nil, false
	}
	file := w.File
	if file != "" {
		abs, err := filepath.Abs(file)
		if err != nil {
			return nil, false
		}
		file = abs
	}
	home, _ := os.UserHomeDir() // without one, as without
	data, _ := app.DataFolder() // a data folder, all such starts see the same
	seen := []string{home, data, os.Getenv("DISPLAY"), os.Getenv("WAYLAND_DISPLAY")}
	return instance.Start(ctx, seen, file, w.Lang+w.Theme+w.Page+w.Size != "")
}

// quiet asks Mesa not to write to the terminal when it finds no driver: that is told in words. Whoever set
// these variables wants to know more.
func quiet() {
	for variable, level := range map[string]string{"LIBGL_DEBUG": "quiet", "EGL_LOG_LEVEL": "fatal"} {
		if os.Getenv(variable) == "" {
			os.Setenv(variable, level)
		}
	}
}

// saveMemory collects more often than usual: what a look at the stores needs for a moment would stay spread among what
// the window keeps, and with it the memory.
func saveMemory() {
	debug.SetGCPercent(30)
	debug.SetMemoryLimit(math.MaxInt64)
}
