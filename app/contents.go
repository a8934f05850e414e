package app

import (
	"slices"
	"strings"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
)

// A Content is a certificate of a .p12 file that comes with its key, and the way up from it.
type Content struct {
	Certificate *cert.Certificate
	Purposes    []cert.Purpose
	Links       []change.Link // between it and its root
	Missing     *cert.Name    // whose certificate is neither in the file nor on this computer; nil = the way to the root is complete
}

// Contents says what an open file brings, the newest certificate first.
func (a *App) Contents(host *facts.Host, f *P12) (out []Content) {
	for _, id := range a.identitiesFor(host, f) {
		c := Content{Certificate: id.Certificate, Purposes: id.Certificate.Purposes(), Links: id.Links(host)}
		pool := slices.Clone(id.With)
		for _, s := range host.Stores {
			for _, e := range s.Entries {
				pool = append(pool, e.Certificate)
			}
		}
		chain := cert.Chain(id.Certificate, pool)
		if top := chain[len(chain)-1]; !top.SelfSigned() {
			c.Missing = &top.Issuer
		}
		out = append(out, c)
	}
	return out
}

// ContentsMessage is block p12-contents about one of the certificates in a file. host is nil while the computer was not looked
// at: whether the certificate is good now is not said then.
func ContentsMessage(host *facts.Host, x *cert.Certificate) message.Message {
	m := message.M("p12-contents", "name", x.Holder(), "issuer", catalog.NameOf(x.Issuer), "date", message.Day(x.NotAfter.Local()))
	if host == nil {
		return m
	}
	m.Args["date"] = lastDay(host, x)
	if late, ok := untimely(host, x); ok {
		m.Args["date"], m.Args["variant"] = late.Args["date"], message.Text(strings.TrimPrefix(late.ID, "p12-"))
	}
	return m
}

// untimely is block p12-ended or p12-not-yet about a certificate that is not good now.
func untimely(host *facts.Host, x *cert.Certificate) (message.Message, bool) {
	switch now := host.Computer.Clock; {
	case now.After(x.NotAfter):
		return message.M("p12-ended", "date", lastDay(host, x)), true
	case now.Before(x.NotBefore):
		return message.M("p12-not-yet", "date", message.Day(x.NotBefore.In(now.Location()))), true
	}
	return message.Message{}, false
}
