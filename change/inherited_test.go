package change

import (
	"testing"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// TestInherited: what a list of Windows only shows is not changed there, and where it is changed is said; blocking it is
// another matter.
func TestInherited(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	x := trusttest.Root(t, "inherited")
	for from, variant := range map[trust.StoreID]string{"machine/Root": "", "machine/AuthRoot": "fetched", "machine-policy/Root": "brought", "user-policy/Root": "brought", "enterprise/Root": "brought", "elsewhere": "brought"} {
		host := lists()
		host.Stores[0].Entries = []trust.Entry{{Certificate: x, From: from, Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted, How: trust.Inherited}}}}
		ask := Request{Certificate: x, Stores: []trust.StoreID{"user/Root"}, For: []cert.Purpose{cert.Email}, Fingerprint: x.SHA256.String()}
		for _, ask.Op = range []Op{Remove, Trust, Add} {
			_, err := Propose(host, c, ask)
			p, ok := err.(*message.Problem)
			if !ok || p.What.ID != "change-inherited" {
				t.Fatalf("%s, %s: %v", from, ask.Op, err)
			}
			if v, _ := p.What.Args["variant"].(message.Text); string(v) != variant || (variant == "") != (p.What.Args["id"] == message.Text(from)) {
				t.Errorf("%s: %+v", from, p.What.Args)
			}
		}
		ask = Request{Op: Distrust, Certificate: x, Stores: []trust.StoreID{"user/Disallowed"}}
		if p, err := Propose(host, c, ask); err != nil || len(p.Steps) != 1 {
			t.Errorf("%s: blocking: %+v, %v", from, p, err)
		}
	}
}

// TestShown: a certificate is removed when what is left is another list's.
func TestShown(t *testing.T) {
	own, shown := trust.State{Present: true}, trust.State{Present: true, Native: "from=machine/Root", From: "machine/Root"}
	for _, tt := range []struct {
		s          Step
		own, shown bool
	}{
		{Step{Op: Remove}, false, true},
		{Step{Op: Restore, Before: &trust.State{}}, false, true},
		{Step{Op: Restore, Before: &own}, true, false},
		{Step{Op: Restore, Before: &shown}, false, true},
	} {
		if got := asked(tt.s, own); got != tt.own {
			t.Errorf("%s: what is the list's own: %v", tt.s.Op, got)
		}
		if got := asked(tt.s, shown); got != tt.shown {
			t.Errorf("%s: what is shown: %v", tt.s.Op, got)
		}
		if !asked(Step{Op: Remove}, trust.State{}) {
			t.Error("what is gone is not removed")
		}
	}
}
