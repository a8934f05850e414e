package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"certviewer/app"
	"certviewer/cert"
)

// menu shows what can be done with the chosen rows.
func (c *certificatesPage) menu(at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(c.menuOf(c.table.Selection()), c.w.win.Canvas(), at)
}

func (c *certificatesPage) menuOf(rows []int) *fyne.Menu {
	p := c.w.p
	items := []*fyne.MenuItem{fyne.NewMenuItem(p.Text("window.show-details"), func() { c.enlarge(true) }), fyne.NewMenuItemSeparator()}
	if changes := c.w.changeItems(c.rowsOf(rows)); len(changes) > 0 {
		items = append(append(items, changes...), fyne.NewMenuItemSeparator())
	}
	if len(rows) == 1 {
		x := c.at(rows[0]).Entry.Certificate
		for _, value := range []struct{ label, text string }{
			{"window.copy-name", holder(x)},
			{"window.copy-check-code", x.CheckCode()},
			{"window.copy-fingerprint", x.SHA256.String()},
			{"window.copy-sha1", x.SHA1Hex()},
			{"window.copy-serial", x.SerialDecimal()},
		} {
			items = append(items, fyne.NewMenuItem(p.Text(value.label), func() { c.w.copy(value.text, p.Text("window.copied")) }))
		}
	}
	items = append(items, fyne.NewMenuItem(p.Text("window.copy-rows", "count", len(rows)), c.copyRows), fyne.NewMenuItemSeparator())
	items = append(items, c.w.exportItems(c.certificates(rows))...)
	items = append(items, fyne.NewMenuItemSeparator())
	if c.w.store == allStores {
		store := c.at(rows[0]).Store.ID
		items = append(items, fyne.NewMenuItem(p.Text("window.only-store", "place", c.w.placeArg(store)), func() { c.only(storeKey(store)) }))
	} else {
		items = append(items, fyne.NewMenuItem(p.Text("window.all-stores"), func() { c.only(allStores) }))
	}
	return fyne.NewMenu("", items...)
}

// change does the change of this label with the chosen rows, for the menu bar and its keys.
func (c *certificatesPage) change(label string) {
	for _, item := range c.w.changeItems(c.rowsOf(c.table.Selection())) {
		if item.Label == c.w.p.Text(label) {
			item.Action()
			return
		}
	}
	c.w.status.warn(c.w.p.Text("trust.not-possible"))
}

// copyRows copies the chosen rows for a spreadsheet: names, place, validity, fingerprint and serial number.
func (c *certificatesPage) copyRows() {
	var b strings.Builder
	rows := c.table.Selection()
	for _, row := range rows {
		r := c.at(row)
		x := r.Entry.Certificate
		fields := []string{holder(x), x.Issuer.Display(), x.NotBefore.Local().Format(time.DateOnly), x.NotAfter.Local().Format(time.DateOnly),
			c.index.placeOf(r, c.view.store), x.SHA256.String(), x.SerialDecimal()}
		for i, f := range fields {
			fields[i] = strings.Join(strings.Fields(f), " ") // a tab in a name would be one field more
		}
		b.WriteString(strings.Join(fields, "\t") + "\n")
	}
	c.w.copy(b.String(), c.w.p.Text("window.copied-rows", "count", len(rows)))
}

// exportItems are the lines of a menu that write certificates to a file. DER is a form for one only.
func (w *window) exportItems(cc []*cert.Certificate) (items []*fyne.MenuItem) {
	for _, f := range []struct {
		label  string
		format app.Format
	}{{"window.export-pem", app.PEM}, {"window.export-der", app.DER}, {"window.export-p7b", app.P7B}} {
		item := fyne.NewMenuItem(w.p.Text(f.label), func() { w.export(cc, f.format) })
		item.Disabled = f.format == app.DER && len(cc) != 1
		items = append(items, item)
	}
	return items
}
