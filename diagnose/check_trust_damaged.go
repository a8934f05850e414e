package diagnose

import (
	"slices"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// NSS signs every trust record, and ignores one whose signature is missing or wrong: the certificate manager lists the
// certificate, and the program behaves as if nobody had trusted it. Only what a person would want back is told: not the
// trust in what has expired, or in what is better not trusted.
var checkTrustDamaged = Check{
	Name:   "trust_damaged",
	Topic:  Stores,
	Source: "NSS: signatures of trust records in key4.db, lib/softoken/sftkdb.c; Firefox ESR 140 and 153 were seen to obey them",
	Codes:  []Code{recordDamaged},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.held {
			if in.ended(h.Certificate) {
				continue
			}
			for _, p := range h.places {
				if p.Standing != trust.Damaged || in.unwanted(p) {
					continue
				}
				f := TrustDamaged(*in, p.store, p.Entry)
				f.Remedies = append(f.Remedies, in.show(h.Certificate))
				out = append(out, f)
			}
		}
		return out
	},
}

const recordDamaged Code = "stores-trust-record-damaged"

// TrustDamaged is the finding about an entry of store s whose trust record programs do not believe.
func TrustDamaged(in Input, s *facts.Store, e trust.Entry) Finding {
	p := place{s, e}
	f := Finding{
		Code: recordDamaged, Severity: Warning, Subject: e.Certificate, Stores: []trust.StoreID{s.ID},
		Args: message.Args{"root": in.short(e.Certificate), "app": in.owner(s.ID)},
	}
	if !in.unwanted(p) {
		f.Remedies = in.restate(p)
	}
	return f
}

// unwanted reports whether a damaged record trusts what is known to be dangerous, or a root that a public list dropped,
// for more than the catalogue still offers.
func (in *Input) unwanted(p place) bool {
	trusted := trust.Entry{Trust: p.Ignored}.TrustedFor()
	if len(trusted) == 0 {
		return false
	}
	var offer []cert.Purpose
	if root := in.Catalog.RootFor(p.Certificate); root != nil {
		offer = root.Offer
	}
	m, _ := in.Catalog.MembershipOf(p.Certificate)
	_, _, dropped := m.DroppedBy()
	more := slices.ContainsFunc(trusted, func(x cert.Purpose) bool { return !slices.Contains(offer, x) })
	return dropped && more || in.Catalog.KnownBad(p.Certificate) != nil
}

// restate is the remedy that writes what a damaged record says anew. There is none for what this program does not
// write: trust in this certificate alone, and trust beside a block.
func (in *Input) restate(p place) []Remedy {
	written := trust.Entry{Trust: p.Ignored}
	want, block := written.TrustedFor(), written.DistrustedFor()
	for _, x := range want {
		if p.Ignored[x].How == trust.Itself {
			return nil
		}
	}
	fix := Fix{Certificate: p.Certificate, Stores: []trust.StoreID{p.store.ID}}
	switch {
	case !in.changes(p.store):
		return nil
	case len(want) == 0:
		fix.Op = "distrust"
	case len(block) > 0 || !p.Certificate.IsCA():
		return nil
	default:
		fix.Op, fix.For = "trust", sayable(p.store, want)
	}
	return []Remedy{in.fixed(fix)}
}
