package diagnose

import (
	"cmp"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
)

// A Wi-Fi or a cable that people sign in to with a certificate has its settings in a place of its own: a new certificate in all
// programs changes nothing there, and on the day the old one ends the computer is without a network.
var checkClientNetwork = Check{
	Name:    "client_network",
	Topic:   UPKIClient,
	Source:  "IEEE 802.1X with EAP-TLS (RFC 5216); nm-settings-keyfile(5), iwd.network(5), wpa_supplicant.conf(5)",
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
		Args:     message.Args{"ssid": message.Text(cmp.Or(n.SSID, n.Name, n.Config)), "date": in.day(own.NotAfter)},
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
