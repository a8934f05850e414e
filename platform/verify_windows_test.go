package platform

import (
	"context"
	"crypto/ecdsa"
	"encoding/asn1"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// asked has Windows judge c in a child, which is this test's binary.
func asked(t *testing.T, c *cert.Certificate, at time.Time, with ...*cert.Certificate) map[cert.Purpose]facts.Verdict {
	t.Helper()
	here := thisComputer()
	here.reader = os.Args[0]
	v, err := here.verify(t.Context(), c, with, []cert.Purpose{cert.Server, cert.Client, cert.Email}, at)
	if err != nil {
		t.Fatal(err)
	}
	if v == nil || v.Certificate != c.SHA256 || len(v.Answers) != 3 {
		t.Fatalf("%+v", v)
	}
	out := map[cert.Purpose]facts.Verdict{}
	for _, a := range v.Answers {
		out[a.Purpose] = a
	}
	return out
}

// useLists makes the lists that Windows' verifier searches, as signing in makes them on a real Windows.
func useLists(t *testing.T) {
	t.Helper()
	if !onWine {
		return
	}
	for _, name := range []string{storeRoot, "CA", storePersonal, "Trust"} {
		h, err := crypt32.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM, windows.CERT_SYSTEM_STORE_CURRENT_USER, name, 0)
		if err != nil {
			t.Fatal(err)
		}
		h.CertCloseStore()
	}
}

// madeForWine makes a certificate again until both numbers of its signature are of full length: Wine takes a shorter one for wrong.
func madeForWine(t *testing.T, again func() *cert.Certificate) *cert.Certificate {
	t.Helper()
	for {
		var signature struct{ R, S *big.Int }
		c := again()
		if _, err := asn1.Unmarshal(c.X509().Signature, &signature); err != nil {
			t.Fatal(err)
		}
		if min(signature.R.BitLen(), signature.S.BitLen()) > 256-8 {
			return c
		}
	}
}

// TestWindowsVerify: Windows says what it makes of a certificate, by its own lists, as of any day.
func TestWindowsVerify(t *testing.T) {
	useLists(t)
	var key *ecdsa.PrivateKey
	root := madeForWine(t, func() (c *cert.Certificate) { c, key = trusttest.RootWithKey(t, "asked about"); return c })
	leaf := madeForWine(t, func() *cert.Certificate { return trusttest.Issued(t, "www.example.jp", root, key) })
	now := time.Now()
	for purpose, v := range asked(t, leaf, now) {
		if v.Trusted || !slices.Contains(v.Against, facts.NoWayUp) || len(v.Chain) != 1 || v.Native == "" {
			t.Errorf("alone, %s: %+v", purpose, v)
		}
	}
	if v := asked(t, leaf, now, root)[cert.Server]; v.Trusted || !slices.Equal(v.Against, []facts.Objection{facts.NoTrustedRoot}) || !slices.Equal(v.Chain, []cert.Fingerprint{leaf.SHA256, root.SHA256}) {
		t.Errorf("with a root that nobody trusts: %+v", v)
	}

	w := openWindows(t, "user/Root")
	if err := w.Add(t.Context(), root, "", trust.Want{For: cert.Purposes}); err != nil {
		t.Fatal(err)
	}
	defer w.Remove(context.Background(), root)
	got := asked(t, leaf, now)
	if v := got[cert.Server]; !v.Trusted || len(v.Against) != 0 || len(v.Chain) != 2 || v.Native != "" {
		t.Errorf("servers, by a trusted root: %+v", v)
	}
	if v := got[cert.Email]; v.Trusted || !slices.Contains(v.Against, facts.NotForPurpose) {
		t.Errorf("mail, for which it was not made: %+v", v)
	}
	if v := asked(t, leaf, leaf.NotAfter.Add(time.Hour))[cert.Server]; v.Trusted || !slices.Contains(v.Against, facts.NotInTime) {
		t.Errorf("after its end: %+v", v)
	}
	if v := asked(t, root, now)[cert.Email]; !v.Trusted || len(v.Chain) != 1 {
		t.Errorf("the root itself: %+v", v)
	}
}

// TestWindowsVerifyChangesNothing: asking leaves every key of the registry and every file of the person's as it was.
func TestWindowsVerifyChangesNothing(t *testing.T) {
	useLists(t)
	root, key := trusttest.RootWithKey(t, "asked about")
	leaf := trusttest.Issued(t, "www.example.jp", root, key)
	entryIn(t, "user/Root", root) // Wine fills it when it is first looked at
	registryBefore, filesBefore := registryOf(t), filesOf(t)
	asked(t, leaf, time.Now(), root)
	asked(t, root, time.Now())
	differs(t, "the registry", registryBefore, registryOf(t))
	differs(t, "the person's files", filesBefore, filesOf(t))
	if len(registryBefore) < 10 {
		t.Errorf("%d keys: was anything looked at?", len(registryBefore))
	}
}

// TestWindowsVerifyNeverUsed: a list that this person never used is not made by asking; then nobody is asked.
func TestWindowsVerifyNeverUsed(t *testing.T) {
	useLists(t)
	if !onWine {
		t.Skip("takes a list of the person who runs it away")
	}
	const trustKey = `Software\Microsoft\SystemCertificates\Trust`
	for _, below := range []string{`\Certificates`, `\CRLs`, `\CTLs`, ``} {
		if err := registry.DeleteKey(registry.CURRENT_USER, trustKey+below); err != nil {
			t.Fatal(err)
		}
	}
	defer useLists(t)
	here := thisComputer()
	here.reader = os.Args[0]
	if v, err := here.verify(t.Context(), trusttest.Root(t, "asked about"), nil, cert.Purposes, time.Now()); v != nil || err != nil {
		t.Errorf("%+v, %v", v, err)
	}
	if k, err := registry.OpenKey(registry.CURRENT_USER, trustKey, registry.READ); err == nil {
		k.Close()
		t.Error("the list was made")
	}
}

// TestWindowsVerifyFails: a child that cannot be started is an error, and no answer.
func TestWindowsVerifyFails(t *testing.T) {
	useLists(t)
	for what, reader := range map[string]string{"nobody there": `C:\nobody.exe`, "a test's binary": ""} {
		here := thisComputer()
		here.reader = reader
		if v, err := here.verify(t.Context(), trusttest.Root(t, "asked about"), nil, cert.Purposes, time.Now()); v != nil || err == nil {
			t.Errorf("%s: %+v", what, v)
		}
	}
}

func differs(t *testing.T, what string, before, after map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if was, ok := before[name]; !ok || was != after[name] {
			t.Errorf("%s changed at %s: %s, was %q", what, name, after[name], was)
		}
	}
	if len(after) < len(before) {
		t.Errorf("%s: %d, were %d", what, len(after), len(before))
	}
}

// registryOf is everything that Windows keeps of certificates and of the person's settings, each key with the time of its last
// change.
func registryOf(t *testing.T) map[string]string {
	t.Helper()
	out, mine := map[string]string{}, `Software\Microsoft\SystemCertificates`
	if onWine { // else other programs write meanwhile
		mine = `Software`
	}
	for _, at := range []struct {
		root registry.Key
		path string
	}{{registry.CURRENT_USER, mine}, {registry.LOCAL_MACHINE, `Software\Microsoft\SystemCertificates`}, {registry.LOCAL_MACHINE, `Software\Microsoft\Cryptography`}, {registry.LOCAL_MACHINE, `Software\Policies`}} {
		readKey(t, out, at.root, at.path)
	}
	return out
}

func readKey(t *testing.T, out map[string]string, root registry.Key, path string) {
	t.Helper()
	k, err := registry.OpenKey(root, path, registry.READ|registry.WOW64_64KEY)
	if err != nil {
		return // not this person's to read
	}
	defer k.Close()
	info, err := k.Stat()
	if err != nil {
		t.Fatal(err)
	}
	names, err := k.ReadValueNames(-1)
	if err != nil {
		t.Fatal(err)
	}
	seen := info.ModTime().UTC().Format(time.RFC3339Nano)
	slices.Sort(names)
	for _, name := range names {
		n, kind, err := k.GetValue(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		b := make([]byte, n)
		if n, _, err = k.GetValue(name, b); err != nil {
			t.Fatal(err)
		}
		seen += fmt.Sprintf(" %s:%d:%x", name, kind, b[:n])
	}
	out[fmt.Sprintf(`%x\%s`, uintptr(root), path)] = seen
	below, err := k.ReadSubKeyNames(-1)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range below {
		readKey(t, out, root, path+`\`+name)
	}
}

// filesOf is every file in the places where Windows keeps certificates, keys, and what it fetched for judging them, with its size
// and the time of its last change. A profile's other folders are those of the computer that Wine runs on.
func filesOf(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	roaming, local := os.Getenv("APPDATA"), os.Getenv("LOCALAPPDATA")
	for _, dir := range []string{
		roaming + `\Microsoft\SystemCertificates`, roaming + `\Microsoft\Crypto`, roaming + `\Microsoft\Protect`, local + `\Microsoft`, local + `Low\Microsoft`,
		os.Getenv("ProgramData") + `\Microsoft\Crypto`, os.Getenv("windir") + `\system32\config`,
	} {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if info, err := d.Info(); err == nil {
				out[path] = fmt.Sprintf("%d %v", info.Size(), info.ModTime())
			}
			return nil
		})
	}
	return out
}
