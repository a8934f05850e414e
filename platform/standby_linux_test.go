package platform

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"testing"

	"certviewer/trust"
)

// A child that was started beforehand serves the store that it was started for, once, and under the lock that it was started
// under; for all else one is started anew. Whatever waits ends with Close.
func TestStandby(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_DATA_HOME", "")
	touch(t, home, ".pki/nssdb/cert9.db", "one/cert9.db", "two/cert9.db")
	one, two := trust.StoreID("nssdb:"+filepath.Join(home, "one")), trust.StoreID("nssdb:"+filepath.Join(home, "two"))
	path := filepath.Join(home, "lock")

	var s Standby
	s.Expect(t.Context(), trust.Where{Only: []trust.StoreID{one, "chromium", "system"}}, path)
	if len(s.waiting) != 2 {
		t.Fatalf("%d children wait, not those of two databases", len(s.waiting))
	}
	unlock, held, err := Lock(path)
	if err != nil || held {
		t.Fatal(held, err)
	}
	for _, step := range []struct {
		stores  []trust.StoreID
		want    string
		waiting int
	}{
		{[]trust.StoreID{one, "chromium"}, "[] " + home, 2}, // a child of several stores is another one
		{[]trust.StoreID{two}, "[] " + home, 2},
		{[]trust.StoreID{one}, "[--program= --store=" + string(one) + "] " + home, 1},
		{[]trust.StoreID{one}, "[] " + home, 1},
	} {
		conn, err := s.Start(t.Context(), false, step.stores)
		if err != nil {
			t.Fatal(err)
		}
		got, err := bufio.NewReader(conn).ReadString('\n')
		if got != step.want+"\n" || err != nil || len(s.waiting) != step.waiting {
			t.Errorf("%v: started with %q (%v), and %d wait; want %q and %d", step.stores, got, err, len(s.waiting), step.want, step.waiting)
		}
		if err := conn.Close(); err != nil {
			t.Errorf("%v: %v", step.stores, err)
		}
	}

	unlock() // although a child of it waits
	again, held, err := Lock(path)
	if err != nil || held {
		t.Fatal("the lock is not given back: ", held, err)
	}
	conn, err := s.Start(t.Context(), false, []trust.StoreID{"chromium"})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := bufio.NewReader(conn).ReadString('\n'); got != "[] "+home+"\n" {
		t.Errorf("a child of another lock was taken: %q", got)
	}
	conn.Close()
	again()

	idle := s.waiting[0].conn
	s.Close()
	if b, err := io.ReadAll(idle); len(s.waiting) != 0 || len(b) > 0 {
		t.Errorf("after the end: %d wait, %q, %v", len(s.waiting), b, err)
	}
}

// Whoever holds the lock keeps out the one that got ready for it; and a child under the lock holds it when nobody else is left.
func TestStandbyLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, _, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if f := readyLock(path); f == nil {
		t.Fatal("not ready")
	}
	if _, held, _ := Lock(path); !held {
		t.Error("a lock that another holds")
	}
	unlock()

	f := readyLock(path)
	conn, err := startChild(nil, f)
	if err != nil {
		t.Fatal(err)
	}
	if _, held, err := Lock(path); held || err != nil {
		t.Fatal(held, err)
	}
	locked.Store(nil)
	f.Close() // as if this process had been killed: the file is closed, and nobody unlocked it
	if _, held, _ := Lock(path); !held {
		t.Error("somebody else begins while a child is at work")
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	unlock, held, err := Lock(path)
	if held || err != nil {
		t.Fatal("after the end of the child: ", held, err)
	}
	unlock()
	if readyLock(filepath.Join(path, "nowhere")) != nil {
		t.Error("a lock file that cannot be")
	}
	os.Remove(path)
}
