package main

import (
	"context"
	"fmt"
	"os"
	"runtime"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"certviewer/app"
	"certviewer/cli"
	"certviewer/message"
	"certviewer/ui"
	"certviewer/ui/look"
)

// appID names the program to the desktop; it is that of FyneApp.toml.
const appID = "io.github.certviewer"

// window opens the window; where there is no screen it answers in the terminal.
func window(ctx context.Context, a *app.App, st cli.Streams, w cli.Window) int {
	if !hasDisplay() {
		return cli.WithoutWindow(ctx, a, st, w)
	}
	saveMemory()
	var size fyne.Size
	fmt.Sscanf(w.Size, "%fx%f", &size.Width, &size.Height) // anything else is no size: the usual one is taken
	ui.Run(fyneapp.NewWithID(appID), a, ui.Options{
		Lang: w.Lang, Theme: look.Mode(w.Theme), Page: ui.PageID(w.Page), Size: size, File: w.File, Where: w.Where(),
		Settings: app.LoadSettings(), Save: app.Settings.Save, System: message.Detect(os.Getenv),
	})
	return cli.Done
}

// hasDisplay reports whether there is a screen to open a window on. Only Unix desktops come without.
func hasDisplay() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
