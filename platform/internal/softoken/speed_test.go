//go:build cgo && linux

package softoken_test

import (
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/trust/trusttest"
)

// BenchmarkAdd measures one root put into a database by a process of ours, and by certutil, in turns.
func BenchmarkAdd(b *testing.B) { benchmark(b, 1) }

// BenchmarkAdd500 measures 500 roots, put by one process of ours and by 500 of certutil.
func BenchmarkAdd500(b *testing.B) { benchmark(b, 500) }

func benchmark(b *testing.B, n int) {
	systemLibrary(b)
	folder := b.TempDir()
	for i := range n {
		c := trusttest.Root(b, fmt.Sprint("Root ", i))
		must(b, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%03d.pem", i)), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}), 0o600))
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.pem"))
	must(b, err)
	var ours, theirs []time.Duration
	for b.Loop() {
		dir := newDB(b, "")
		began := time.Now()
		cmd := exec.Command(os.Args[0], "-test.run=^TestAddChild$")
		cmd.Env = append(os.Environ(), "CERTVIEWER_ADD="+dir+" "+folder)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		ours = append(ours, time.Since(began))
		if got := len(listed(b, dir)); got != n {
			b.Fatalf("%d roots of %d", got, n)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*-journal")); len(left) > 0 {
			b.Fatalf("%v is left behind", left)
		}
		dir = newDB(b, "")
		began = time.Now()
		for _, f := range files {
			certutil(b, dir, "-A", "-n", "name "+filepath.Base(f), "-t", "C,,", "-i", f)
		}
		theirs = append(theirs, time.Since(began))
	}
	median := func(d []time.Duration) float64 {
		slices.Sort(d)
		return d[len(d)/2].Seconds() * 1000
	}
	b.ReportMetric(median(ours), "ours-ms")
	b.ReportMetric(median(theirs), "certutil-ms")
	b.ReportMetric(median(ours)/median(theirs), "ours/certutil")
	b.ReportMetric(0, "ns/op")
}

// Where the journals stay, the disk knows of them after the first time; where another program has removed them in between, it has to
// be waited for anew. strace says for which folders the process waits.
func TestWaitsForFolder(t *testing.T) {
	systemLibrary(t)
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed")
	}
	if os.Getenv(newest) != "" {
		t.Skip("the SQLite that Mozilla builds waits for no folder at all")
	}
	const roots = 5
	folder := t.TempDir()
	for i := range roots {
		c := trusttest.Root(t, fmt.Sprint("Root ", i))
		must(t, os.WriteFile(filepath.Join(folder, fmt.Sprint(i, ".pem")), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}), 0o600))
	}
	waits := func(between string) int {
		dir, trace := newDB(t, ""), filepath.Join(t.TempDir(), "trace")
		cmd := exec.Command("strace", "-f", "-y", "-qq", "-e", "trace=fdatasync", "-o", trace, os.Args[0], "-test.run=^TestAddChild$")
		cmd.Env = append(os.Environ(), "CERTVIEWER_ADD="+dir+" "+folder, "CERTVIEWER_BETWEEN="+between)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		text, err := os.ReadFile(trace)
		must(t, err)
		return strings.Count(string(text), "<"+dir+">")
	}
	if alone := waits(""); alone != 2 {
		t.Errorf("the folder was waited for %d times, not once for each of two journals", alone)
	}
	if disturbed := waits("yes"); disturbed < 2*roots {
		t.Errorf("journals come and go %d times, and the folder was waited for %d times", 2*roots, disturbed)
	}
}

// TestAddChild is the process that is measured. Between two roots another program may write the same database.
func TestAddChild(t *testing.T) {
	dir, folder, ok := strings.Cut(os.Getenv("CERTVIEWER_ADD"), " ")
	if !ok {
		t.Skip("this is a part of others")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.pem"))
	must(t, err)
	w := open(t, dir)
	for _, f := range files {
		text, err := os.ReadFile(f)
		must(t, err)
		block, _ := pem.Decode(text)
		c := cert.Parse(block.Bytes)
		_, err = w.State(t.Context(), c) // as a plan does, before and after
		must(t, err)
		must(t, w.Add(t.Context(), c, "", server))
		_, err = w.State(t.Context(), c)
		must(t, err)
		if os.Getenv("CERTVIEWER_BETWEEN") != "" {
			certutil(t, dir, "-A", "-n", "another", "-t", ",,", "-i", f)
		}
	}
	must(t, w.Close())
}
