package platform

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// storeOf opens one of Windows' stores for reading.
func storeOf(t *testing.T, id trust.StoreID) trust.Store {
	t.Helper()
	s, err := thisComputer().exactly(t.Context(), trust.Where{}, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// entryIn is what a store says of c; nil when it does not have it.
func entryIn(t *testing.T, id trust.StoreID, c *cert.Certificate) *trust.Entry {
	t.Helper()
	ee, err := storeOf(t, id).Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range ee {
		if e.Certificate.SHA256 == c.SHA256 {
			return &e
		}
	}
	return nil
}

// put adds a new root to a store for the length of the test.
func put(t *testing.T, id trust.StoreID, pp ...cert.Purpose) *cert.Certificate {
	t.Helper()
	c, w := trusttest.Root(t, "put into "+string(id)), openWindows(t, id)
	if err := w.Add(t.Context(), c, "名前 😀", trust.Want{For: pp}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Remove(context.Background(), c); err != nil {
			t.Error(err)
		}
	})
	return c
}

func TestWindowsStores(t *testing.T) {
	roots := map[trust.StoreID][]*cert.Certificate{"user/Disallowed": nil, "machine/MY": nil, "machine/AuthRoot": nil, "user/MY": nil}
	if onWine {
		roots["user/CA"] = []*cert.Certificate{put(t, "user/CA"), put(t, "user/CA")}
		roots["machine/Root"] = []*cert.Certificate{put(t, "machine/Root", cert.Email)}
	}
	for id, want := range roots {
		t.Run(string(id), func(t *testing.T) {
			trusttest.TestStore(t, func(t *testing.T) trust.Store { return storeOf(t, id) }, want...)
		})
	}
}

// TestWindowsInherits: a person's list shows what the computer's has, says so, and does not change it.
func TestWindowsInherits(t *testing.T) {
	c := put(t, "machine/Root", cert.Server, cert.Email)
	own, seen := entryIn(t, "machine/Root", c), entryIn(t, "user/Root", c)
	if own == nil || own.From != "" || own.Origin != trust.Admin || own.Name != "名前 😀" || own.For(cert.Email).How != trust.Explicit {
		t.Errorf("the computer's: %+v", own)
	}
	if seen == nil || seen.From != "machine/Root" || seen.Origin != trust.Admin || !slices.Equal(seen.TrustedFor(), own.TrustedFor()) || seen.For(cert.Email).How != trust.Inherited || !strings.HasPrefix(seen.Native, "from=machine/Root ") {
		t.Fatalf("the person's: %+v", seen)
	}
	w := openWindows(t, "user/Root")
	before, err := w.State(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"SetTrust": w.SetTrust(t.Context(), c, trust.Want{}), "Remove": w.Remove(t.Context(), c),
	} {
		if !errors.Is(err, trust.ErrNeedsAdmin) {
			t.Errorf("%s of what is inherited: %v, want trust.ErrNeedsAdmin", what, err)
		}
	}
	if err := w.Add(t.Context(), c, "", trust.Want{}); !errors.Is(err, trust.ErrPresent) {
		t.Errorf("Add of what is inherited: %v, want trust.ErrPresent", err)
	}
	if err := w.Restore(t.Context(), c, before); err != nil {
		t.Errorf("Restore of what is so already: %v", err)
	}
	if after, err := w.State(t.Context(), c); err != nil || after.Hash() != before.Hash() {
		t.Errorf("after refusals: %+v, %v", after, err)
	}
}

// TestWindowsInBoth: what a person's list has of its own and from the computer's as well is changed and removed in the person's alone.
func TestWindowsInBoth(t *testing.T) {
	mine, theirs, c := openWindows(t, "user/Root").(windowsWriter), openWindows(t, "machine/Root").(windowsWriter), trusttest.Root(t, "in both")
	for _, w := range []windowsWriter{mine, theirs} {
		if err := w.put(c, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if e := entryIn(t, "user/Root", c); e == nil || e.From != "" {
		t.Errorf("the person's own: %+v", e)
	}
	if err := mine.SetTrust(t.Context(), c, trust.Want{For: []cert.Purpose{cert.Email}}); err != nil {
		t.Error(err)
	}
	unchanged := func(after string) {
		t.Helper()
		if e := entryIn(t, "machine/Root", c); e == nil || !slices.Equal(e.TrustedFor(), cert.Purposes) {
			t.Errorf("the computer's, after %s of the person's: %+v", after, e)
		}
	}
	unchanged("SetTrust")
	if e := entryIn(t, "user/Root", c); e == nil || e.From != "" || !slices.Equal(e.TrustedFor(), []cert.Purpose{cert.Email}) {
		t.Errorf("the person's own, for mail: %+v", e)
	}
	before, err := mine.State(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	remove := func() {
		t.Helper()
		if err := mine.Remove(t.Context(), c); err != nil {
			t.Error(err)
		}
		unchanged("Remove")
		if e := entryIn(t, "user/Root", c); e == nil || e.From != "machine/Root" {
			t.Errorf("what is left: %+v", e)
		}
	}
	remove()
	if err := mine.Restore(t.Context(), c, before); err != nil {
		t.Errorf("Restore: %v", err)
	}
	unchanged("Restore")
	if after, err := mine.State(t.Context(), c); err != nil || after.Hash() != before.Hash() {
		t.Errorf("restored: %+v, %v", after, err)
	}
	remove()
	if err := theirs.Remove(t.Context(), c); err != nil {
		t.Error(err)
	}
}

// TestWindowsPolicy: what a policy of the domain brings is nobody's to change here, whatever the store; Wine has no policies.
func TestWindowsPolicy(t *testing.T) {
	c := trusttest.Root(t, "of the domain")
	at := whereabouts{
		own: map[[20]byte]bool{},
		others: func() []source {
			return []source{{"machine-policy/Root", map[[20]byte]bool{c.SHA1: true}}, {"machine/Root", map[[20]byte]bool{c.SHA1: true}}}
		},
		listed: func() map[[20]byte]bool { return nil },
	}
	x, err := crypt32.CertCreateCertificateContext(c.Raw)
	if err != nil {
		t.Fatal(err)
	}
	defer x.CertFreeCertificateContext()
	if onWine { // which has the place in the registry, and does not show it in the list
		h, err := crypt32.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM_REGISTRY, windows.CERT_SYSTEM_STORE_LOCAL_MACHINE_GROUP_POLICY, storeRoot, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(h.CertAddCertificateContextToStore(x, windows.CERT_STORE_ADD_NEW), h.CertCloseStore()); err != nil {
			t.Fatal(err)
		}
		defer registry.DeleteKey(registry.LOCAL_MACHINE, fmt.Sprintf(`Software\Policies\Microsoft\SystemCertificates\Root\Certificates\%X`, c.SHA1[:]))
		for _, id := range []trust.StoreID{"user/Root", "machine/Root"} {
			at, err := storeOf(t, id).(*windowsStore).whereabouts()
			if err != nil || at.from(c.SHA1) != "machine-policy/Root" {
				t.Errorf("%s says it is from %q, %v", id, at.from(c.SHA1), err)
			}
		}
	}
	for _, id := range []trust.StoreID{"user/Root", "machine/Root"} {
		s := storeOf(t, id).(*windowsStore)
		e := s.entry(c, x, at)
		if e.From != "machine-policy/Root" || e.Origin != trust.Admin || e.Native != "from=machine-policy/Root" || e.For(cert.Server) != (trust.Judgement{Verdict: trust.Trusted, How: trust.Inherited}) {
			t.Errorf("%s: %+v", id, e)
		}
		if err := (windowsWriter{s}).foreign(holding{entry: &e}); !errors.Is(err, trust.ErrReadOnly) {
			t.Errorf("%s: %v, want trust.ErrReadOnly", id, err)
		}
		unknown := at
		unknown.others = func() []source { return nil }
		e = s.entry(c, x, unknown)
		if h := (holding{entry: &e}); e.From != elsewhere || h.own() || !errors.Is(windowsWriter{s}.foreign(h), trust.ErrReadOnly) {
			t.Errorf("%s: of unknown source: %+v", id, e)
		}
	}
}

// TestWindowsBlocked: what is in the list of blocked certificates is distrusted, whatever the list of roots says.
func TestWindowsBlocked(t *testing.T) {
	w, c := openWindows(t, "user/Disallowed"), trusttest.Root(t, "blocked")
	for _, want := range []trust.Want{{}, {For: []cert.Purpose{cert.Server}}} {
		if err := w.SetTrust(t.Context(), c, want); !errors.Is(err, trust.ErrPurpose) {
			t.Errorf("%+v: %v, want trust.ErrPurpose", want, err)
		}
	}
	if err := w.SetTrust(t.Context(), c, trust.Want{Distrust: true}); err != nil {
		t.Fatal(err)
	}
	before, err := w.State(t.Context(), c)
	if e := entryIn(t, "user/Disallowed", c); err != nil || e == nil || !slices.Equal(e.DistrustedFor(), cert.Purposes) || !before.Present {
		t.Errorf("%+v, %v", e, err)
	}
	if err := w.Restore(t.Context(), c, trust.State{}); err != nil {
		t.Fatal(err)
	}
	if e := entryIn(t, "user/Disallowed", c); e != nil {
		t.Errorf("still blocked: %+v", e)
	}
	if err := w.Restore(t.Context(), c, before); err != nil || entryIn(t, "user/Disallowed", c) == nil {
		t.Errorf("not blocked again: %v", err)
	}
	if err := w.Remove(t.Context(), c); err != nil {
		t.Error(err)
	}
}

// TestAgainstEnumerator holds our lists against those of a program in C.
func TestAgainstEnumerator(t *testing.T) {
	program := os.Getenv("CERTVIEWER_ENUMERATOR")
	if program == "" {
		t.Skip("CERTVIEWER_ENUMERATOR is not set: make test-windows builds it")
	}
	put(t, "user/Root", cert.Server, cert.Timestamp)
	put(t, "machine/Root")
	put(t, "user/CA")
	out, err := exec.Command(program).Output()
	if err != nil {
		t.Fatal(err)
	}
	var theirs, ours []string
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		theirs = append(theirs, lines.Text())
	}
	stores, err := Open(t.Context(), trust.Where{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stores {
		where, name, ok := strings.Cut(string(s.Info().ID), "/")
		if !ok {
			continue
		}
		ee, err := s.Entries(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range ee {
			usages, key := "*", 0
			if len(e.Trust) > 0 && len(e.TrustedFor()) < len(cert.Purposes) && name != storeDisallowed {
				var oids []string
				for _, p := range e.TrustedFor() {
					oids = append(oids, usageOf[p])
				}
				usages = strings.Join(oids, ",")
			}
			if e.HasKey {
				key = 1
			}
			ours = append(ours, fmt.Sprintf("%s\t%s\t%s\t%s\t%d", where, name, hex.EncodeToString(e.Certificate.SHA1[:]), usages, key))
		}
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	if len(theirs) < 100 {
		t.Errorf("the enumerator sees %d certificates", len(theirs))
	}
	if !slices.Equal(ours, theirs) {
		for _, l := range ours {
			if !slices.Contains(theirs, l) {
				t.Errorf("we alone: %s", l)
			}
		}
		for _, l := range theirs {
			if !slices.Contains(ours, l) {
				t.Errorf("they alone: %s", l)
			}
		}
	}
}

// TestWindowsLookingChangesNothing: a list that was never used is empty, and does not come into being by being looked at.
func TestWindowsLookingChangesNothing(t *testing.T) {
	const parent = `Software\Microsoft\SystemCertificates`
	names := func() (out []string) {
		k, err := registry.OpenKey(registry.CURRENT_USER, parent, registry.ENUMERATE_SUB_KEYS)
		if err != nil {
			return nil
		}
		defer k.Close()
		out, _ = k.ReadSubKeyNames(-1)
		slices.Sort(out)
		return out
	}
	before := names()
	stores, err := Open(t.Context(), trust.Where{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[trust.StoreID]trust.Info{}
	for _, s := range stores {
		seen[s.Info().ID] = s.Info()
		if _, err := s.Entries(t.Context()); err != nil {
			t.Errorf("%s: %v", s.Info().ID, err)
		}
	}
	if after := names(); !slices.Equal(before, after) {
		t.Errorf("there was %v, there is %v", before, after)
	}
	for _, id := range []trust.StoreID{"user/Root", "user/CA", "user/MY", "user/Disallowed", "machine/Root", "machine/CA", "machine/MY", "machine/Disallowed", machineAuthRoot} {
		info, ok := seen[id]
		scope := trust.ScopeUser
		if strings.HasPrefix(string(id), "machine/") {
			scope = trust.ScopeComputer
		}
		if !ok || info.Scope != scope || !strings.HasSuffix(info.Path, `\Software\Microsoft\SystemCertificates\`+strings.Split(string(id), "/")[1]) {
			t.Errorf("%s: %+v of %v", id, info, slices.Sorted(maps.Keys(seen)))
		}
	}
}

func TestWindowsName(t *testing.T) {
	name, _ := thisComputer().system()
	var major, minor, build int
	at := strings.LastIndex(name, "(")
	if _, err := fmt.Sscanf(name[max(at, 0):], "(%d.%d.%d)", &major, &minor, &build); err != nil || major < 6 || !strings.HasPrefix(name, "Windows") {
		t.Errorf("%q: %v", name, err)
	}
}
