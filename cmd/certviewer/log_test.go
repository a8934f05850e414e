//go:build !terminal || windows

package main

import (
	"bytes"
	"errors"
	"log"
	"log/slog"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// Fyne's complaints reach the log without what could name a person.
func TestToolkitLog(t *testing.T) {
	var out bytes.Buffer
	before, flags := log.Writer(), log.Flags()
	defer func() { log.SetOutput(before); log.SetFlags(flags) }()
	log.SetFlags(0)
	log.SetOutput(toolkitLog{slog.New(slog.NewTextHandler(&out, nil))})

	fyne.LogError("window creation error", errors.New("APIUnavailable: GLX: GLX extension not found"))
	fyne.LogError("Preferences load error:", errors.New("open /home/hanako/.config/fyne/x.json: permission denied"))
	log.Println("PlatformError: X11: Failed to set window title")
	for _, want := range []string{`reason="window creation error"`, `GLX extension not found`, `at=log_test.go:`, `reason="Preferences load error:"`, `withheld`, `X11: Failed`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is missing in:\n%s", want, out.String())
		}
	}
	for _, bad := range []string{"hanako", "/"} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("%q is in the log:\n%s", bad, out.String())
		}
	}
}
