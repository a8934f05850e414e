package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"certviewer/internal/fixture/session"
)

// TestKeyring runs testdata/keyring/*.txtar, each in a session with a real password store, of which $KEYRING is the bus.
func TestKeyring(t *testing.T) {
	scripts, err := filepath.Glob("testdata/keyring/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal(err, scripts)
	}
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".txtar")
		t.Run(name, func(t *testing.T) {
			desk := session.Start(t)
			p := scriptParams()
			p.Files = []string{script}
			setup := p.Setup
			p.Setup = func(e *testscript.Env) error {
				e.Setenv("KEYRING", desk.Address)
				e.Setenv("XDG_RUNTIME_DIR", filepath.Join(e.WorkDir, "run"))
				return setup(e)
			}
			p.Cmds["lock"] = func(*testscript.TestScript, bool, []string) { desk.Lock(t) }
			testscript.Run(t, p)
		})
	}
}
