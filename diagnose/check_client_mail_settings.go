package diagnose

import (
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A mail account names the certificate that it signs with. Importing the new one does not change that, and taking the old one out
// makes sending fail: Thunderbird finds no other by itself. One on a card is not seen here, so a missing one is only told.
var checkClientMailSettings = Check{
	Name:    "client_mail_settings",
	Topic:   UPKIClient,
	Source:  "Thunderbird 153: mail.identity.*.signing_cert_dbkey alone finds the certificate",
	Codes:   []Code{"client-mail-old", "client-mail-missing"},
	Because: []Code{"clock-before-build"},
	Applies: func(in *Input) bool { return len(in.Host.Accounts) > 0 },
	Run: func(in *Input) (out []Finding) {
		for _, a := range in.Host.Accounts {
			if f := in.account(a); f != nil && in.store(a.Store) != nil {
				out = append(out, *f)
			}
		}
		return out
	},
}

// account returns what is to be said of one account; nil when nothing is.
func (in *Input) account(a facts.Account) *Finding {
	args := message.Args{"app": in.owner(a.Store), "account": message.Text(a.Address)}
	for _, r := range []trust.Reference{a.Signing, a.Encryption} {
		if r.Name == "" && len(r.Issuer) == 0 {
			continue
		}
		h := in.named(r, a.Store)
		if h == nil {
			return &Finding{Code: "client-mail-missing", Severity: Info, Stores: []trust.StoreID{a.Store}, Args: args}
		}
		next := in.successorIn(*h, a.Store, func(n holding) bool { return n.Permits(cert.Email) })
		if next == nil {
			continue
		}
		f := &Finding{Code: "client-mail-old", Severity: Info, Subject: h.Certificate, Stores: []trust.StoreID{a.Store}, Args: args, Remedies: []Remedy{in.show(next.Certificate)}}
		if in.useless(*h) {
			f.Severity = Warning
		}
		return f
	}
	return nil
}
