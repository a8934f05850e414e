package trusttest

import (
	"testing"

	"certviewer/trust"
)

// testVerified checks that a store which tells what programs believe lists the same certificates as without, in the
// same order, and that a damaged record counts for nothing.
func testVerified(t *testing.T, s trust.Verifier) {
	plain, err := s.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	verified, err := s.VerifiedEntries(t.Context(), nil)
	if err != nil || len(verified) != len(plain) {
		t.Fatalf("%d entries, verified %d, %v", len(plain), len(verified), err)
	}
	for i, e := range verified {
		if e.Certificate.SHA256 != plain[i].Certificate.SHA256 || e.HasKey != plain[i].HasKey || e.Name != plain[i].Name {
			t.Errorf("entry %d is %q, verified %q", i, plain[i].Name, e.Name)
		}
		if plain[i].Standing != "" || plain[i].Ignored != nil {
			t.Errorf("entry %q: %q, and nobody asked", e.Name, plain[i].Standing)
		}
		checkJudgements(t, e.Name+", ignored", e.Ignored)
		damaged := e.Standing == trust.Damaged
		switch {
		case damaged != (e.Ignored != nil), e.Standing != "" && e.Standing != trust.Confirmed && !damaged:
			t.Errorf("entry %q: standing %q, ignored %v", e.Name, e.Standing, e.Ignored)
		case damaged && len(e.TrustedFor())+len(e.DistrustedFor()) > 0:
			t.Errorf("entry %q: a damaged record counts: %v", e.Name, e.Trust)
		}
	}
}
