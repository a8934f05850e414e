package app

import (
	"slices"

	"certviewer/cert"
	"certviewer/trust"
)

// A Difference is one certificate that two stores judge differently.
type Difference struct {
	Certificate *cert.Certificate
	A, B        map[cert.Purpose]trust.Judgement // nil: that store does not hold it
	OnlyA       []cert.Purpose                   // trusted by A and not by B
	OnlyB       []cert.Purpose
}

// Diff compares what two lists of entries trust, by purpose.
func Diff(a, b []trust.Entry) (out []Difference) {
	other := map[cert.Fingerprint]trust.Entry{}
	for _, e := range b {
		other[e.Certificate.SHA256] = e
	}
	for _, e := range a {
		o, both := other[e.Certificate.SHA256]
		delete(other, e.Certificate.SHA256)
		d := Difference{Certificate: e.Certificate, A: judged(e), OnlyA: without(e.TrustedFor(), o.TrustedFor()), OnlyB: without(o.TrustedFor(), e.TrustedFor())}
		if both {
			d.B = judged(o)
		}
		if len(d.OnlyA)+len(d.OnlyB) > 0 {
			out = append(out, d)
		}
	}
	for _, e := range b {
		if _, left := other[e.Certificate.SHA256]; left && len(e.TrustedFor()) > 0 {
			out = append(out, Difference{Certificate: e.Certificate, B: judged(e), OnlyB: e.TrustedFor()})
			delete(other, e.Certificate.SHA256)
		}
	}
	return out
}

// judged is an entry's trust, never nil.
func judged(e trust.Entry) map[cert.Purpose]trust.Judgement {
	if e.Trust == nil {
		return map[cert.Purpose]trust.Judgement{}
	}
	return e.Trust
}

func without(a, b []cert.Purpose) []cert.Purpose {
	return slices.DeleteFunc(slices.Clone(a), func(p cert.Purpose) bool { return slices.Contains(b, p) })
}
