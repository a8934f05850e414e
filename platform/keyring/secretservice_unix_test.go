//go:build unix && !darwin

package keyring

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// Only a socket of this computer is a session's bus. Everything else would have go-keyring start a dbus-daemon, or speak
// over the network.
func TestFindBus(t *testing.T) {
	runtime := t.TempDir()
	socket := filepath.Join(runtime, "bus")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	file := t.TempDir()
	if err := os.WriteFile(filepath.Join(file, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		address, runtime string
		found            bool
		set              string
	}{
		{"", "", false, ""},
		{"", t.TempDir(), false, ""},
		{"", file, false, ""},
		{"", runtime, true, "unix:path=" + dbus.EscapeBusAddressValue(socket)},
		{"unix:path=/run/user/1000/bus", "", true, ""},
		{"unix:abstract=/tmp/x;unix:path=/y", runtime, true, ""},
		{"autolaunch:", runtime, false, ""},
		{"unix:path=/y;autolaunch:", runtime, false, ""},
		{"tcp:host=192.0.2.1,port=1", runtime, false, ""},
		{"unixexec:path=/bin/sh", runtime, false, ""},
	} {
		set := ""
		err := findBus(
			func(name string) string {
				return map[string]string{"DBUS_SESSION_BUS_ADDRESS": c.address, "XDG_RUNTIME_DIR": c.runtime}[name]
			},
			func(_, value string) error { set = value; return nil })
		if (err == nil) != c.found || err != nil && !errors.Is(err, ErrAbsent) || set != c.set {
			t.Errorf("%q, %q: %v, set %q", c.address, c.runtime, err, set)
		}
	}
}

// Where there is no session, none is started: dbus-launch would leave a dbus-daemon running for ever.
func TestNoBusIsStarted(t *testing.T) {
	bin := t.TempDir()
	trace := filepath.Join(bin, "started")
	script := "#!/bin/sh\ntouch '" + trace + "'\n"
	for _, name := range []string{"dbus-launch", "dbus-daemon", "dbus-run-session"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv("CERTVIEWER_TEST", trace) // whatever is started has it
	s := Session()
	_, _, get := s.Get(t.Context(), "pin/a")
	for what, err := range map[string]error{
		"check": s.Check(t.Context()), "get": get, "set": s.Set(t.Context(), "pin/a", []byte("x")),
		"delete": s.Delete(t.Context(), "pin/a"), "delete all": s.DeleteAll(t.Context()),
	} {
		if !errors.Is(err, ErrAbsent) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := os.Stat(trace); err == nil {
		t.Error("a program for a new bus was run")
	}
	for _, f := range heirs(t, "CERTVIEWER_TEST="+trace) {
		t.Errorf("%s was left running", f)
	}
}

// A bus that is named and gone is no reason to wait, nor to start another.
func TestDeadBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "gone"))
	if _, _, err := Session().Get(t.Context(), "pin/a"); !errors.Is(err, ErrAbsent) {
		t.Errorf("%v", err)
	}
}

func TestReasons(t *testing.T) {
	for name, want := range map[string]error{
		"org.freedesktop.Secret.Error.IsLocked":        ErrLocked,
		"org.freedesktop.Secret.Error.NoSuchObject":    ErrAbsent,
		"org.freedesktop.DBus.Error.ServiceUnknown":    ErrAbsent,
		"org.freedesktop.DBus.Error.Spawn.ChildExited": ErrAbsent,
		"org.freedesktop.DBus.Error.NoReply":           ErrHanging,
		"org.freedesktop.DBus.Error.AccessDenied":      nil,
	} {
		if got := reason(dbus.Error{Name: name}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := reason(os.ErrNotExist); got != nil {
		t.Errorf("an error of no bus: %v", got)
	}
}

// heirs returns the processes that have a variable of ours in their environment, by their names.
func heirs(t *testing.T, variable string) (out []string) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if b, err := os.ReadFile(f); err == nil && strings.Contains(string(b), variable) {
			name, _ := os.ReadFile(filepath.Join(filepath.Dir(f), "comm"))
			out = append(out, strings.TrimSpace(string(name)))
		}
	}
	return out
}
