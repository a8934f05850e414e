package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

func judgedEntry(c *cert.Certificate, verdicts map[cert.Purpose]trust.Verdict) trust.Entry {
	e := trust.Entry{Certificate: c, Trust: map[cert.Purpose]trust.Judgement{}}
	for p, v := range verdicts {
		e.Trust[p] = trust.Judgement{Verdict: v, How: trust.Explicit}
	}
	return e
}

type verdicts = map[cert.Purpose]trust.Verdict

func TestDiff(t *testing.T) {
	a, b, c := trusttest.Root(t, "a"), trusttest.Root(t, "b"), trusttest.Root(t, "c")
	both := verdicts{cert.Server: trust.Trusted, cert.Email: trust.Trusted}
	for name, x := range map[string]struct {
		a, b []trust.Entry
		want []string // name, only in A, only in B
	}{
		"nothing":                   {},
		"the same":                  {a: []trust.Entry{judgedEntry(a, both)}, b: []trust.Entry{judgedEntry(a, both)}},
		"one more purpose":          {a: []trust.Entry{judgedEntry(a, both)}, b: []trust.Entry{judgedEntry(a, verdicts{cert.Email: trust.Trusted})}, want: []string{"a [server] []"}},
		"each another purpose":      {a: []trust.Entry{judgedEntry(a, verdicts{cert.Code: trust.Trusted})}, b: []trust.Entry{judgedEntry(a, verdicts{cert.Email: trust.Trusted})}, want: []string{"a [code] [email]"}},
		"blocked in one":            {a: []trust.Entry{judgedEntry(a, verdicts{cert.Server: trust.Distrusted})}, b: []trust.Entry{judgedEntry(a, both)}, want: []string{"a [] [server email]"}},
		"there and not trusted":     {a: []trust.Entry{judgedEntry(a, nil)}},
		"in one each":               {a: []trust.Entry{judgedEntry(a, both)}, b: []trust.Entry{judgedEntry(b, both), judgedEntry(c, nil)}, want: []string{"a [server email] []", "b [] [server email]"}},
		"twice in one is told once": {b: []trust.Entry{judgedEntry(b, both), judgedEntry(b, both)}, want: []string{"b [] [server email]"}},
	} {
		var got []string
		for _, d := range Diff(x.a, x.b) {
			got = append(got, d.Certificate.Subject.CommonName()+" "+words(d.OnlyA)+" "+words(d.OnlyB))
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

func words(pp []cert.Purpose) string {
	var out []string
	for _, p := range pp {
		out = append(out, string(p))
	}
	return "[" + strings.Join(out, " ") + "]"
}

// What several stores say of one certificate is joined: trusted where any of them trusts it.
func TestMerge(t *testing.T) {
	a, b := trusttest.Root(t, "a"), trusttest.Root(t, "b")
	first := judgedEntry(a, verdicts{cert.Server: trust.Distrusted, cert.Email: trust.Trusted})
	got := merge([]facts.Store{
		{Entries: []trust.Entry{first, {Certificate: b}, {}}},
		{Entries: []trust.Entry{judgedEntry(a, verdicts{cert.Server: trust.Trusted, cert.Email: trust.Distrusted}), judgedEntry(b, verdicts{cert.Code: trust.Trusted})}},
	})
	if len(got) != 2 || words(got[0].TrustedFor()) != "[server email]" || words(got[1].TrustedFor()) != "[code]" {
		t.Errorf("%+v", got)
	}
	if first.For(cert.Server).Verdict != trust.Distrusted {
		t.Error("what was joined was changed")
	}
}

// A snapshot comes back as it was written, and names nobody.
func TestSnapshot(t *testing.T) {
	root := trusttest.Root(t, "a")
	host := &facts.Host{Computer: facts.Computer{Clock: time.Now()}, Stores: []facts.Store{
		{Info: trust.Info{ID: "firefox:hanako.default", Application: "firefox", Profile: "hanako", Path: "/home/hanako/x"}, Entries: []trust.Entry{judgedEntry(root, verdicts{cert.Email: trust.Trusted})}},
		{Info: trust.Info{ID: "nssdb:/home/hanako/y"}, Problem: &trust.Problem{Code: trust.StoreLocked, Detail: "/home/hanako/y is locked"}},
	}}
	b, err := gatherer(t).Snapshot(host)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), "hanako") {
		t.Errorf("it names a person: %s", b)
	}
	if host.Stores[0].Path == "" || host.Stores[1].Problem.Detail == "" {
		t.Error("the facts were changed")
	}
	path := filepath.Join(t.TempDir(), "snap.json")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	ee, err := ReadSnapshot(path)
	if err != nil || len(ee) != 1 || ee[0].Certificate.SHA256 != root.SHA256 || words(ee[0].TrustedFor()) != "[email]" {
		t.Errorf("%v, %v", ee, err)
	}
}

func TestReadSnapshotRefuses(t *testing.T) {
	dir := t.TempDir()
	_, err := ReadSnapshot(filepath.Join(dir, "none"))
	isProblem(t, err, "snapshot-unreadable")
	_, err = ReadSnapshot(dir)
	isProblem(t, err, "snapshot-unreadable")
	for _, text := range []string{"", "{}", `{"certviewer_snapshot":"2"}`, `{"certviewer_snapshot":"1","stores":7}`, "-----BEGIN"} {
		path := filepath.Join(dir, "x")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadSnapshot(path)
		isProblem(t, err, "snapshot-unreadable")
	}
}
