package platform

import (
	"testing"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// Run by make test-windows, in a profile of Wine's that is made for it: roots are added and removed without a question
// there. On a real Windows only what asks nobody runs.

// openWindows opens one of Windows' stores for change.
func openWindows(t *testing.T, id trust.StoreID) trust.Writer {
	t.Helper()
	if !onWine {
		t.Skip("changes the stores of the person who runs it")
	}
	w, err := thisComputer().openWriter(t.Context(), trust.Where{}, id, nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWindowsSuites(t *testing.T) {
	roots := trusttest.Kind{Purposes: cert.Purposes, Names: true}
	plain := trusttest.Kind{Purposes: []cert.Purpose{}, Names: true}
	for id, k := range map[trust.StoreID]trusttest.Kind{"user/Root": roots, "user/CA": plain, "user/MY": plain, "machine/CA": plain} {
		t.Run(string(id), func(t *testing.T) {
			trusttest.TestWriter(t, k, func(t *testing.T) trust.Writer { return openWindows(t, id) })
		})
	}
}

func TestWindowsIdentities(t *testing.T) {
	trusttest.TestIdentityWriter(t, trusttest.Kind{Purposes: []cert.Purpose{}, Names: true}, func(t *testing.T) trust.IdentityWriter {
		return openWindows(t, "user/MY").(trust.IdentityWriter)
	})
}
