package platform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

func isProblem(err error, code string) bool {
	p, ok := errors.AsType[*trust.Problem](err)
	return ok && p.Code == code
}

// TestWindowsCutOff: an entry of the registry that ends anywhere keeps no other one from being shown.
func TestWindowsCutOff(t *testing.T) {
	c, cut := put(t, "user/CA"), trusttest.Root(t, "cut off")
	w := openWindows(t, "user/CA").(windowsWriter)
	if err := w.put(cut, crypt32.Properties{crypt32.CERT_FRIENDLY_NAME_PROP_ID: crypt32.EncodeUTF16("名前")}, nil); err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf(`Software\Microsoft\SystemCertificates\CA\Certificates\%X`, cut.SHA1[:])
	k, err := registry.OpenKey(registry.CURRENT_USER, name, registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	defer registry.DeleteKey(registry.CURRENT_USER, name)
	defer k.Close()
	blob, _, err := k.GetBinaryValue("Blob")
	if err != nil || !bytes.Contains(blob, cut.Raw) {
		t.Fatalf("%d octets, %v", len(blob), err)
	}
	for n := range blob {
		if err := k.SetBinaryValue("Blob", blob[:n]); err != nil {
			t.Fatal(err)
		}
		if entryIn(t, "user/CA", c) == nil {
			t.Fatalf("%d octets hide a certificate", n)
		}
		if entryIn(t, "user/CA", cut) != nil {
			t.Fatalf("%d of %d octets are a certificate", n, len(blob))
		}
	}
	if err := k.SetBinaryValue("Blob", blob); err != nil {
		t.Fatal(err)
	}
	if e := entryIn(t, "user/CA", cut); e == nil || e.Name != "名前" {
		t.Errorf("whole again: %+v", e)
	}
}

// TestWindowsCorrupt: what is no certificate in the registry keeps none from being shown, and is left as it is.
func TestWindowsCorrupt(t *testing.T) {
	c := put(t, "user/CA")
	const name = `Software\Microsoft\SystemCertificates\CA\Certificates\0123456789ABCDEF0123456789ABCDEF01234567`
	for what, blob := range map[string][]byte{
		"rubbish": []byte("rubbish"), "nothing": {}, "a length beyond the end": {32, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 127, 1}, "no certificate": {32, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0x30, 0},
	} {
		k, _, err := registry.CreateKey(registry.CURRENT_USER, name, registry.ALL_ACCESS)
		if err == nil {
			err = k.SetBinaryValue("Blob", blob)
		}
		if err != nil {
			t.Fatal(err)
		}
		if entryIn(t, "user/CA", c) == nil {
			t.Errorf("%s hides a certificate", what)
		}
		if got, _, err := k.GetBinaryValue("Blob"); err != nil || !bytes.Equal(got, blob) {
			t.Errorf("%s: looking changed it", what)
		}
		k.Close()
		if err := registry.DeleteKey(registry.CURRENT_USER, name); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWindowsDenied: a list that this person may not open is a problem of its own, for who looks and for who changes; the others
// go on.
func TestWindowsDenied(t *testing.T) {
	const key = `CURRENT_USER\Software\Microsoft\SystemCertificates\CA`
	c, w := put(t, "user/CA"), openWindows(t, "user/CA")
	allow := func(sddl string) {
		t.Helper()
		sd, err := windows.SecurityDescriptorFromString(sddl)
		if err != nil {
			t.Fatal(err)
		}
		dacl, _, err := sd.DACL()
		if err == nil {
			err = windows.SetNamedSecurityInfo(key, windows.SE_REGISTRY_KEY, windows.DACL_SECURITY_INFORMATION, nil, nil, dacl, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	defer allow("D:P(A;;GA;;;WD)")
	allow("D:P") // nobody
	stores, err := Open(t.Context(), trust.Where{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stores {
		ee, err := s.Entries(t.Context())
		if s.Info().ID == "user/CA" {
			if !isProblem(err, trust.StoreNoPermission) || len(ee) > 0 {
				t.Errorf("user/CA: %d certificates, %v", len(ee), err)
			}
		} else if isProblem(err, trust.StoreNoPermission) {
			t.Errorf("%s: %v", s.Info().ID, err)
		}
	}
	_, asked := w.State(t.Context(), c)
	for what, err := range map[string]error{
		"State": asked, "Add": w.Add(t.Context(), trusttest.Root(t, "not let in"), "", trust.Want{}), "Remove": w.Remove(t.Context(), c),
	} {
		if !isProblem(err, trust.StoreNoPermission) {
			t.Errorf("%s: %v", what, err)
		}
	}
	allow("D:P(A;;GR;;;WD)") // to look only
	if entryIn(t, "user/CA", c) == nil {
		t.Error("what may be read is not shown")
	}
	if err := w.Remove(t.Context(), c); !isProblem(err, trust.StoreNoPermission) {
		t.Errorf("Remove of what may be read alone: %v", err)
	}
	if entryIn(t, "user/CA", c) == nil {
		t.Error("it is gone")
	}
}

// TestWindowsErrors: what an error of Windows means to whoever asked. The first is the answer No to the question whether a root
// may be added, which Wine never asks.
func TestWindowsErrors(t *testing.T) {
	user := storeOf(t, "user/Root").(*windowsStore)
	for code, want := range map[windows.Errno]error{
		0x800704c7: trust.ErrRefused, windows.ERROR_CANCELLED: trust.ErrRefused,
		windows.Errno(windows.CRYPT_E_EXISTS): trust.ErrPresent, windows.Errno(windows.CRYPT_E_NOT_FOUND): trust.ErrNotPresent,
		windows.ERROR_FILE_NOT_FOUND: trust.ErrAbsent, windows.ERROR_DISK_FULL: trust.ErrNoSpace,
	} {
		if err := user.problem(code); !errors.Is(err, want) || !errors.Is(err, code) {
			t.Errorf("%#x: %v, want %v", uint32(code), err, want)
		}
	}
	for _, code := range []windows.Errno{windows.ERROR_ACCESS_DENIED, 0x80070005} {
		if err := user.problem(code); !isProblem(err, trust.StoreNoPermission) {
			t.Errorf("%#x: %v", uint32(code), err)
		}
	}
	for _, code := range []windows.Errno{windows.ERROR_ACCESS_DENIED, 0x80070005} { // an administrator may be asked, where there is one to ask
		if err := denied(code, trust.ScopeComputer, false); !errors.Is(err, trust.ErrNeedsAdmin) || !errors.Is(err, code) {
			t.Errorf("the computer's list, %#x: %v, want trust.ErrNeedsAdmin", uint32(code), err)
		}
		for scope, elevated := range map[trust.Scope]bool{trust.ScopeComputer: true, trust.ScopeUser: false} {
			if err := denied(code, scope, elevated); !isProblem(err, trust.StoreNoPermission) {
				t.Errorf("%s, elevated %v: %v", scope, elevated, err)
			}
		}
	}
	if err := user.problem(windows.ERROR_INVALID_DATA); !errors.Is(err, windows.ERROR_INVALID_DATA) {
		t.Errorf("an error that says nothing to us: %v", err)
	}
	for err, code := range map[error]string{
		user.problem(windows.ERROR_ACCESS_DENIED): trust.StoreNoPermission, errors.Join(trust.ErrNeedsAdmin, windows.ERROR_ACCESS_DENIED): trust.StoreNoPermission,
		user.problem(windows.ERROR_INVALID_DATA): trust.StoreDamaged,
	} {
		if got := asProblem(err); !isProblem(got, code) {
			t.Errorf("who looks and gets %v is told %v", err, got)
		}
	}
	if err := asProblem(user.problem(windows.ERROR_FILE_NOT_FOUND)); err != nil {
		t.Errorf("a list that was never used: %v", err)
	}
	if err := asProblem(context.Canceled); err != context.Canceled {
		t.Errorf("who wants no more: %v", err)
	}
	if user.problem(nil) != nil || asProblem(nil) != nil {
		t.Error("nothing is an error")
	}
	for _, id := range []trust.StoreID{"user/Root", "user/MY", machineAuthRoot, "machine/", "firefox:a", "system"} {
		if w, err := OpenAdminWriter(t.Context(), id); err == nil {
			w.Close()
			t.Errorf("an administrator's child opens %s", id)
		}
	}
}
