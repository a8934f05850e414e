package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// What is said of the old certificate is what the programs were seen to do with it (internal/fixture/witness): Firefox goes
// on offering it as long as its key is the first, Thunderbird signs with it when the new one is not for mail.
func TestWhatProgramsGoOnWith(t *testing.T) {
	a, p := gatherer(t), message.For("en")
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0), mail: true}.issue(t)
	mails, _ := issuing{issuer: "CA", person: "hanako", from: someday, mail: true}.issue(t)
	signsIn, _ := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	names := func(c *cert.Certificate) []facts.Account {
		return []facts.Account{{Store: "thunderbird:a", ID: "id1", Signing: trust.Reference{Issuer: c.Issuer.Raw, Serial: c.Serial}}}
	}
	for what, c := range map[string]struct {
		next, signs *cert.Certificate
		kept        string // what Thunderbird keeps the old one for
		restart     []string
	}{
		"for mail": {mails, mails, "It is only used to read; new mail does not use it.",
			[]string{"If you are asked, choose the one that is good until 1 October 2028.", "Then send a signed mail to yourself."}},
		"for signing in": {signsIn, old, "Thunderbird signs with it as before: the new one is not for mail.",
			[]string{"If you are asked, choose the one that is good until 1 October 2028."}},
	} {
		host := hostOf(keeps("firefox:a", old, c.next), keeps("chromium", old, c.next), keeps("thunderbird:a", old, c.next))
		for _, s := range host.Stores {
			s.Entries[0].KeyOrder, s.Entries[1].KeyOrder = 1, 2
		}
		host.Accounts = names(c.signs)
		var first []trust.StoreID
		for _, l := range a.Leavings(host, c.next, []*cert.Certificate{old}, nil) {
			if l.First {
				first = append(first, l.Store.ID)
			}
			switch lines := p.Block(l.Why).Lines; l.Store.ID {
			case "firefox:a":
				if lines[0].Text != "Until it is removed, it comes before the new one in Firefox." {
					t.Errorf("%s: %q", what, lines)
				}
			case "thunderbird:a":
				if lines[1].Text != c.kept {
					t.Errorf("%s: %q", what, lines)
				}
			}
		}
		if !slices.Equal(first, []trust.StoreID{"firefox:a"}) {
			t.Errorf("%s: offered first in %q", what, first)
		}
		var restart []string
		for _, m := range a.SwapRest(host, c.next, []*cert.Certificate{old}) {
			restart = append(restart, p.Block(m).Lines[1].Text)
		}
		if !slices.Equal(restart, c.restart) {
			t.Errorf("%s: %q", what, restart)
		}
		done := p.Block(a.SwapDone(host, c.next, []*cert.Certificate{old}))
		if !slices.ContainsFunc(done.Lines, func(l message.Line) bool {
			return l.Text == "The old one comes first until it is removed: Firefox."
		}) || done.Title == "Swapped. The new certificate is in use." {
			t.Errorf("%s: %+v", what, done)
		}
	}
}

// Who named an old certificate of another issuer (--old) was told that it comes before the new one: it does for its own sites
// alone, and where the new one is not, to remove it would leave none.
func TestFirstOfAnotherIssuer(t *testing.T) {
	a, p := gatherer(t), message.For("en")
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	sooner, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(0, -1, 0)}.issue(t)
	other, _ := issuing{issuer: "Another CA", person: "hanako", from: someday}.issue(t)
	for what, c := range map[string]struct {
		old, next *cert.Certificate
		stores    []facts.Store
	}{
		"another issuer":          {old, other, []facts.Store{keeps("chromium", old, other)}},
		"the new one is not here": {old, other, []facts.Store{keeps("firefox:a", other), keeps("chromium", old)}},
		"nor of one issuer":       {old, sooner, []facts.Store{keeps("firefox:a", sooner), keeps("chromium", old)}},
	} {
		host := hostOf(c.stores...)
		for _, l := range a.Leavings(host, c.next, []*cert.Certificate{c.old}, nil) {
			if l.First {
				t.Errorf("%s: first in %s: %+v", what, l.Store.ID, p.Block(l.Why))
			}
		}
		if done := p.Block(a.SwapDone(host, c.next, []*cert.Certificate{c.old})); done.Title != "Swapped. The new certificate is in use." {
			t.Errorf("%s: %+v", what, done)
		}
	}
	// Chromium puts the one that ends last first.
	if leave := a.Leavings(hostOf(keeps("chromium", old, sooner)), old, []*cert.Certificate{sooner}, nil); len(leave) != 1 || !leave[0].First {
		t.Errorf("%+v", leave)
	}
}

// Where Firefox sends a certificate without asking, nothing is said of a question: it goes on with the old one until that has left.
func TestWhereNothingIsAsked(t *testing.T) {
	a, p := gatherer(t), message.For("en")
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	next, _ := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	for what, c := range map[string]struct {
		store   facts.Store
		leave   string
		restart string
	}{
		"old key first": {keeps("firefox:a", old, next), "Until it is removed, Firefox sends it to sites, without asking.", "You are not asked: the one that is good until 1 October 2027 is sent."},
		"new key first": {keeps("firefox:a", next, old), "Firefox used it for signing in; the new one has taken over.", "You are not asked: the one that is good until 1 October 2028 is sent."},
	} {
		c.store.Entries[0].KeyOrder, c.store.Entries[1].KeyOrder = 1, 2
		host := hostOf(c.store)
		host.Unasked = []trust.StoreID{"firefox:a"}
		leave := a.Leavings(host, next, []*cert.Certificate{old}, nil)
		if got := p.Block(leave[0].Why).Lines[0].Text; got != c.leave {
			t.Errorf("%s: %q", what, got)
		}
		if got := p.Block(a.SwapRest(host, next, []*cert.Certificate{old})[0]).Lines[1].Text; got != c.restart {
			t.Errorf("%s: %q", what, got)
		}
	}
}

// A list of Windows' is no program: who signs in with what is in it is named, and where nobody is known to, there is nothing to
// close.
func TestWhoSignsInFromAList(t *testing.T) {
	a, p := gatherer(t), message.For("en")
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	next, _ := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	for _, c := range []struct {
		programs       []string
		leave, restart string
	}{
		{[]string{"chrome", "edge"}, "Chrome and Edge used it for signing in; the new one has taken over.", "Close completely and open again: Chrome and Edge."},
		{[]string{"edge"}, "Edge used it for signing in; the new one has taken over.", "Close completely and open again: Edge."},
		{nil, "Programs that sign in with what is in this list find the new one there now.", ""},
	} {
		s := keeps("user/MY", old, next)
		s.Application = ""
		host := hostOf(s)
		host.Computer.OS, host.Computer.Programs = "windows", c.programs
		leave := a.Leavings(host, next, []*cert.Certificate{old}, nil)
		if b := p.Block(leave[0].Why); b.Lines[0].Text != c.leave || b.Title != "Remove the old one from Windows' personal list?" {
			t.Errorf("%q: %+v", c.programs, b)
		}
		restart := ""
		for _, m := range a.SwapRest(host, next, []*cert.Certificate{old}) {
			restart += p.Block(m).Title
		}
		if restart != c.restart {
			t.Errorf("%q: %q", c.programs, restart)
		}
	}
}

// A renewed certificate has the key of the old one: what is said of that key is true, and it leaves no store of NSS.
func TestRenewed(t *testing.T) {
	a, p := gatherer(t), message.For("en")
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0), mail: true, own: key}.issue(t)
	next, _ := issuing{issuer: "CA", person: "hanako", from: someday, mail: true, own: key}.issue(t)
	host := hostOf(keeps("firefox:a", old, next), keeps("thunderbird:a", old, next), keeps("chromium", old, next))
	host.Stores[0].Entries[0].KeyOrder, host.Stores[0].Entries[1].KeyOrder = 1, 1 // it is one key
	leave := a.Leavings(host, next, []*cert.Certificate{old}, nil)
	for i, want := range []string{
		"Until it is removed, it comes before the new one in Firefox. Its private key stays, since the new one has the same; it is saved all the same. Choose a password for the backup and keep the two apart.",
		"Mail sent to you with this certificate opens only with it and its key. The new one has the same key, but mail is found by its certificate. It is only used to read; new mail does not use it.",
		"Chrome/Chromium used it for signing in; the new one has taken over. Its private key stays, since the new one has the same; it is saved all the same. Choose a password for the backup and keep the two apart.",
	} {
		var said []string
		for _, l := range p.Block(leave[i].Why).Lines {
			said = append(said, l.Text)
		}
		if got := strings.Join(said, " "); got != want || leave[i].Keep != (i == 1) {
			t.Errorf("%s: %v %s", leave[i].Store.ID, leave[i].Keep, got)
		}
	}
	plan, err := a.PreviewRemoval(host, leave)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range plan.Steps {
		if !s.Key || s.TakesKey() {
			t.Errorf("%s: %+v", s.Store, s)
		}
		if got, want := p.Print(StepLine(a.Catalog, host, s)), "; its key is still used."; !strings.HasSuffix(got, want) {
			t.Error(got)
		}
	}
	for store, want := range map[trust.StoreID]bool{"firefox:a": true, "user/MY": false} { // Windows keeps one for each
		one := keeps(store, old, next)
		if got := change.SharesKey(&one, old); got != want {
			t.Errorf("%s: %v", store, got)
		}
	}
	// Of two old ones alone the last takes the key along, and nobody is told that the new one has it.
	older, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-2, 0, 0), own: key}.issue(t)
	both := hostOf(keeps("firefox:a", older, old))
	plan, err = a.PreviewRemoval(both, []Leaving{{Certificate: older, Store: both.Stores[0].Info}, {Certificate: old, Store: both.Stores[0].Info}})
	if err != nil || len(plan.Steps) != 2 || plan.Steps[0].TakesKey() || !plan.Steps[1].TakesKey() {
		t.Errorf("%+v %v", plan, err)
	}
	another, _ := issuing{issuer: "CA", person: "hanako", from: someday, mail: true}.issue(t)
	three := hostOf(keeps("firefox:a", older, old, another), keeps("thunderbird:a", older, old, another))
	for _, l := range a.Leavings(three, another, []*cert.Certificate{older, old}, nil) {
		said := ""
		for _, line := range p.Block(l.Why).Lines {
			said += line.Text
		}
		if l.Shared || strings.Contains(said, "same") {
			t.Errorf("%s: %s", l.Store.ID, said)
		}
	}
}

// A link to an issuer comes without trust, and nothing else is said of it.
func TestLinkIsNotTrusted(t *testing.T) {
	root, key := trusttest.RootWithKey(t, "Campus Root")
	link, _ := subordinate(t, "Campus CA", root, key)
	o := change.Outcome{OK: true, Step: change.Step{Op: change.Add, Store: "firefox:a", SHA256: link.SHA256.String(), DER: link.Raw}}
	b := message.For("en").Block(OutcomeMessage(gatherer(t).Catalog, hostOf(keeps("firefox:a")), o))
	if b.Title != "Done. “Campus CA” is there, and is not trusted." || b.Lines[0].Text != "Read back from Firefox." {
		t.Errorf("%+v", b)
	}
}
