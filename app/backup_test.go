package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/pkcs12"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// Keys that leave are in files that only their owner reads, that open with the password, and hold the way up too.
func TestBackup(t *testing.T) {
	t.Parallel() // a backup is made hard to guess, which takes its time
	dir := t.TempDir()
	root, rootKey := trusttest.RootWithKey(t, "Campus Root")
	old, key := issuing{issuer: "Campus Root", person: "hanako", from: someday, root: root, key: rootKey}.issue(t)
	other, otherKey := issuing{issuer: "CA", person: "taro", from: someday}.issue(t)
	b := &Backup{Path: filepath.Join(dir, "old.p12"), Password: []byte("kept safe"), With: []*cert.Certificate{root, other}}
	if err := b.Check(); err != nil {
		t.Fatal(err)
	}
	step := func(c *cert.Certificate) change.Step {
		return change.Step{Op: change.Remove, Key: true, SHA256: c.SHA256.String(), DER: c.Raw, Name: "mine"}
	}
	if err := b.keep(t.Context(), step(old), nil); !errors.Is(err, trust.ErrKeyStays) {
		t.Error("a key that the store keeps for itself:", err)
	}
	if err := b.keep(t.Context(), step(old), bytes.Clone(key)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // from other stores, one of which does not give it out
		if err := b.keep(t.Context(), step(old), nil); err != nil {
			t.Error("it is safe already:", err)
		}
	}
	if err := b.keep(t.Context(), step(other), bytes.Clone(otherKey)); err != nil {
		t.Fatal(err)
	}
	only(t, dir, "old-2.p12", "old.p12")
	if len(b.Files) != 2 || b.Files[0] != b.Path {
		t.Error(b.Files)
	}
	for i, want := range []struct {
		leaf *cert.Certificate
		key  []byte
		more int
	}{{old, key, 1}, {other, otherKey, 0}} {
		fi, err := os.Stat(b.Files[i])
		if err != nil || fi.Mode().Perm() != 0o600 {
			t.Error(fi, err)
		}
		data, err := os.ReadFile(b.Files[i])
		if err != nil {
			t.Fatal(err)
		}
		c, err := pkcs12.Open(t.Context(), data, []byte("kept safe"))
		if err != nil || len(c.Identities) != 1 || len(c.Certificates) != want.more {
			t.Fatalf("%+v %v", c, err)
		}
		if id := c.Identities[0]; id.Leaf.SHA256 != want.leaf.SHA256 || !bytes.Equal(id.Key, want.key) || id.FriendlyName != "mine" {
			t.Errorf("%+v", id)
		}
	}
}

// A file that is there is never written over, not even one that came in between.
func TestBackupInTheWay(t *testing.T) {
	dir := t.TempDir()
	old, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	b := &Backup{Path: filepath.Join(dir, "old.p12")}
	isProblem(t, b.Check(), "backup-no-password")
	b.Password = []byte("kept safe")
	isProblem(t, (&Backup{Path: filepath.Join(dir, "no", "old.p12")}).CheckPath(), "backup-failed")
	if err := b.Check(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.Path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	isProblem(t, b.Check(), "backup-exists")
	err := b.keep(t.Context(), change.Step{SHA256: old.SHA256.String(), DER: old.Raw}, key)
	isProblem(t, err, "backup-exists")
	if content(t, b.Path) != "mine" || len(b.Files) != 0 {
		t.Error("it was written over")
	}
	only(t, dir, "old.p12")
}
