package diagnose

import "certviewer/message"

// An issuer that DigiCert revoked in 2022 makes mail programs warn about mail signed under it. No root
// install cures that, so it is told apart.
var checkMailIntermediate = Check{
	Name:   "mail_intermediate",
	Topic:  SecureMailID,
	Source: "DigiCert: revocation of DigiCert SHA2 Assured ID CA - G1, 2022-10-14",
	Codes:  []Code{"secure-mail-id-intermediate-revoked"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.held {
			if r := in.Catalog.RevokedIntermediate(h.Certificate); r != nil {
				out = append(out, Finding{
					Code: "secure-mail-id-intermediate-revoked", Severity: Info, Subject: h.Certificate, Stores: h.stores(),
					Args:     message.Args{"issuer": in.short(h.Certificate), "date": date(r.Date), "place": in.places(h.places)},
					Remedies: []Remedy{in.show(h.Certificate)},
				})
			}
		}
		return out
	},
}
