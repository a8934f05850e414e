//go:build linux

package platform

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"certviewer/trust"
)

// TestMain lets the test binary be the child process too, as cmd/certviewer is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-native" {
		os.Exit(ReadNative(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
	}
	if len(os.Args) > 1 && os.Args[1] == "apply-plan" { // a child that makes no change, and says what it was started with
		fmt.Println(os.Args[2:], os.Getenv("HOME"))
		io.Copy(os.Stdout, os.Stdin)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// testComputer is a computer whose system is the folder root, and whose environment is env.
func testComputer(root string, env map[string]string) computer {
	return computer{root: root, env: func(name string) string { return env[name] }, reader: os.Args[0], patience: 5 * time.Second}
}

// touch makes files, with the folders they are in; a path that ends in / is a folder.
func touch(t *testing.T, root string, paths ...string) {
	t.Helper()
	for _, p := range paths {
		full := filepath.Join(root, filepath.FromSlash(p))
		dir := filepath.Dir(full)
		if p[len(p)-1] == '/' {
			dir = full
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if dir != full {
			writeFile(t, full, "")
		}
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// infos is what the stores say of themselves, by ID.
func infos(stores []trust.Store) (ids []trust.StoreID, byID map[trust.StoreID]trust.Info) {
	byID = map[trust.StoreID]trust.Info{}
	for _, s := range stores {
		info := s.Info()
		ids = append(ids, info.ID)
		byID[info.ID] = info
	}
	return ids, byID
}
