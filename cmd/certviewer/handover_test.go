//go:build terminal && !windows

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Before the program with the window takes the place of this one it is tried. What keeps it from starting is told as it is: a
// missing library was called a graphics driver without OpenGL. Who presses Ctrl-C meanwhile gets no window.
func TestHandOver(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const starts = "[ \"$1\" = read-native ] && exit 2; "
	for name, c := range map[string]struct {
		program   string // of the shell
		interrupt bool
		code      int
		says      string
		opens     bool
	}{
		"starts":    {program: starts, opens: true},
		"glibc":     {program: `echo "$0: error while loading shared libraries: libX11.so.6: cannot open shared object file: No such file or directory" >&2; exit 127`, says: "918 a library that the window needs is not installed\n  certviewer-window needs libX11.so.6\n"},
		"musl":      {program: `echo "Error loading shared library libGL.so.1: No such file or directory (needed by $0)" >&2; exit 127`, says: "certviewer-window needs libGL.so.1\n"},
		"crashes":   {program: "kill -SEGV $$", says: "908 the window is not installed"},
		"interrupt": {program: "touch tried; [ \"$1\" = read-native ] && exec sleep 20; ", interrupt: true, code: 130},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			program := filepath.Join(dir, "certviewer")
			if data, err := os.ReadFile(self); err != nil || os.WriteFile(program, data, 0o755) != nil {
				t.Fatal("the program is not copied", err)
			}
			if err := os.WriteFile(filepath.Join(dir, windowProgram), []byte("#!/bin/sh\ncd \"${0%/*}\"\n"+c.program+"\ntouch opened\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			there := func(file string) bool {
				_, err := os.Stat(filepath.Join(dir, file))
				return err == nil
			}
			var said bytes.Buffer
			cmd := exec.Command(program, "--store", "nssdb:"+dir)
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "CERTVIEWER_DATA=" + dir, "DISPLAY=:none", "LANG=C"}
			cmd.Stderr = &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			for end := time.Now().Add(10 * time.Second); c.interrupt && !there("tried") && time.Now().Before(end); {
				time.Sleep(10 * time.Millisecond)
			}
			if c.interrupt {
				cmd.Process.Signal(os.Interrupt)
			}
			cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); c.code != 0 && code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			if got := said.String(); !strings.Contains(got, c.says) || strings.Contains(got, "OpenGL") || there("opened") != c.opens {
				t.Errorf("opened: %v\n%s", there("opened"), got)
			}
		})
	}
}
