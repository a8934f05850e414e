//go:build linux

package platform

import (
	"bytes"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

func pemOf(c *cert.Certificate) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
}

// bundleOf opens the bundle of a system.
func bundleOf(t *testing.T, c computer) trust.Store {
	t.Helper()
	stores, err := c.open(t.Context(), trust.Where{Home: t.TempDir(), Only: []trust.StoreID{"system"}})
	if err != nil {
		t.Fatal(err)
	}
	return stores[0]
}

func entriesOf(t *testing.T, s trust.Store) map[string]trust.Entry {
	t.Helper()
	entries, err := s.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]trust.Entry{}
	for _, e := range entries {
		m[e.Certificate.Subject.CommonName()] = e
	}
	if len(m) != len(entries) {
		t.Errorf("%d entries of %d names", len(entries), len(m))
	}
	return m
}

// TestDistributions: the trees of distributions, and whose each certificate is.
func TestDistributions(t *testing.T) {
	pack, admin, hand := trusttest.Root(t, "package"), trusttest.Root(t, "admin"), trusttest.Root(t, "hand")
	all := pemOf(pack) + pemOf(admin) + pemOf(hand)
	for _, tt := range []struct {
		name, path string
		files      map[string]string
	}{
		{"Debian", "etc/ssl/certs/ca-certificates.crt", map[string]string{
			"etc/ssl/certs/ca-certificates.crt":              all,
			"usr/share/ca-certificates/mozilla/Package.crt":  pemOf(pack),
			"usr/local/share/ca-certificates/lab/Admin.crt":  pemOf(admin),
			"usr/local/share/ca-certificates/lab/README.txt": "nothing",
		}},
		{"Fedora", "etc/pki/tls/certs/ca-bundle.crt", map[string]string{
			"etc/pki/tls/certs/ca-bundle.crt":                       "# package\n" + all,
			"usr/share/pki/ca-trust-source/ca-bundle.trust.p11-kit": "[p11-kit-object-v1]\nlabel: \"package\"\ntrusted: true\n" + pemOf(pack),
			"etc/pki/ca-trust/source/anchors/admin.der":             string(admin.Raw),
		}},
		{"Arch", "etc/ssl/certs/ca-certificates.crt", map[string]string{
			"etc/ssl/certs/ca-certificates.crt":                                all,
			"usr/share/ca-certificates/trust-source/mozilla.trust.p11-kit":     pemOf(pack),
			"etc/ca-certificates/trust-source/anchors/admin.crt":               pemOf(admin),
			"etc/ca-certificates/extracted/cadir/never-looked-at-by-go.crt":    "x",
			"etc/ca-certificates/trust-source/anchors/unreadable/nothing.here": "",
		}},
		{"openSUSE", "etc/ssl/ca-bundle.pem", map[string]string{
			"etc/ssl/ca-bundle.pem":                       all,
			"usr/share/pki/trust/ca-certificates.p11-kit": pemOf(pack),
			"etc/pki/trust/anchors/admin.pem":             pemOf(admin),
		}},
		{"Alpine", "etc/ssl/cert.pem", map[string]string{
			"etc/ssl/cert.pem": all,
			"usr/share/ca-certificates/mozilla/Package.crt": pemOf(pack),
			"usr/local/share/ca-certificates/admin.crt":     pemOf(admin),
		}},
	} {
		root := t.TempDir()
		for name, text := range tt.files {
			writeFile(t, filepath.Join(root, name), text)
		}
		s := bundleOf(t, testComputer(root, nil))
		if got := s.Info().Path; got != filepath.Join(root, tt.path) {
			t.Errorf("%s: path %q", tt.name, got)
		}
		entries := entriesOf(t, s)
		for name, want := range map[string]trust.Origin{"package": trust.Distribution, "admin": trust.Admin, "hand": trust.Added} {
			e, ok := entries[name]
			if !ok || e.Origin != want || e.Name == "" {
				t.Errorf("%s: %s is %q by %q, want %q", tt.name, name, e.Name, e.Origin, want)
			}
			for _, p := range cert.Purposes {
				if e.For(p) != (trust.Judgement{Verdict: trust.Trusted, How: trust.Flattened}) {
					t.Errorf("%s: %s for %s: %v", tt.name, name, p, e.For(p))
				}
			}
		}
	}
}

// TestBundleText: names from comments and files, damage, and other blocks.
func TestBundleText(t *testing.T) {
	one, two, three, four, openssl := trusttest.Root(t, "one"), trusttest.Root(t, "two"), trusttest.Root(t, "three"), trusttest.Root(t, "four"), trusttest.Root(t, "openssl")
	root := t.TempDir()
	cut := pemOf(trusttest.Root(t, "cut"))
	aux := append(slices.Clone(openssl.Raw), 0x30, 0x0c, 0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 4) // X509_CERT_AUX: trust for e-mail
	headed := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED"}, Bytes: one.Raw})
	writeFile(t, filepath.Join(root, "etc/ssl/certs/ca-certificates.crt"), "\ufeff# Label: \"One & only\"\r\n"+pemOf(one)+
		"# lost\n"+cut[:len(cut)/2]+"\n"+ // cut off: no end
		"\n# 二\n"+pemOf(two)+
		"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n"+
		string(headed)+string(pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: []byte{0x30, 0}}))+
		string(pem.EncodeToMemory(&pem.Block{Type: "TRUSTED CERTIFICATE", Bytes: aux}))+
		string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("no certificate")}))+
		pemOf(one)+pemOf(three))
	writeFile(t, filepath.Join(root, "etc/ssl/certs/Three_Root.pem"), pemOf(three))
	writeFile(t, filepath.Join(root, "etc/ssl/certs/Four.Root.pem"), pemOf(four))
	os.Symlink("Four.Root.pem", filepath.Join(root, "etc/ssl/certs/0a1b2c3d.0"))
	os.Symlink("/nonexistent/gone.crt", filepath.Join(root, "etc/ssl/certs/gone.pem"))
	if err := syscall.Mkfifo(filepath.Join(root, "etc/ssl/certs/pipe.pem"), 0o600); err != nil {
		t.Log(err)
	}
	entries := entriesOf(t, bundleOf(t, testComputer(root, nil)))
	var broken []trust.Entry
	for name, want := range map[string]string{"one": "One & only", "two": "二", "three": "Three_Root", "four": "Four.Root", "openssl": openssl.Subject.Display()} {
		if got := entries[name].Name; got != want {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
	for name, e := range entries {
		if (e.Native != "") != (name == "openssl") {
			t.Errorf("%s: native %q", name, e.Native)
		}
		if e.Certificate.Err() != nil {
			broken = append(broken, e)
		}
	}
	if !bytes.Equal(entries["openssl"].Certificate.Raw, openssl.Raw) {
		t.Error("what OpenSSL notes about trust is taken for the certificate's")
	}
	if len(entries) != 6 || len(broken) != 1 {
		t.Errorf("%d entries, %d broken", len(entries), len(broken))
	}
}

// TestBundleEnvironment: SSL_CERT_FILE and SSL_CERT_DIR take the places of the tables.
func TestBundleEnvironment(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"system", "file", "dir1", "dir2"} {
		c := pemOf(trusttest.Root(t, name))
		switch name {
		case "system":
			writeFile(t, filepath.Join(root, "etc/ssl/certs/ca-certificates.crt"), c)
		default:
			writeFile(t, filepath.Join(root, name, "x.pem"), c)
		}
	}
	at := func(name string) string { return filepath.Join(root, name) }
	for _, tt := range []struct {
		file, dir string
		want      []string
	}{
		{"", "", []string{"system"}},
		{at("file/x.pem"), "", []string{"file", "system"}}, // the folders count still, as in Go
		{at("file/x.pem"), at("dir1"), []string{"dir1", "file"}},
		{at("file/x.pem"), at("dir1") + ":/nonexistent:" + at("dir2"), []string{"dir1", "dir2", "file"}},
		{"", at("dir2"), []string{"dir2", "system"}},
	} {
		entries := entriesOf(t, bundleOf(t, testComputer(root, map[string]string{"SSL_CERT_FILE": tt.file, "SSL_CERT_DIR": tt.dir})))
		var got []string
		for name := range entries {
			got = append(got, name)
		}
		if slices.Sort(got); !slices.Equal(got, tt.want) {
			t.Errorf("file %q, folders %q: %q, want %q", tt.file, tt.dir, got, tt.want)
		}
	}
	s := bundleOf(t, testComputer(root, map[string]string{"SSL_CERT_FILE": "/nonexistent/x", "SSL_CERT_DIR": "/nonexistent"}))
	trusttest.TestAbsent(t, s)
	s = bundleOf(t, testComputer(root, map[string]string{"SSL_CERT_FILE": root, "SSL_CERT_DIR": "/nonexistent"}))
	_, err := s.Entries(t.Context())
	if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreForeign {
		t.Errorf("a folder for a file: %v", err)
	}
}

// TestBundleIsSomethingElse: a file that is no bundle is told; rubbish in one is passed over.
func TestBundleIsSomethingElse(t *testing.T) {
	root := pemOf(trusttest.Root(t, "root"))
	for _, tt := range []struct {
		name, text string
		count      int
		foreign    bool
	}{
		{"empty", "", 0, false},
		{"blank", " \n", 0, false},
		{"notes", "only some notes\n", 0, true},
		{"a key", strings.ReplaceAll(root, "CERTIFICATE", "PRIVATE KEY"), 0, true},
		{"rubbish between", "rubbish\n" + root[:200] + "\n\xff\x00" + root + "rubbish", 1, false},
	} {
		file := filepath.Join(t.TempDir(), "bundle.pem")
		if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := bundleOf(t, testComputer(t.TempDir(), map[string]string{"SSL_CERT_FILE": file, "SSL_CERT_DIR": "/nonexistent"}))
		entries, err := s.Entries(t.Context())
		p, _ := errors.AsType[*trust.Problem](err)
		if len(entries) != tt.count || (err != nil) != tt.foreign || tt.foreign && (p == nil || p.Code != trust.StoreForeign) {
			t.Errorf("%s: %d entries, %v", tt.name, len(entries), err)
		}
	}
}

func TestFirstElement(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""}, {"\x30", ""}, {"\x30\x00", "\x30\x00"}, {"\x30\x01", ""}, {"\x30\x02ab", "\x30\x02ab"}, {"\x30\x01abc", "\x30\x01a"},
		{"\x30\x81\x01ab", "\x30\x81\x01a"}, {"\x30\x80ab", ""}, {"\x30\x84\xff\xff\xff\xffab", ""}, {"\x30\x85\x00\x00\x00\x00\x01a", ""}, {"\x30\x82\x00", ""},
	} {
		if got := firstElement([]byte(tt.in)); string(got) != tt.want {
			t.Errorf("firstElement(%x) = %x, want %x", tt.in, got, tt.want)
		}
	}
}

func FuzzPEM(f *testing.F) {
	f.Add([]byte("# a\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n-----BEGIN TRUSTED CERTIFICATE-----\nMAAA\n-----END TRUSTED CERTIFICATE-----"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, c := range pemCertificates(text) {
			if len(c.der) == 0 {
				t.Error("a certificate without bytes")
			}
		}
	})
}
