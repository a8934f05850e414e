package diagnose

import (
	"slices"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A Wi-Fi or a cable that people sign in to with a certificate has its settings in a place of its own: a new certificate in all
// programs changes nothing there, and on the day the old one ends the computer is without a network.
var checkClientNetwork = Check{
	Name:    "client_network",
	Topic:   UPKIClient,
	Source:  "IEEE 802.1X with EAP-TLS (RFC 5216); nm-settings-keyfile(5), iwd.network(5), wpa_supplicant.conf(5); [MS-GPWL] 2.2.3.2.5",
	Codes:   []Code{"client-network-old"},
	Because: []Code{"clock-before-build"},
	Applies: func(in *Input) bool { return len(in.Host.Networks) > 0 },
	Run: func(in *Input) (out []Finding) {
		for _, n := range in.Host.Networks {
			if f := in.network(n); f != nil {
				out = append(out, *f)
			}
		}
		return out
	},
}

func (in *Input) network(n facts.Network) *Finding {
	if n.Selection != nil {
		return in.picked(n)
	}
	var own *cert.Certificate
	for _, c := range n.Certificates {
		if !c.IsCA() {
			own = c
			break
		}
	}
	if own == nil {
		return nil
	}
	h := holding{Certificate: own}
	next := in.successor(h)
	if !in.useless(h) && next == nil {
		return nil
	}
	f := &Finding{
		Code: "client-network-old", Severity: Info, Subject: own,
		Args:     message.Args{"ssid": NetworkName(n), "date": in.day(own.NotAfter)},
		Remedies: []Remedy{{ID: "show", Args: message.Args{"cert": in.short(own)}, Command: "certviewer cert show " + shell(n.Client)}},
	}
	if n.Client == "" {
		f.Remedies = nil
	}
	if in.useless(h) {
		f.Severity = Warning
	}
	if in.ended(own) {
		f.Args["variant"] = message.Text("ended")
	}
	return f
}

// picked is the finding about a network for which its manager picks a certificate: that it finds none but what no longer
// signs anybody in.
func (in *Input) picked(n facts.Network) *Finding {
	s := n.Selection
	if slices.ContainsFunc(s.Stores, func(id trust.StoreID) bool { return in.store(id) == nil }) {
		return nil // not known what it finds
	}
	var pool []*cert.Certificate
	for _, h := range in.held {
		pool = append(pool, h.Certificate)
	}
	var last *holding
	for _, h := range in.clients() {
		switch {
		case !slices.ContainsFunc(s.Stores, h.keyIn) || !Picks(s, cert.Chain(h.Certificate, pool)):
		case !in.useless(h):
			return nil
		case last == nil || h.NotAfter.After(last.NotAfter):
			last = &h
		}
	}
	if last == nil {
		return nil
	}
	return &Finding{
		Code: "client-network-old", Severity: Warning, Subject: last.Certificate, Stores: s.Stores,
		Args: message.Args{
			"variant": message.Text("picks"), "ssid": NetworkName(n), "place": in.place(s.Stores[0]), "date": in.day(last.NotAfter),
		},
		Remedies: []Remedy{in.show(last.Certificate)},
	}
}
