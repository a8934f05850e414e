package platform

import (
	"bytes"
	"testing"
	"time"

	"golang.org/x/sys/windows/registry"

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/platform/internal/crypt32/ctltest"
	"certviewer/trust"
)

// setValue sets a value of the computer's registry for the length of the test.
func setValue(t *testing.T, key string, set func(registry.Key) error, name string) {
	t.Helper()
	if !onWine {
		t.Skip("changes the computer's registry")
	}
	k, _, err := registry.CreateKey(registry.LOCAL_MACHINE, key, registry.SET_VALUE|registry.WOW64_64KEY)
	if err == nil {
		err = set(k)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.DeleteValue(name); k.Close() })
}

func setBinary(t *testing.T, name string, value []byte) {
	t.Helper()
	setValue(t, autoUpdateKey, func(k registry.Key) error { return k.SetBinaryValue(name, value) }, name)
}

// TestWindowsRootList: the list of roots that Windows would fetch, from the registry.
func TestWindowsRootList(t *testing.T) {
	list := func() (trust.RootList, error) {
		t.Helper()
		return storeOf(t, machineAuthRoot).(trust.Fetcher).RootList(t.Context())
	}
	if l, err := list(); err != nil || len(l.Roots) > 0 || l.Off || !l.Issued.IsZero() {
		t.Errorf("no list: %+v, %v", l, err)
	}
	issued, asked := time.Date(2026, 4, 22, 0, 33, 28, 0, time.UTC), time.Date(2026, 11, 20, 3, 4, 5, 0, time.UTC)
	c := put(t, "machine/Root")
	setBinary(t, "EncodedCtl", ctltest.Signed(t, ctltest.List(t, issued,
		ctltest.Subject(t, c.SHA1[:], crypt32.Properties{9: usageProperty(t, usageOf[cert.Code]), 11: crypt32.EncodeUTF16("ルート")}),
		ctltest.Subject(t, bytes.Repeat([]byte{7}, 20), crypt32.Properties{104: crypt32.EncodeFiletime(issued)}))))
	setBinary(t, "LastSyncTime", crypt32.EncodeFiletime(asked))
	l, err := list()
	if err != nil || !l.Issued.Equal(issued) || !l.Asked.Equal(asked) || l.Off || len(l.Roots) != 2 || l.Roots[0].SHA1 != c.SHA1 || l.Roots[0].Name != "ルート" ||
		l.Roots[0].Trust[cert.Code] != (trust.Judgement{Verdict: trust.Trusted, How: trust.OnDemand}) || l.Roots[0].Trust[cert.Email].Verdict != trust.Unstated || l.Roots[1].Trust[cert.Code].Verdict != trust.Distrusted {
		t.Errorf("%+v, %v", l, err)
	}
	if e := entryIn(t, "machine/Root", c); e.Origin != trust.Vendor {
		t.Errorf("a root that is on Microsoft's list is from %q", e.Origin)
	}
	setValue(t, policyKey, func(k registry.Key) error { return k.SetDWordValue("DisableRootAutoUpdate", 1) }, "DisableRootAutoUpdate")
	if l, err := list(); err != nil || !l.Off {
		t.Errorf("switched off: %+v, %v", l, err)
	}
	setBinary(t, "EncodedCtl", []byte("rubbish"))
	if _, err := list(); !isProblem(err, trust.StoreDamaged) {
		t.Errorf("rubbish: %v", err)
	}
	setValue(t, autoUpdateKey, func(k registry.Key) error { return k.SetStringValue("EncodedCtl", "rubbish") }, "EncodedCtl")
	if _, err := list(); !isProblem(err, trust.StoreDamaged) {
		t.Errorf("text: %v", err)
	}
	setBinary(t, "LastSyncTime", []byte("no"))
	if l, _ := list(); !l.Asked.IsZero() || !l.Off {
		t.Errorf("a day that makes no sense: %+v", l)
	}
	if e := entryIn(t, "machine/Root", c); e == nil || e.Origin != trust.Admin {
		t.Errorf("a list that cannot be read keeps the roots from being shown: %+v", e)
	}
}
