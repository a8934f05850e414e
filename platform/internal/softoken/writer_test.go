//go:build cgo && linux

package softoken_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/platform/internal/softoken"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// kind is what a database of NSS can say.
var kind = trusttest.Kind{Purposes: []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code}, Distrust: true, Names: true}

func TestSuite(t *testing.T) {
	if !inChild(t) {
		return
	}
	trusttest.TestWriter(t, kind, func(t *testing.T) trust.Writer { return open(t, newDB(t, "")) })
}

func TestSuiteWithPassword(t *testing.T) {
	if !inChild(t) {
		return
	}
	trusttest.TestWriter(t, kind, func(t *testing.T) trust.Writer { return open(t, newDB(t, "S3cret-Pw"), "wrong", "S3cret-Pw") })
}

// TestFlags: certutil is the judge of what was asked for.
func TestFlags(t *testing.T) {
	if !inChild(t) {
		return
	}
	for _, password := range []string{"", "pass word"} {
		dir := newDB(t, password)
		w := open(t, dir, password)
		for _, tt := range []struct {
			want  trust.Want
			flags string
		}{
			{trust.Want{For: []cert.Purpose{cert.Server}}, "C,,"},
			{trust.Want{For: []cert.Purpose{cert.Client}}, "T,,"},
			{trust.Want{For: []cert.Purpose{cert.Email}}, ",C,"},
			{trust.Want{For: []cert.Purpose{cert.Code}}, ",,C"},
			{trust.Want{For: []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code}}, "CT,C,C"},
			{trust.Want{}, ",,"},
			{trust.Want{Distrust: true}, "p,p,p"},
		} {
			c, key := trusttest.RootWithKey(t, "Flags "+tt.flags)
			must(t, w.Add(t.Context(), c, "flags", tt.want))
			s, err := w.State(t.Context(), c)
			must(t, err)
			if got := listed(t, dir); !slices.Equal(got, []string{"flags " + tt.flags}) || s.Native != tt.flags {
				t.Errorf("%+v: certutil shows %q, we show %q", tt.want, got, s.Native)
			}
			leaf := file(t, leafOf(t, c, key))
			more := []string{}
			if password != "" {
				more = []string{"-f", file(t, []byte(password+"\n"))}
			}
			certutil(t, dir, append([]string{"-A", "-n", "leaf", "-t", ",,", "-i", leaf}, more...)...)
			for p, usage := range map[cert.Purpose]string{cert.Server: "V", cert.Client: "C", cert.Email: "S", cert.Code: "J"} {
				said, err := tryCertutil(t, dir, append([]string{"-V", "-n", "leaf", "-u", usage}, more...)...)
				if good := err == nil && strings.Contains(said, "is valid"); good != slices.Contains(tt.want.For, p) {
					t.Errorf("%+v: certutil -V -u %s says %q", tt.want, usage, said)
				}
			}
			certutil(t, dir, "-D", "-n", "leaf")
			must(t, w.Remove(t.Context(), c))
		}
		must(t, w.Close())
	}
}

// TestNames: what a certificate is called.
func TestNames(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	w := open(t, dir)
	defer w.Close()
	name := func(c *cert.Certificate) string {
		s, err := w.State(t.Context(), c)
		must(t, err)
		return s.Name
	}
	a, b, c := trusttest.Root(t, "One: two"), trusttest.Root(t, "Other"), trusttest.Root(t, "Third")
	again := trusttest.Root(t, "One: two")
	for _, x := range []struct {
		c          *cert.Certificate
		name, want string
	}{
		{a, "", "One- two - Trusttest"},
		{b, "One: two - Trusttest", "One- two - Trusttest #2"},
		{c, "One: two - Trusttest", "One- two - Trusttest #3"},
		{again, "another name", "One- two - Trusttest"}, // of a's subject
	} {
		must(t, w.Add(t.Context(), x.c, x.name, trust.Want{For: []cert.Purpose{cert.Server}}))
		if got := name(x.c); got != x.want {
			t.Errorf("%q is called %q, want %q", x.name, got, x.want)
		}
	}
	if got := listed(t, dir); len(got) != 4 {
		t.Errorf("certutil shows %q", got)
	}
}

// TestAsCertutil: what we write is, byte for byte, what certutil writes.
func TestAsCertutil(t *testing.T) {
	if !inChild(t) {
		return
	}
	theirs, ours := newDB(t, ""), newDB(t, "")
	v, w := open(t, theirs), open(t, ours)
	defer v.Close()
	defer w.Close()
	for flags, want := range map[string][]cert.Purpose{
		"C,,": {cert.Server}, "T,,": {cert.Client}, "CT,,": {cert.Server, cert.Client}, ",C,": {cert.Email}, ",,C": {cert.Code},
		"C,C,": {cert.Server, cert.Email}, "T,C,C": {cert.Client, cert.Email, cert.Code}, "CT,C,C": kind.Purposes,
	} {
		c := trusttest.Root(t, "Same "+flags)
		certutil(t, theirs, "-A", "-n", "same "+flags, "-t", flags, "-i", pemFile(t, c))
		must(t, w.Add(t.Context(), c, "same "+flags, trust.Want{For: want}))
		mine, err := w.State(t.Context(), c)
		must(t, err)
		peer, err := v.State(t.Context(), c)
		must(t, err)
		if string(mine.Exact) != string(peer.Exact) {
			t.Errorf("%s: ours:   %s\ntheirs: %s", flags, mine.Exact, peer.Exact)
		}
	}
}

// TestRestoreFlags: whatever certutil wrote comes back, to the letter.
func TestRestoreFlags(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	all := []string{"C,,", "CT,C,C", "c,c,c", "P,P,P", "p,p,p", "w,w,w", ",,", "CTw,cP,p", "T,,"}
	roots := make([]*cert.Certificate, len(all))
	for i, flags := range all {
		roots[i] = trusttest.Root(t, "Flags "+flags)
		certutil(t, dir, "-A", "-n", "name "+flags, "-t", flags, "-i", pemFile(t, roots[i]))
	}
	before := listed(t, dir)
	w := open(t, dir)
	defer w.Close()
	var states []trust.State
	for _, c := range roots {
		s, err := w.State(t.Context(), c)
		must(t, err)
		states = append(states, s)
		must(t, w.SetTrust(t.Context(), c, trust.Want{Distrust: true}))
	}
	for i, c := range roots {
		if i%2 == 0 {
			must(t, w.Remove(t.Context(), c))
		}
		must(t, w.Restore(t.Context(), c, states[i]))
		s, err := w.State(t.Context(), c)
		must(t, err)
		if s.Hash() != states[i].Hash() {
			t.Errorf("%s: %+v, was %+v", all[i], s, states[i])
		}
	}
	after := listed(t, dir)
	slices.Sort(before)
	slices.Sort(after)
	if !slices.Equal(before, after) {
		t.Errorf("certutil shows %q, showed %q", after, before)
	}
}

// TestKey: a certificate whose key is there is not removed.
func TestKey(t *testing.T) {
	if !inChild(t) {
		return
	}
	for _, password := range []string{"", "secret"} {
		for _, kind := range []string{"ec", "rsa"} {
			dir := newDB(t, password)
			args := []string{"-S", "-x", "-n", "own", "-s", "CN=Own", "-t", "C,,", "-k", kind, "-z", file(t, []byte(strings.Repeat("noise", 99)))}
			if kind == "ec" {
				args = append(args, "-q", "nistp256")
			}
			if password != "" {
				args = append(args, "-f", file(t, []byte(password+"\n")))
			}
			certutil(t, dir, args...)
			own := certificateOf(t, certutil(t, dir, "-L", "-n", "own", "-a"))
			w := open(t, dir, password)
			s, err := w.State(t.Context(), own)
			must(t, err)
			if !s.HasKey || s.Native != "Cu,u,u" {
				t.Errorf("%s, password %q: %+v", kind, password, s)
			}
			if err := w.Remove(t.Context(), own); !errors.Is(err, trust.ErrHasKey) {
				t.Errorf("Remove: %v", err)
			}
			if err := w.Restore(t.Context(), own, trust.State{}); !errors.Is(err, trust.ErrHasKey) {
				t.Errorf("Restore: %v", err)
			}
			must(t, w.SetTrust(t.Context(), own, trust.Want{For: []cert.Purpose{cert.Email}}))
			if s, err = w.State(t.Context(), own); err != nil || s.Native != "u,Cu,u" {
				t.Errorf("after login: %+v, %v", s, err)
			}
			must(t, w.Close())
		}
	}
}

// TestPassword: who is asked how often, and that nothing is created before.
func TestPassword(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "right")
	c := trusttest.Root(t, "Password")
	want := trust.Want{For: []cert.Purpose{cert.Server}}
	cancel := errors.New("the person does not want to")
	for _, tt := range []struct {
		name    string
		secrets []string
		err     error
	}{
		{"nobody to ask", nil, trust.ErrNeedPassword},
		{"wrong three times", []string{"a", "b", ""}, trust.ErrWrongPassword},
		{"cancelled", []string{"a"}, cancel},
		{"right at last", []string{"a", "b", "right"}, nil},
	} {
		o := options(t)
		var given [][]byte
		if tt.secrets != nil {
			o.Secret = func(attempt int) ([]byte, error) {
				if attempt > len(tt.secrets) {
					return nil, cancel
				}
				given = append(given, []byte(tt.secrets[attempt-1]))
				return given[attempt-1], nil
			}
		}
		w, err := softoken.Open(t.Context(), dir, o)
		must(t, err)
		if err := w.Add(t.Context(), c, "x", want); !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.err)
		}
		for _, g := range given {
			if strings.Trim(string(g), "\x00") != "" {
				t.Errorf("%s: the password %q is not wiped", tt.name, g)
			}
		}
		if n := len(listed(t, dir)); (n == 1) != (tt.err == nil) {
			t.Errorf("%s: %d certificates", tt.name, n)
		}
		must(t, w.Close())
	}
}

// TestCreate: a new database, and what is never made or opened.
func TestCreate(t *testing.T) {
	if !inChild(t) {
		return
	}
	for _, name := range []string{"plain", "with space", "日本語", `a'b"c\d<e>[f]{g}(h)=i,j;k#l%m&n?o`, "sql:x"} {
		dir := filepath.Join(t.TempDir(), name)
		must(t, os.Mkdir(dir, 0o700))
		if _, err := softoken.Open(t.Context(), dir, options(t)); !errors.Is(err, trust.ErrAbsent) {
			t.Errorf("%s: Open: %v, want trust.ErrAbsent", name, err)
		}
		must(t, softoken.Create(t.Context(), dir, options(t)))
		if err := softoken.Create(t.Context(), dir, options(t)); !errors.Is(err, trust.ErrPresent) {
			t.Errorf("%s: Create again: %v", name, err)
		}
		w := open(t, dir)
		must(t, w.Add(t.Context(), trusttest.Root(t, "x"), "x", trust.Want{For: []cert.Purpose{cert.Server}}))
		must(t, w.Close())
		if got := listed(t, dir); !slices.Equal(got, []string{"x C,,"}) {
			t.Errorf("%s: certutil shows %q", name, got)
		}
		certutil(t, dir, "-V", "-n", "x", "-u", "L")
		for _, f := range []string{"cert9.db", "key4.db"} {
			if fi, err := os.Stat(filepath.Join(dir, f)); err != nil || fi.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", f, fi.Mode(), err)
			}
		}
	}
	old := t.TempDir()
	must(t, os.WriteFile(filepath.Join(old, "cert8.db"), []byte("old"), 0o600))
	for _, err := range []error{softoken.Create(t.Context(), old, options(t)), second(softoken.Open(t.Context(), old, options(t)))} {
		if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreOldFormat {
			t.Errorf("cert8.db: %v", err)
		}
	}
	bad := t.TempDir()
	must(t, os.WriteFile(filepath.Join(bad, "cert9.db"), []byte(strings.Repeat("no database ", 999)), 0o600))
	if _, err := softoken.Open(t.Context(), bad, options(t)); err == nil {
		t.Error("what is no database is opened")
	}
}

func second(_ trust.Writer, err error) error { return err }

func certificateOf(t *testing.T, text string) *cert.Certificate {
	t.Helper()
	p, _ := pem.Decode([]byte(text))
	if p == nil {
		t.Fatalf("no PEM: %s", text)
	}
	return cert.Parse(p.Bytes)
}

// leafOf returns a certificate that c signs, good for every purpose.
func leafOf(t *testing.T, c *cert.Certificate, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "leaf"}, DNSNames: []string{"leaf.test"}, EmailAddresses: []string{"leaf@leaf.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageEmailProtection, x509.ExtKeyUsageCodeSigning},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, c.X509(), own.Public(), key)
	must(t, err)
	return der
}
