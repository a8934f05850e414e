package diagnose

import (
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// certutil -M replaces all flags: what is not to change must be written again.
func TestChangedFlags(t *testing.T) {
	all := []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code, cert.Timestamp}
	for _, c := range []struct {
		native    string
		add, take []cert.Purpose
		want      string
	}{
		{"", []cert.Purpose{cert.Code, cert.Timestamp}, nil, ",,C"},
		{",,", []cert.Purpose{cert.Email}, nil, ",C,"},
		{"CT,C,", []cert.Purpose{cert.Code}, nil, "CT,C,C"},
		{"T,,", []cert.Purpose{cert.Server}, nil, "TC,,"},
		{"p,p,", []cert.Purpose{cert.Code}, nil, "p,p,C"}, // what is blocked stays so
		{"c,c,c", []cert.Purpose{cert.Code}, nil, "c,c,C"},
		{"Cu,Cu,u", []cert.Purpose{cert.Code}, nil, "C,C,C"},
		{",,P", []cert.Purpose{cert.Code}, nil, ",,C"},
		{"C,C,C", nil, []cert.Purpose{cert.Server, cert.Code}, ",C,"},
		{"CT,C,C", nil, []cert.Purpose{cert.Server, cert.Client, cert.Code, cert.Timestamp}, ",C,"},
		{"CT,,", nil, []cert.Purpose{cert.Server}, "T,,"},
		{"P,C,p", nil, []cert.Purpose{cert.Server}, ",C,p"},
		{"CT,C,C", nil, all, ",,"},
	} {
		if got := changed(c.native, c.add, c.take); got != c.want {
			t.Errorf("%q with %v and without %v: %q, want %q", c.native, c.add, c.take, got, c.want)
		}
	}
}

func TestShell(t *testing.T) {
	for word, want := range map[string]string{
		"":                        "''",
		"sql:/home/a/.pki/nssdb":  "sql:/home/a/.pki/nssdb",
		"sql:/home/a b/.pki":      "'sql:/home/a b/.pki'",
		"It's $HOME; `x`":         `'It'\''s $HOME; ` + "`x`'",
		"山田":                      "'山田'",
		"~/x":                     "'~/x'",
		"VeriSign, Inc. - (c) G3": "'VeriSign, Inc. - (c) G3'",
	} {
		if got := shell(word); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
}

// What a person is told to type or press fits the place: certutil only where its word counts and it can tell the
// certificate from others.
func TestRemedies(t *testing.T) {
	g3, g4 := known(t, mailRoot), known(t, webexRoot)
	wide := nss(g3, []cert.Purpose{cert.Server, cert.Client, cert.Email}, []cert.Purpose{cert.Code})
	wide.Name, wide.Native = "It's G3", "CT,C,p"
	namesake := nss(g4, nil, nil)
	namesake.Name = wide.Name
	hidden := wide
	hidden.Name = "G3\u202e"
	path := chromium(wide)
	path.Path = "/home/a b/nssdb"
	export := "certviewer cert export digicert-trusted-root-g4 --out digicert-trusted-root-g4.crt"
	for name, c := range map[string]struct {
		hostCase
		want string // the remedies of the first finding, a line each
	}{
		"narrowed by certutil":       {hostCase{topic: SecureMailID, stores: []facts.Store{path}}, `trust-nss: certutil -M -d 'sql:/home/a b/nssdb' -n 'It'\''s G3' -t ,C,p`},
		"two of one nickname":        {hostCase{topic: SecureMailID, stores: []facts.Store{chromium(wide, namesake)}}, ""},
		"a nickname with tricks":     {hostCase{topic: SecureMailID, stores: []facts.Store{chromium(hidden)}}, ""},
		"narrowed in Firefox":        {hostCase{topic: SecureMailID, stores: []facts.Store{firefox("a", wide)}}, "trust-in-app"},
		"taken out of the bundle":    {hostCase{topic: SecureMailID, stores: []facts.Store{system(flattened(g3, trust.Admin))}}, "remove-system: sudo update-ca-certificates"},
		"taken out on Fedora":        {hostCase{topic: SecureMailID, family: "fedora", stores: []facts.Store{system(flattened(g3, trust.Admin))}}, "remove-system: sudo update-ca-trust"},
		"written into the bundle":    {hostCase{topic: SecureMailID, stores: []facts.Store{system(flattened(g3, trust.Added))}}, ""},
		"added on Debian":            {hostCase{topic: WebexTSA, stores: []facts.Store{system()}}, "add-system: " + export + " && sudo install -m 644 digicert-trusted-root-g4.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates"},
		"added on Arch":              {hostCase{topic: WebexTSA, family: "arch", stores: []facts.Store{system()}}, "add-system: " + export + " && sudo install -m 644 digicert-trusted-root-g4.crt /etc/ca-certificates/trust-source/anchors/ && sudo update-ca-trust"},
		"added where we do not know": {hostCase{topic: WebexTSA, family: "slackware", stores: []facts.Store{system()}}, "export: " + export},
		"added for what is needed":   {hostCase{topic: WebexTSA, restricted: true, stores: []facts.Store{chromium()}}, "add-nss: " + export + " && certutil -A -d sql:/home/a/.pki/nssdb -n 'DigiCert Trusted Root G4' -t ,,C -i digicert-trusted-root-g4.crt"},
		"not added to Firefox":       {hostCase{topic: WebexTSA, restricted: true, stores: []facts.Store{firefox("a")}}, "export: " + export},
		"blocked by certutil":        {hostCase{topic: Stores, stores: []facts.Store{chromium(nss(public(t, "superfish.pem"), cert.Purposes, nil))}}, "distrust-nss: certutil -M -d sql:/home/a/.pki/nssdb -n test -t p,p,p"},
		"blocked in Thunderbird":     {hostCase{topic: Stores, stores: []facts.Store{thunderbird(nss(public(t, "superfish.pem"), cert.Purposes, nil))}}, "distrust-in-app"},
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
