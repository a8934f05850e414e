package diagnose

// A university certificate by an issuer that is not in our list: NII has issued from a private CA since
// 2023-12-14, whose names we have not seen. Say so instead of guessing.
var checkClientUnlisted = Check{
	Name:   "client_unlisted",
	Topic:  UPKIClient,
	Source: "NII: client certificates from a private CA, 2023-12-14",
	Codes:  []Code{"upki-client-unlisted"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.clients() {
			if !in.ofUniversity(h) || in.Catalog.UPKI().Listed(h.Issuer) || !h.hasKey() {
				continue
			}
			f := Finding{Code: "upki-client-unlisted", Severity: Info, Subject: h.Certificate, Stores: h.stores(), Args: in.clientArgs(h)}
			f.Args["catalog_date"] = in.catalogDate()
			out = append(out, f)
		}
		return out
	},
}
