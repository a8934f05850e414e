package nssdb

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"certviewer/cert"
	"certviewer/trust/trusttest"
)

// What NSS itself has put into a database of the old form is found there, and what it has not is known not to be.
func TestLacks(t *testing.T) {
	dir := t.TempDir()
	in, out := trusttest.Root(t, "In It"), trusttest.Root(t, "Elsewhere")
	old := filepath.Join(dir, oldFile)
	if Lacks(dir, []*cert.Certificate{out}) {
		t.Error("no database lacks it")
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "in.der")
	must(os.WriteFile(file, in.Raw, 0o600))
	for _, args := range [][]string{{"-N", "--empty-password"}, {"-A", "-n", "in", "-t", ",,", "-i", file}} {
		if b, err := exec.Command("certutil", append(args, "-d", "dbm:"+dir)...).CombinedOutput(); err != nil {
			t.Skipf("this NSS makes none any more: %v %s", err, b)
		}
	}
	for _, c := range []struct {
		cc   []*cert.Certificate
		want bool
	}{
		{[]*cert.Certificate{out}, true}, {[]*cert.Certificate{in}, false}, {[]*cert.Certificate{out, in}, false},
		{[]*cert.Certificate{{Raw: bytes.Repeat([]byte{1}, 14<<10)}}, false}, // NSS would keep it beside the database
	} {
		if got := Lacks(dir, c.cc); got != c.want {
			t.Errorf("%d octets: %v", len(c.cc[0].Raw), got)
		}
	}
	must(os.WriteFile(old, []byte("no database"), 0o600))
	if Lacks(dir, []*cert.Certificate{out}) {
		t.Error("nobody knows what is in a damaged one")
	}
}
