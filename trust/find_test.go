package trust_test

import (
	"errors"
	"testing"

	"certviewer/trust"
)

func TestFind(t *testing.T) {
	known := []trust.StoreID{"system", "system-roots", "chromium", "chromium@snap", "firefox:Abc.default", "firefox:xyz.work", "nssdb:/a/Path"}
	for _, tt := range []struct {
		name, want trust.StoreID
		ambiguous  bool
	}{
		{name: "system", want: "system"},
		{name: "SYSTEM", want: "system"},
		{name: "system-", want: "system-roots"},
		{name: "Chromium@", want: "chromium@snap"},
		{name: "firefox:abc", want: "firefox:Abc.default"},
		{name: "firefox", ambiguous: true},
		{name: "chr", ambiguous: true},
		{name: "nssdb:/a/path", want: "nssdb:/a/Path"},
		{name: "thunderbird"},
		{name: "firefox:Abc.default2"},
		{name: ""},
	} {
		got, err := trust.Find(known, tt.name)
		if got != tt.want {
			t.Errorf("Find(%q) = %q, want %q", tt.name, got, tt.want)
		}
		unknown, isUnknown := errors.AsType[*trust.UnknownStoreError](err)
		ambiguous, isAmbiguous := errors.AsType[*trust.AmbiguousStoreError](err)
		switch {
		case tt.want != "" && err != nil:
			t.Errorf("Find(%q): %v", tt.name, err)
		case tt.ambiguous && (!isAmbiguous || len(ambiguous.Matches) < 2):
			t.Errorf("Find(%q): %v, want what it could mean", tt.name, err)
		case tt.want == "" && !tt.ambiguous && (!isUnknown || unknown.ID != tt.name || len(unknown.Known) != len(known)):
			t.Errorf("Find(%q): %v, want that it is unknown", tt.name, err)
		}
	}
}
