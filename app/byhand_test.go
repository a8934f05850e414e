package app

import (
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// Where a program is filled in its own windows, how is told until the new certificate is there; then how the old one leaves, but
// not where old mail needs it.
func TestByHand(t *testing.T) {
	a, p := gatherer(t), message.For("en")
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0), mail: true}.issue(t)
	next, key := issuing{issuer: "CA", person: "hanako", from: someday, mail: true}.issue(t)
	f := unlocked(t, pack(t, next, key))
	host := hostOf(keeps("firefox:a", old), keeps("thunderbird:a", old))
	host.Computer.OS = "windows"
	lines := func(m message.Message) (out []string) {
		b := p.Block(m)
		for _, l := range b.Lines {
			out = append(out, l.Text)
		}
		return append([]string{b.Title}, out...)
	}
	dd := a.Destinations(host, f)
	if len(dd) != 2 || dd[0].Has || !dd[0].Left() || dd[0].Usual() {
		t.Fatalf("%+v", dd)
	}
	left := LeftOut(a.Catalog, host, dd)
	if got := lines(left[0]); got[0] != "Firefox: import it in Firefox itself." || len(got) != 5 || got[3] != "Under “Your Certificates” press “Import…”, and choose the .p12 file." {
		t.Errorf("%q", got)
	}
	if got := strings.Join(lines(left[0]), " "); strings.Contains(got, "Show steps") {
		t.Errorf("there is no such button: %s", got)
	}
	for i := range host.Stores {
		host.Stores[i].Entries = append(host.Stores[i].Entries, trust.Entry{Certificate: next, HasKey: true})
	}
	dd = a.Destinations(host, f)
	if !dd[0].Has || dd[0].Left() || dd[0].Usual() || len(LeftOut(a.Catalog, host, dd)) > 0 {
		t.Errorf("%+v", dd[0])
	}
	byHand := func(host *facts.Host) (out []string) {
		for _, m := range a.SwapRest(host, next, []*cert.Certificate{old}) {
			if m.ID == "swap-by-hand" {
				out = append(out, lines(m)...)
			}
		}
		return out
	}
	want := "Firefox has the old one too. It is removed in Firefox itself. In its certificates, under “Your Certificates”, delete the one that ends on 1 October 2027. Nothing there needs it, once the new one works."
	if got := strings.Join(byHand(host), " "); got != want {
		t.Errorf("%s", got)
	}
	host.Computer.OS = "linux"
	if got := byHand(host); got != nil {
		t.Errorf("where it can be removed here: %q", got)
	}
}
