package app

import (
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// Where Windows picks the certificate for a network, the checklist says what it will pick from, and what keeps it from the new one.
func TestSwapRestPicked(t *testing.T) {
	a := gatherer(t)
	root, key := trusttest.RootWithKey(t, "Campus Root")
	other, otherKey := trusttest.RootWithKey(t, "Other Root")
	old, _ := issuing{issuer: "Campus Root", person: "hanako", from: someday.AddDate(-1, 0, 0), root: root, key: key}.issue(t)
	next, _ := issuing{issuer: "Campus Root", person: "hanako", from: someday, root: root, key: key}.issue(t)
	moved, _ := issuing{issuer: "Other Root", person: "hanako", from: someday, root: other, key: otherKey}.issue(t)
	mine := []trust.StoreID{"user/MY"}
	plain, ofCampus := facts.Selection{Stores: mine}, facts.Selection{Stores: mine, Issuers: []string{root.SHA1Hex()}}
	asks, ofComputer := facts.Selection{Stores: mine, Asks: true}, facts.Selection{Stores: []trust.StoreID{"machine/MY"}}
	odd := facts.Selection{Stores: mine, Usages: [][]string{{"1.2.3.4"}}}
	for what, c := range map[string]struct {
		picks   facts.Selection
		next    *cert.Certificate
		here    []*cert.Certificate // in user/MY
		want    string              // of the first line; "" = nothing is said
		variant string
	}{
		"both are there":           {plain, next, []*cert.Certificate{old, next}, "For “eduroam” it looks in Windows' personal list, where the old one is too.", "picks"},
		"the old one has left":     {plain, next, []*cert.Certificate{next}, "For “eduroam” it looks in Windows' personal list, where the new one is now.", "takes"},
		"the new one is elsewhere": {plain, next, []*cert.Certificate{old}, "For “eduroam” only Windows' personal list counts, and the new one is not there.", "elsewhere"},
		"neither is there":         {plain, next, nil, "", ""},
		"the person chooses":       {asks, next, []*cert.Certificate{old, next}, "For “eduroam” you are shown those in Windows' personal list that fit.", "asks"},
		"of this issuer":           {ofCampus, next, []*cert.Certificate{next}, "For “eduroam” it looks in Windows' personal list, where the new one is now.", "takes"},
		"of another issuer":        {ofCampus, moved, []*cert.Certificate{moved}, "“eduroam” is set to take only certificates of another issuer or kind.", "refuses"},
		"of no use to either":      {odd, next, []*cert.Certificate{old, next}, "", ""},
		"the computer's":           {ofComputer, next, []*cert.Certificate{old, next}, "", ""},
	} {
		s := keeps("user/MY", c.here...)
		s.Application = ""
		s.Entries = append(s.Entries, trust.Entry{Certificate: root}, trust.Entry{Certificate: other})
		host := hostOf(s, keeps("firefox:a", next, moved))
		host.Networks = []facts.Network{{Manager: "windows", SSID: "eduroam", Selection: &c.picks}}
		var got, variant string
		for _, m := range a.SwapRest(host, c.next, []*cert.Certificate{old}) {
			if m.ID == "swap-wifi" {
				b := message.For("en").Block(m)
				got, variant = b.Lines[0].Text, string(m.Args["variant"].(message.Text))
				if b.Title == "Wi-Fi still uses the old certificate." || len(b.Lines) != 3 || strings.Contains(b.Lines[1].Text, "Delete") {
					t.Errorf("%s: %+v", what, b)
				}
			}
		}
		if got != c.want || variant != c.variant {
			t.Errorf("%s: %q %q, want %q %q", what, got, variant, c.want, c.variant)
		}
	}
}
