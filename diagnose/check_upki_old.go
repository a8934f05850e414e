package diagnose

// University certificates from the intermediate that NII revoked on 2022-01-17: the date written in them
// does not say that they stopped. Silent where a newer one is here; that is check client_superseded.
var checkUPKIOld = Check{
	Name:   "upki_old",
	Topic:  UPKIClient,
	Source: "NII notice: old client certificate intermediate, 2022-01-17",
	Codes:  []Code{"upki-client-old"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.clients() {
			if !in.stopped(h) || in.successor(h) != nil {
				continue
			}
			f := Finding{
				Code: "upki-client-old", Severity: Warning, Subject: h.Certificate, Stores: h.stores(),
				Args: in.clientArgs(h), Remedies: []Remedy{{ID: "new-certificate"}, in.show(h.Certificate)},
			}
			f.Args["date"] = japanDay(h.NotBefore)
			out = append(out, f)
		}
		return out
	},
}
