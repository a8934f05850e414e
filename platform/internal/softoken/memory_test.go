//go:build cgo && linux

package softoken_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"certviewer/trust/trusttest"
)

// TestNoCopies: once the caller has wiped its own copy, no number of a key is anywhere in the memory of a process
// that imported, proved, gave out and removed it: not Go's, not C's, not the library's.
func TestNoCopies(t *testing.T) {
	if args := strings.Split(os.Getenv("CERTVIEWER_COPIES"), " "); len(args) == 5 {
		testNoCopies(t, args)
		return
	}
	if !inChild(t) {
		return
	}
	key, err := rsaKey("2048")
	must(t, err)
	c, pkcs8 := trusttest.Identity(t, "Copies", key)
	// The process that is looked at must not know what is looked for.
	masked := func(n []byte) string {
		n = n[16:48]
		out := make([]byte, len(n))
		for i, b := range n {
			out[i] = b ^ mask
		}
		return hex.EncodeToString(out)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestNoCopies$")
	cmd.Env = append(os.Environ(), "CERTVIEWER_COPIES="+strings.Join([]string{
		pemFile(t, c), file(t, pkcs8), newDB(t, ""), masked(key.D.Bytes()), masked(key.Primes[0].Bytes()),
	}, " "))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

const mask = 0x5a

func testNoCopies(t *testing.T, args []string) {
	text, err := os.ReadFile(args[0])
	must(t, err)
	c := certificateOf(t, string(text))
	pkcs8, err := os.ReadFile(args[1])
	must(t, err)
	var numbers [][]byte
	for _, a := range args[3:] {
		n, err := hex.DecodeString(a)
		must(t, err)
		turned := slices.Clone(n) // as the library computes with it
		slices.Reverse(turned)
		numbers = append(numbers, n, turned)
	}
	w := openIdentity(t, args[2])
	defer w.Close()
	copies := func(when string, want bool) {
		t.Helper()
		if there := found(t, numbers); there != want {
			t.Errorf("%s: there are copies: %v, want %v", when, there, want)
		}
	}
	copies("before", true) // which shows that they would be found
	must(t, w.AddIdentity(t.Context(), c, pkcs8, "copies"))
	clear(pkcs8)
	copies("imported", false)
	must(t, w.Prove(t.Context(), c))
	copies("proven", false)
	backup, err := w.Key(t.Context(), c)
	must(t, err)
	copies("given out", true)
	clear(backup)
	copies("wiped", false)
	must(t, w.RemoveIdentity(t.Context(), c))
	copies("removed", false)
}

// found reports whether the memory of this process holds one of these numbers, which are masked.
func found(t *testing.T, masked [][]byte) bool {
	t.Helper()
	mem, err := os.Open("/proc/self/mem")
	if errors.Is(err, os.ErrPermission) {
		t.Skip(err)
	}
	must(t, err)
	defer mem.Close()
	maps, err := os.ReadFile("/proc/self/maps")
	must(t, err)
	defer clear(window)
	for s := bufio.NewScanner(bytes.NewReader(maps)); s.Scan(); {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(s.Text(), "%x-%x %s", &from, &to, &rights); err != nil || rights[0] != 'r' {
			continue
		}
		const overlap = 64
		for at := from; at < to; at += int64(len(window)) - overlap {
			clear(window) // it is memory of this process too
			got, err := mem.ReadAt(window[:min(int64(len(window)), to-at)], at)
			if err != nil {
				continue // special pages cannot be read
			}
			for i := range window[:got] {
				window[i] ^= mask
			}
			if slices.ContainsFunc(masked, func(m []byte) bool { return bytes.Contains(window[:got], m) }) {
				return true
			}
		}
	}
	return false
}

// window is what found reads memory into.
var window = make([]byte, 256<<10)
