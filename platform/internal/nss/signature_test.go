package nss_test

import (
	"testing"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// TestSignatures: a record that NSS does not believe counts for nothing, yet hides what stands further down; and the
// record of the other dialect does not take its place.
func TestSignatures(t *testing.T) {
	c := trusttest.Root(t, "root")
	yes := func(s nss.Signature) []nss.Record { return []nss.Record{{Server: nss.Anchor, Signature: s}} }
	no := func(s nss.Signature) []nss.Record { return []nss.Record{{Server: nss.Distrusted, Signature: s}} }
	for _, tt := range []struct {
		name            string
		dialect         nss.Dialect
		classic, modern []nss.Record
		want            trust.Verdict
		how             trust.How
		standing        trust.Standing
		ignored         trust.Verdict
		native          string
	}{
		{"not asked", nss.Classic, yes(nss.Unchecked), nil, trust.Trusted, trust.Explicit, "", "", "C,,"},
		{"good", nss.Classic, yes(nss.Good), nil, trust.Trusted, trust.Explicit, trust.Confirmed, "", "C,,"},
		{"bad", nss.Classic, yes(nss.Bad), nil, trust.Unstated, trust.Explicit, trust.Damaged, trust.Trusted, ",,"},
		{"bad and no", nss.Classic, no(nss.Bad), nil, trust.Unstated, trust.Explicit, trust.Damaged, trust.Distrusted, ",,"},
		{"bad, and says nothing", nss.Classic, []nss.Record{{Server: nss.MustVerify, Signature: nss.Bad}}, nil, trust.Unstated, trust.Explicit, "", "", ",,"},
		{"newer one bad", nss.Modern, yes(nss.Good), no(nss.Bad), trust.Unstated, trust.Explicit, trust.Damaged, trust.Distrusted, "C,,"},
		{"newer one bad, and not asked", nss.Classic, yes(nss.Good), no(nss.Bad), trust.Trusted, trust.Explicit, trust.Confirmed, "", "C,,"},
		{"newer one alone", nss.Classic, nil, yes(nss.Bad), trust.Unstated, trust.Explicit, trust.Damaged, trust.Trusted, ",,"},
		{"older one bad", nss.Modern, yes(nss.Bad), yes(nss.Good), trust.Trusted, trust.Explicit, trust.Confirmed, "", ",,"},
		{"no record", nss.Modern, nil, nil, trust.Unstated, "", "", "", ",,"},
	} {
		e := token(c, tt.classic, tt.modern).Entries(tt.dialect, nil)[0]
		j := e.For(cert.Server)
		if j.Verdict != tt.want || j.How != tt.how || e.Standing != tt.standing || e.Ignored[cert.Server].Verdict != tt.ignored || e.Native != tt.native {
			t.Errorf("%s: %+v, standing %q, ignored %v, native %q", tt.name, j, e.Standing, e.Ignored, e.Native)
		}
	}
}

func TestStating(t *testing.T) {
	all := []nss.Record{{Server: nss.MustVerify}, {Email: nss.Anchor}, {}, {Code: nss.Distrusted}, {Client: nss.ValidCA}, {Client: nss.Peer}}
	some := nss.Stating(all)
	if len(some) != 3 || some[0] != &all[1] || some[1] != &all[3] || some[2] != &all[5] {
		t.Errorf("%+v", some)
	}
}
