package diagnose

import (
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
)

// What issuers said of a person's certificates when they were asked. They are asked only when the person wants it, and what
// they said holds for that moment; no answer is neither good nor bad news.
var checkClientRevoked = Check{
	Name:   "client_revoked",
	Topic:  UPKIClient,
	Source: "RFC 6960 2.2; RFC 5280 6.3",
	Codes:  []Code{"client-revoked", "client-not-revoked", "client-revocation-no-answer"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.clients() {
			if r := in.revocation(h); r != nil {
				out = append(out, r.Finding)
			}
		}
		return out
	},
}

// A Revocation is what came of asking whether a certificate was revoked.
type Revocation struct {
	Answer  facts.Inquiry // the one that counts; with a Problem when none does, and of nobody when nobody was asked
	At      time.Time
	Finding Finding
}

// JudgeRevocation judges what came of asking about c. Of in it needs the catalogue and the time.
func JudgeRevocation(in Input, c *cert.Certificate, r facts.Revocation) *Revocation {
	a := counting(r)
	f := Finding{Code: "client-not-revoked", Severity: Info, Subject: c, Args: message.Args{
		"name": in.short(c), "issuer": catalog.NameOf(c.Issuer), "time": message.Moment(r.At.In(in.Now.Location())),
	}}
	switch a.Status {
	case facts.Revoked:
		f.Code, f.Severity, f.Args["date"] = "client-revoked", Error, in.day(a.RevokedAt)
	case facts.Good:
		f.Args["date"] = in.day(a.NextUpdate)
		if a.NextUpdate.IsZero() {
			f.Args["variant"] = message.Text("open")
		}
	default:
		f.Code = "client-revocation-no-answer"
		if a.Status == "" { // else it answered that it does not know
			f.Args["reason"] = message.M("revocation." + string(a.Problem))
		}
		if v := silence(r, a); v != nil {
			f.Args["variant"] = v
		}
	}
	return &Revocation{Answer: a, At: r.At, Finding: f}
}

// revocation judges what was asked about h; nil when nothing was asked.
func (in *Input) revocation(h holding) *Revocation {
	for _, r := range in.Host.Revocations {
		if r.Certificate == h.SHA256 {
			out := JudgeRevocation(*in, h.Certificate, r)
			out.Finding.Stores = h.stores()
			return out
		}
	}
	return nil
}

func (in *Input) revoked(h holding) bool {
	r := in.revocation(h)
	return r != nil && r.Answer.Status == facts.Revoked
}

// counting returns the inquiry that decides: one that said revoked or good; failing that one whose responder does not know
// the certificate; else the last one tried.
func counting(r facts.Revocation) facts.Inquiry {
	out := facts.Inquiry{Problem: r.Problem}
	for _, a := range r.Asked {
		switch {
		case a.Status == facts.Revoked, a.Status == facts.Good:
			return a
		case out.Status == "":
			out = a
		}
	}
	return out
}

// silence names the sentences for there being no answer: by what a person can do about it.
func silence(r facts.Revocation, a facts.Inquiry) message.Arg {
	switch {
	case a.Status == facts.NotKnownToIt:
		return message.List{message.Text("unknown"), message.Text("unasked")}
	case len(r.Asked) == 0:
		return message.Text("unasked")
	case a.Problem == facts.Outdated, a.Problem == facts.FromFuture:
		return message.Text("clock")
	}
	return nil
}
