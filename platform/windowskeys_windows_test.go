package platform

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"os"
	"slices"
	"testing"

	"golang.org/x/sys/windows"

	"certviewer/cert"
	"certviewer/pkcs12"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// newIdentity is a certificate with its RSA key, which every version of Windows takes.
func newIdentity(t *testing.T, name string) (*cert.Certificate, []byte) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return trusttest.Identity(t, name, key)
}

// TestWindowsKeysFromFiles: what a .p12 of any form holds goes in, signs, and comes out again.
func TestWindowsKeysFromFiles(t *testing.T) {
	w := openWindows(t, "user/MY").(trust.IdentityWriter)
	for _, to := range []pkcs12.Destination{pkcs12.Modern, pkcs12.Everywhere, pkcs12.Handover} {
		c, key := newIdentity(t, "山田 太郎")
		file, err := pkcs12.Encode(t.Context(), pkcs12.Identity{Leaf: c, Key: key, FriendlyName: "山田 2026"}, nil, []byte("1234"), to)
		if err != nil {
			t.Fatal(err)
		}
		contents, err := pkcs12.Open(t.Context(), file, []byte("1234"))
		if err != nil {
			t.Fatal(err)
		}
		id := contents.Identities[0]
		if err := w.AddIdentity(t.Context(), id.Leaf, id.Key, id.FriendlyName); err != nil {
			t.Fatal(err)
		}
		if err := w.Prove(t.Context(), c); err != nil {
			t.Error(err)
		}
		if e := entryIn(t, "user/MY", c); e == nil || !e.HasKey || e.Name != "山田 2026" {
			t.Errorf("%+v", e)
		}
		if out, err := w.Key(t.Context(), c); err != nil || !fits(c, out) {
			t.Errorf("the key does not come out: %v", err)
		}
		if err := w.RemoveIdentity(t.Context(), c); err != nil {
			t.Error(err)
		}
	}
}

// TestWindowsRefusesKey: a key of a kind that this Windows does not take, as Wine takes none on an elliptic curve, is named as the
// reason, and leaves nothing behind.
func TestWindowsRefusesKey(t *testing.T) {
	w := openWindows(t, "user/MY").(trust.IdentityWriter)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c, der := trusttest.Identity(t, "elliptic", key)
	if kind, ok := errors.AsType[*trust.KeyKindError](w.AddIdentity(t.Context(), c, der, "")); !ok || kind.Kind != "EC-P256" {
		t.Errorf("AddIdentity: %v", kind)
	}
	if e := entryIn(t, "user/MY", c); e != nil || findKey(c) != nil {
		t.Errorf("left behind: %+v", e)
	}
}

// TestWindowsKeyStays: a key that was imported so that it cannot be exported is proven and not given out.
func TestWindowsKeyStays(t *testing.T) {
	w := openWindows(t, "user/MY").(windowsIdentities)
	c, key := newIdentity(t, "not exportable")
	file, err := pkcs12.Encode(t.Context(), pkcs12.Identity{Leaf: c, Key: key}, nil, []byte("1234"), pkcs12.Handover)
	if err != nil {
		t.Fatal(err)
	}
	s, err := crypt32.PFXImportCertStore(file, "1234", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer s.CertCloseStore()
	x, err := s.CertFindCertificateInStore(c.Raw)
	if err != nil {
		t.Fatal(err)
	}
	defer x.CertFreeCertificateContext()
	info, err := x.KeyProvInfo()
	if err != nil {
		t.Fatal(err)
	}
	info.Spec = atKeyExchange
	if err := w.enter(t.Context(), c, nil, &info); err != nil {
		t.Fatal(err)
	}
	if err := w.Prove(t.Context(), c); err != nil {
		t.Error(err)
	}
	if key, err := w.Key(t.Context(), c); !errors.Is(err, trust.ErrKeyStays) {
		t.Errorf("Key: %d bytes, %v, want trust.ErrKeyStays", len(key), err)
	}
	if err := w.RemoveIdentity(t.Context(), c); err != nil {
		t.Error(err)
	}
}

// TestWindowsKeyLost: a certificate whose container is gone has a key, as far as one can see without opening it, and fails the proof.
func TestWindowsKeyLost(t *testing.T) {
	w := openWindows(t, "user/MY").(windowsIdentities)
	c, _ := newIdentity(t, "lost")
	info := crypt32.KeyProvInfo{Container: "certviewer-no-such-container", Provider: "Microsoft Enhanced Cryptographic Provider v1.0", Type: 1, Spec: atKeyExchange}
	if err := w.enter(t.Context(), c, nil, &info); err != nil {
		t.Fatal(err)
	}
	if e := entryIn(t, "user/MY", c); e == nil || !e.HasKey {
		t.Errorf("%+v", e)
	}
	if err := w.Prove(t.Context(), c); !errors.Is(err, trust.ErrNotProven) {
		t.Errorf("Prove: %v, want trust.ErrNotProven", err)
	}
	if err := w.leave(t.Context(), c); err != nil {
		t.Error(err)
	}
}

// TestWindowsFirefox reads a profile that make test-windows made with NSS's own tools: it is listed as on Linux, judged with
// what the catalogue knows of Mozilla's list, and not written.
func TestWindowsFirefox(t *testing.T) {
	home := os.Getenv("CERTVIEWER_PROFILES")
	if home == "" {
		t.Skip("CERTVIEWER_PROFILES is not set: make test-windows makes one")
	}
	where := trust.Where{Home: home}
	stores, err := Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	var seen []trust.StoreID
	for _, s := range stores {
		info := s.Info()
		switch info.Application {
		case firefox, thunderbird:
			seen = append(seen, info.ID)
			ee, err := s.Entries(t.Context())
			if err != nil || len(ee) != 1 || !slices.Equal(ee[0].TrustedFor(), []cert.Purpose{cert.Server}) || ee[0].Name != "test root" {
				t.Errorf("%s: %+v, %v", info.ID, ee, err)
			}
			if w, err := OpenWriter(t.Context(), where, info.ID, nil); !errors.Is(err, trust.ErrReadOnly) {
				t.Errorf("%s is opened for change: %v, %v", info.ID, w, err)
			}
		}
		if info.ID == builtinsID {
			if _, err := s.Entries(t.Context()); !isProblem(err, trust.StoreNoBuiltins) {
				t.Errorf("Mozilla's list: %v", err)
			}
			seen = append(seen, info.ID)
		}
	}
	if want := []trust.StoreID{builtinsID, "firefox:abcd.default-release", "thunderbird:efgh.default"}; !slices.Equal(seen, want) {
		t.Errorf("found %v", seen)
	}
}

// TestWindowsChild: the child has what Windows' libraries need of the environment, and no more.
func TestWindowsChild(t *testing.T) {
	t.Setenv("CERTVIEWER_SECRET", "x")
	env := childEnv()
	for _, name := range []string{"SystemRoot=", "APPDATA="} {
		if !slices.ContainsFunc(env, func(v string) bool { return len(v) > len(name) && v[:len(name)] == name }) {
			t.Errorf("no %s in %v", name, env)
		}
	}
	if slices.ContainsFunc(env, func(v string) bool { return v == "CERTVIEWER_SECRET=x" }) {
		t.Error("the whole environment is handed on")
	}
	t.Setenv("SystemRoot", `C:\somewhere`)
	t.Setenv("windir", `C:\somewhere`)
	ForgetEnvironment()
	if want, err := windows.GetSystemWindowsDirectory(); err != nil || os.Getenv("SystemRoot") != want || os.Getenv("windir") != want {
		t.Errorf("Windows is said to be at %s, %v", os.Getenv("SystemRoot"), err)
	}
}
