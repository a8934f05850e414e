package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"certviewer/assets"
	"certviewer/diagnose"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// A storeKey is what of the stores is in view: one of them, or all.
type storeKey string

const allStores storeKey = ""

// sidebar is the list of pages, with the stores below that of the certificates.
type sidebar struct {
	w      *window
	nav    *widgets.Nav
	bottom *widgets.Nav
	root   fyne.CanvasObject
}

func newSidebar(w *window) *sidebar {
	s := &sidebar{w: w}
	s.nav = widgets.NewNav(s.chosen)
	s.bottom = widgets.NewNav(s.chosen)
	name := widgets.Row(9,
		widgets.NewPicture(fyne.NewStaticResource("certviewer.svg", assets.IconSVG), 24),
		widgets.NewText("certviewer", widgets.Style{Bold: true, Size: look.SizeTitle}))
	s.root = widgets.On(widgets.NewSurface(look.Sidebar, "", 0), container.NewBorder(
		widgets.Inset(14, 12, 10, 16, name),
		widgets.Inset(6, 8, 8, 8, s.bottom), nil, nil,
		container.NewVScroll(widgets.Inset(0, 8, 8, 8, s.nav))))
	return s
}

func (s *sidebar) content() fyne.CanvasObject { return s.root }

// chosen is called with a page or, behind storePrefix, a store.
func (s *sidebar) chosen(id string) {
	if key, ok := keyOf(id); ok {
		s.w.open(key)
		return
	}
	if PageID(id) == PageCertificates {
		s.w.store = allStores
	}
	s.w.show(PageID(id))
}

const storePrefix = "store "

func keyOf(id string) (storeKey, bool) {
	if len(id) > len(storePrefix) && id[:len(storePrefix)] == storePrefix {
		return storeKey(id[len(storePrefix):]), true
	}
	return allStores, false
}

func (s *sidebar) update() {
	p := s.w.p
	items := []widgets.NavItem{
		{ID: string(PageHealth), Text: p.Text("page.health"), Icon: look.IconHealth},
		{ID: string(PageClients), Text: p.Text("page.clients"), Icon: look.IconClients},
		{ID: string(PageCertificates), Text: p.Text("page.certificates"), Icon: look.IconCerts},
	}
	if h := s.w.health; h != nil {
		if v := overallVerdict(h, s.w.killed); v != diagnose.OK {
			st := verdictLook(v)
			items[0].Mark, items[0].Tone = st.icon, st.tone
		}
	}
	if s.w.host != nil { // perhaps of the stores that have answered so far
		items[2].Tail = p.Number(s.w.count)
		items = append(items, s.files()...)
		items = append(items, s.stores()...)
	}
	selected := string(s.w.page)
	if s.w.page == PageKeys || s.w.page == PageAbout {
		selected = string(PageSettings) // from where they are reached
	}
	if s.w.page == PageImport {
		selected = string(PageClients)
	}
	if s.w.page == PageCertificates && s.w.store != allStores {
		selected = storePrefix + string(s.w.store)
	}
	s.nav.SetItems(items, selected)
	s.bottom.SetItems([]widgets.NavItem{
		{ID: string(PageHistory), Text: p.Text("page.history"), Icon: look.IconHistory},
		{ID: string(PageSettings), Text: p.Text("page.settings"), Icon: look.IconSettings},
	}, selected)
}

// files is the line of the opened file.
func (s *sidebar) files() []widgets.NavItem {
	f := s.w.file
	if f == nil {
		return nil
	}
	item := widgets.NavItem{ID: storePrefix + string(fileStore), Text: f.name, Indent: 25, Tail: s.w.p.Number(len(f.rows))}
	if f.problem != nil {
		item.Mark, item.Tone, item.Tail = look.IconUnknown, look.ToneCaution, ""
	}
	return []widgets.NavItem{{ID: "scope file", Text: s.w.p.Text("window.scope-file"), Icon: look.IconText, Head: true}, item}
}

// stores are the lines of the stores, grouped by whose they are.
func (s *sidebar) stores() (items []widgets.NavItem) {
	for _, scope := range []trust.Scope{trust.ScopeUser, trust.ScopeComputer, trust.ScopeApplication} {
		head := false
		for _, st := range s.w.host.Stores {
			if st.Scope != scope {
				continue
			}
			if !head {
				head = true
				items = append(items, widgets.NavItem{ID: "scope " + string(scope), Text: s.w.p.Text("window.scope-" + string(scope)), Icon: scopeIcon(scope), Head: true})
			}
			item := widgets.NavItem{ID: storePrefix + string(st.ID), Text: s.nameOf(st.ID), Indent: 25, Tail: s.w.p.Number(len(st.Entries))}
			if st.Problem != nil {
				item.Mark, item.Tone, item.Tail = look.IconUnknown, look.ToneCaution, ""
			}
			items = append(items, item)
		}
	}
	return items
}

// nameOf is what a store is called below the heading that says whose it is: Windows' lists of the whole computer would
// otherwise all begin with the same words.
func (s *sidebar) nameOf(id trust.StoreID) string {
	if list, ok := strings.CutPrefix(string(id), "machine/"); ok && s.w.p.Has("window.computer."+list) {
		return s.w.p.Text("window.computer." + list)
	}
	return s.w.place(id)
}

func scopeIcon(s trust.Scope) look.Icon {
	switch s {
	case trust.ScopeComputer:
		return look.IconComputer
	case trust.ScopeApplication:
		return look.IconApp
	}
	return look.IconUser
}
