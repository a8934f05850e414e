package nss

import (
	"time"

	"certviewer/cert"
	"certviewer/trust"
)

// sayings are what records were found to mean. A long list has a few of them over and over, so that entries share
// them; nobody changes one.
type sayings map[saying]map[cert.Purpose]trust.Judgement

type saying struct {
	server, client, email, code Level
	serverAfter, emailAfter     time.Time
}

// judgements says what a record means for each purpose; nil where there is no record. NSS
// keeps nothing about time stamps.
func (ss sayings) judgements(r *Record, c *Certificate) map[cert.Purpose]trust.Judgement {
	switch {
	case r == nil:
		return nil
	case r.Signature == Bad:
		r = &ignored
	}
	s := saying{r.Server, r.Client, r.Email, r.Code, c.ServerDistrustAfter, c.EmailDistrustAfter}
	m := ss[s]
	if m == nil {
		m = make(map[cert.Purpose]trust.Judgement, 4)
		state(m, cert.Server, s.server, s.serverAfter)
		state(m, cert.Client, s.client, time.Time{})
		state(m, cert.Email, s.email, s.emailAfter)
		state(m, cert.Code, s.code, time.Time{})
		ss[s] = m
	}
	return m
}

// state enters what level l says for p. Certificates issued after the second distrustAfter, if
// there is one, are not trusted: Mozilla's list writes the last second of a day.
func state(m map[cert.Purpose]trust.Judgement, p cert.Purpose, l Level, distrustAfter time.Time) {
	j := trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}
	switch l {
	case Unknown:
		return
	case Anchor, Peer:
		j.Verdict = trust.Trusted
		if !distrustAfter.IsZero() {
			before := distrustAfter.Add(time.Second)
			j.IssuedBefore = &before
		}
		if l == Peer {
			j.How = trust.Itself
		}
	case Distrusted:
		j.Verdict = trust.Distrusted
	}
	m[p] = j
}

// differ reports whether two records come to another verdict for any purpose. That one of them
// names "decide by the chain" and the other says nothing is no dispute.
func differ(a, b map[cert.Purpose]trust.Judgement) bool {
	for _, p := range cert.Purposes {
		x, y := trust.Entry{Trust: a}.For(p), trust.Entry{Trust: b}.For(p)
		if x.Verdict != y.Verdict {
			return true
		}
	}
	return false
}

// flags writes a record as "certutil -L" does, so that a person can compare. The letters and
// their order are those of printflags in NSS's lib/certdb/certdb.c and cmd/lib/secutil.c; that
// the client's level goes into the first group is cert_trust_from_stan_trust in pki3hack.c.
func (r *Record) flags(user bool) string {
	if r == nil || r.Signature == Bad {
		r = &Record{}
	}
	server := bits(r.Server)
	if r.StepUp {
		server |= stepUp
	}
	if client := bits(r.Client); client&trustedCA != 0 {
		server |= client&^trustedCA | clientCA
	} else {
		server |= client
	}
	groups := [...]flag{server, bits(r.Email), bits(r.Code)}
	out := make([]byte, 0, 16)
	for i, f := range groups {
		if i > 0 {
			out = append(out, ',')
		}
		if user {
			f |= isUser
		}
		out = f.letters(out)
	}
	return string(out)
}

// A flag is a set of CERTDB_… bits.
type flag uint8

const (
	validCA   flag = 1 << iota // CERTDB_VALID_CA
	terminal                   // CERTDB_TERMINAL_RECORD: decided here, up or down
	trustedCA                  // CERTDB_TRUSTED_CA
	clientCA                   // CERTDB_TRUSTED_CLIENT_CA
	trusted                    // CERTDB_TRUSTED
	isUser                     // CERTDB_USER
	stepUp                     // CERTDB_GOVT_APPROVED_CA
)

func bits(l Level) flag {
	switch l {
	case Anchor:
		return validCA | trustedCA
	case Peer:
		return terminal | trusted
	case Distrusted:
		return terminal
	case ValidCA:
		return validCA
	}
	return 0
}

func (f flag) letters(out []byte) []byte {
	for _, l := range [...]struct {
		has, not flag
		letter   byte
	}{
		{validCA, trustedCA | clientCA, 'c'},
		{terminal, trusted, 'p'},
		{trustedCA, 0, 'C'},
		{clientCA, 0, 'T'},
		{trusted, 0, 'P'},
		{isUser, 0, 'u'},
		{stepUp, 0, 'G'},
	} {
		if f&l.has != 0 && f&l.not == 0 {
			out = append(out, l.letter)
		}
	}
	return out
}
