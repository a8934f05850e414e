package cli

import (
	"fmt"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
)

// askedAbout is the largest file of certificates whose every one the system is asked about: each question starts a child, and a
// bundle has hundreds.
const askedAbout = 10

// A systemJSON is what the system's own verifier says for one purpose.
type systemJSON struct {
	Purpose cert.Purpose      `json:"purpose"`
	Trusted bool              `json:"trusted"`
	Against []facts.Objection `json:"against"`
	Native  string            `json:"native,omitempty"` // the system's own numbers
	Fetches bool              `json:"fetches,omitempty"`
	Differs bool              `json:"differs"` // from what "trusted_by" has for the system's programs
}

func systemViewJSON(v *diagnose.SystemView) (out []systemJSON) {
	if v == nil {
		return nil
	}
	for _, a := range v.Answers {
		out = append(out, systemJSON{a.Purpose, a.Trusted, nonNil(a.Against), a.Native, a.Fetches, a.Differs})
	}
	return out
}

// printSystemView prints what the system itself says of a certificate, and where that contradicts us.
func (s *session) printSystemView(v *diagnose.SystemView, c *cert.Certificate) {
	if v == nil {
		return
	}
	for i, m := range v.Says() {
		if i == 0 {
			fmt.Fprintln(s.Out, "  "+s.p.Text("label.windows-says"))
		}
		fmt.Fprintln(s.Out, "    "+s.p.Print(m))
	}
	for _, f := range v.Differences(c) {
		s.printCard(app.FindingCard(s.p, f, nil), "  ")
	}
}
