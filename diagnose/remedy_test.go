package diagnose

import (
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

func TestShell(t *testing.T) {
	for word, want := range map[string]string{"": "''", "nssdb:/home/a/db": "nssdb:/home/a/db", "a b": "'a b'", "It's": `'It'\''s'`, "$HOME": "'$HOME'", "証": "'証'"} {
		if got := shell(word); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
}

// What is proposed fits the place: the exact set of purposes, everything that was not wrong staying as it is.
func TestRemedies(t *testing.T) {
	g3 := known(t, mailRoot)
	wide := nss(g3, []cert.Purpose{cert.Server, cert.Client, cert.Email}, []cert.Purpose{cert.Code})
	g4 := known(t, webexRoot)
	g4Short := g4.SHA256.String()[:16]
	itself := damaged(nss(g4, []cert.Purpose{cert.Server}, nil))
	itself.Ignored[cert.Server] = trust.Judgement{Verdict: trust.Trusted, How: trust.Itself}
	path := chromium(wide)
	path.ID = "nssdb:/home/a b/nssdb"
	g3Short, badShort := g3.SHA256.String()[:16], public(t, "superfish.pem").SHA256.String()[:16]
	own := signedItself(t, nil, nil)
	for name, c := range map[string]struct {
		hostCase
		want string // the remedies of the first finding, a line each
	}{
		"narrowed":                   {hostCase{topic: SecureMailID, stores: []facts.Store{path}}, "fix: certviewer root trust " + g3Short + " --store 'nssdb:/home/a b/nssdb' --for email"},
		"taken out of the bundle":    {hostCase{topic: SecureMailID, stores: []facts.Store{system(flattened(g3, trust.Admin))}}, "fix: certviewer root remove " + g3Short + " --store system"},
		"written into the bundle":    {hostCase{topic: SecureMailID, stores: []facts.Store{system(flattened(g3, trust.Added))}}, ""},
		"added to the bundle":        {hostCase{topic: WebexTSA, stores: []facts.Store{system()}}, "fix: certviewer root add digicert-trusted-root-g4 --store system"},
		"added where we do not know": {hostCase{topic: WebexTSA, family: "slackware", stores: []facts.Store{system()}}, "export: certviewer cert export digicert-trusted-root-g4 --out digicert-trusted-root-g4.crt"},
		"added for what is needed":   {hostCase{topic: WebexTSA, restricted: true, stores: []facts.Store{chromium()}}, "fix: certviewer root add digicert-trusted-root-g4 --store chromium --for code"},
		"written anew":               {hostCase{topic: Stores, stores: []facts.Store{chromium(damaged(nss(g4, []cert.Purpose{cert.Server, cert.Code}, nil)))}}, "fix: certviewer root trust " + g4Short + " --store chromium --for server,code"},
		"blocked anew":               {hostCase{topic: Stores, stores: []facts.Store{chromium(damaged(nss(g4, nil, cert.Purposes)))}}, "fix: certviewer root distrust " + g4Short + " --store chromium"},
		"trusted and blocked":        {hostCase{topic: Stores, stores: []facts.Store{chromium(damaged(nss(g4, []cert.Purpose{cert.Server}, []cert.Purpose{cert.Email})))}}, ""},
		"trusted itself":             {hostCase{topic: Stores, stores: []facts.Store{chromium(itself)}}, ""},
		"written anew, unknown": {hostCase{topic: Stores, stores: []facts.Store{chromium(damaged(nss(own, []cert.Purpose{cert.Server}, nil)))}},
			"fix: certviewer root trust " + own.SHA256.String()[:16] + " --store chromium --for server --fingerprint SHA256"},
		"blocked": {hostCase{topic: Stores, stores: []facts.Store{chromium(nss(public(t, "superfish.pem"), cert.Purposes, nil))}}, "fix: certviewer root distrust " + badShort + " --store chromium"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range answerOf(t, c.hostCase).Findings[0].Remedies {
				switch {
				case r.ID == "show": // always offered
				case r.Command == "":
					got = append(got, r.ID)
				default:
					got = append(got, r.ID+": "+r.Command)
				}
			}
			if got := strings.Join(got, "\n"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
