package diagnose

import "certviewer/catalog"

// A university client certificate that was imported without its key: the .cer instead of the .p12.
var checkClientNoKey = Check{
	Name:    "client_no_key",
	Topic:   UPKIClient,
	Source:  "UPKI: import of the .p12 file",
	Codes:   []Code{"upki-client-no-key"},
	Because: []Code{"clock-before-build"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.clients() {
			if h.hasKey() || in.stopped(h) || in.ended(h.Certificate) || in.heldWithKey(h) {
				continue
			}
			out = append(out, Finding{
				Code: "upki-client-no-key", Severity: Warning, Subject: h.Certificate, Stores: h.stores(),
				Args: in.clientArgs(h), Remedies: []Remedy{{ID: "import-by-hand"}, in.show(h.Certificate)},
			})
		}
		return out
	},
}

// heldWithKey reports whether the same person has any certificate with its key here: then the copy without
// key is somebody's public half beside the real one.
func (in *Input) heldWithKey(h holding) bool {
	for _, o := range in.clients() {
		if o.hasKey() && catalog.SamePerson(o.Certificate, h.Certificate) {
			return true
		}
	}
	return false
}
