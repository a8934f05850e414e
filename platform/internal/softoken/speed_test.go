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

// TestAddChild is the process that the benchmarks measure.
func TestAddChild(t *testing.T) {
	dir, folder, ok := strings.Cut(os.Getenv("CERTVIEWER_ADD"), " ")
	if !ok {
		t.Skip("this is a part of the benchmarks")
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
	}
	must(t, w.Close())
}
