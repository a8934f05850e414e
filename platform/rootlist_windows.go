package platform

import (
	"context"
	"errors"
	"io/fs"
	"sync"
	"time"

	"golang.org/x/sys/windows/registry"

	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

// Where Windows keeps the list of the roots that it fetches, and the policy that forbids it (learn.microsoft.com, "Configure
// trusted roots and disallowed certificates in Windows").
const (
	autoUpdateKey = `SOFTWARE\Microsoft\SystemCertificates\AuthRoot\AutoUpdate`
	policyKey     = `SOFTWARE\Policies\Microsoft\SystemCertificates\AuthRoot`
)

// rootList returns a reader of Microsoft's list as this computer has it: nil when it has none. It is read once, for the
// stores of one look at the computer.
func (c computer) rootList() func() (*crypt32.CTL, error) {
	return sync.OnceValues(func() (*crypt32.CTL, error) {
		b, err := binaryValue(autoUpdateKey, "EncodedCtl")
		if b == nil || err != nil {
			return nil, err
		}
		return crypt32.ParseCTL(b)
	})
}

// An authRoot is the store of the roots that Windows fetched, which knows those that it would fetch.
type authRoot struct{ *windowsStore }

// RootList implements trust.Fetcher. A list that cannot be read is a *trust.Problem.
func (s authRoot) RootList(ctx context.Context) (trust.RootList, error) {
	if err := ctx.Err(); err != nil {
		return trust.RootList{}, err
	}
	out := trust.RootList{Off: policyValue("DisableRootAutoUpdate") == 1}
	if b, err := binaryValue(autoUpdateKey, "LastSyncTime"); err == nil {
		out.Asked, _ = crypt32.DecodeFiletime(b) // no more than a remark: a broken one is none
	}
	l, err := s.list()
	switch {
	case errors.Is(err, fs.ErrPermission):
		return out, &trust.Problem{Code: trust.StoreNoPermission, Detail: err.Error()}
	case err != nil:
		return out, &trust.Problem{Code: trust.StoreDamaged, Detail: err.Error()}
	case l == nil:
		return out, nil
	}
	out.Issued, out.Roots = l.ThisUpdate, onDemand(l, time.Now())
	return out, nil
}

// binaryValue returns a value of the computer's registry; nil when there is none.
func binaryValue(key, name string) ([]byte, error) {
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, key, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer k.Close()
	b, _, err := k.GetBinaryValue(name)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// policyValue returns a number that an administrator has set; 0 when none has.
func policyValue(name string) uint64 {
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, policyKey, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return 0
	}
	defer k.Close()
	n, _, err := k.GetIntegerValue(name)
	if err != nil {
		return 0
	}
	return n
}
