package ui

import (
	"slices"
	"testing"

	"certviewer/facts"
	"certviewer/trust"
)

// Windows' lists of the whole computer stand below a heading that says so: each name must begin with what tells it from the
// others, since the sidebar cuts long ones.
func TestWindowsListsInTheSidebar(t *testing.T) {
	core := newFake(t)
	core.host.Stores = []facts.Store{
		{Info: trust.Info{ID: "user/Root", Scope: trust.ScopeUser}},
		{Info: trust.Info{ID: "machine/Root", Scope: trust.ScopeComputer}},
		{Info: trust.Info{ID: "machine/MY", Scope: trust.ScopeComputer}},
		{Info: trust.Info{ID: "nss-builtin", Scope: trust.ScopeComputer}},
	}
	for lang, want := range map[string][]string{
		"en": {"This user", "Windows' trusted roots", "This computer", "Trusted roots", "Personal list", "Mozilla's built-in list"},
		"ja": {"このユーザー", "Windows のルート一覧", "このコンピューター全体", "ルート一覧", "「個人」", "Mozilla の組み込み一覧"},
	} {
		w := open(t, core, Options{Lang: lang})
		var got []string
		for _, item := range w.side.nav.Items()[3:] {
			got = append(got, item.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}
