package diagnose

import (
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A SystemView is what the system's own verifier makes of a certificate, held against what we make of the lists that it goes
// by.
type SystemView struct {
	Answers []SystemAnswer
	Silent  bool // it was asked, and did not answer
}

// A SystemAnswer is its answer for one purpose.
type SystemAnswer struct {
	facts.Verdict
	Ours    trust.Verdict
	Differs bool // from ours, about trust: our rules know nothing of days, signatures and names
	Fetches bool // it would trust the certificate once it has fetched a root, which it was not let
}

// about are the objections of a verifier that trust.Judge is about too.
var about = []facts.Objection{facts.Blocked, facts.NoTrustedRoot, facts.NoWayUp, facts.NotForPurpose}

// JudgeVerification compares v with ours, what the system's own programs make of the certificate by package trust's rules.
func JudgeVerification(v *facts.Verification, ours map[cert.Purpose]trust.Ruling) SystemView {
	var out SystemView
	for _, a := range v.Answers {
		r := ours[a.Purpose]
		x := SystemAnswer{Verdict: a, Ours: r.Verdict}
		trusted := r.Verdict == trust.Trusted
		switch absent := !slices.ContainsFunc(a.Against, func(o facts.Objection) bool { return o != facts.NoTrustedRoot && o != facts.NoWayUp }); {
		case a.Trusted:
			x.Differs = !trusted
		case trusted && r.How == trust.OnDemand && absent:
			x.Fetches = true
		default:
			x.Differs = trusted && slices.ContainsFunc(a.Against, func(o facts.Objection) bool { return slices.Contains(about, o) })
		}
		out.Answers = append(out.Answers, x)
	}
	return out
}

// Says is what the system says, one sentence for all purposes that it answers alike.
func (v SystemView) Says() (out []message.Message) {
	if v.Silent {
		return []message.Message{message.M("windows-says.no-answer")}
	}
	if pp := v.purposes(func(a SystemAnswer) bool { return a.Trusted }); len(pp) > 0 {
		out = append(out, message.M("windows-says.trusted", "purposes", catalog.PurposeNames(pp)))
	}
	for i, first := range v.Answers {
		same := func(a SystemAnswer) bool { return !a.Trusted && !a.Fetches && slices.Equal(a.Against, first.Against) }
		if !same(first) || slices.ContainsFunc(v.Answers[:i], same) {
			continue
		}
		reasons := make(message.All, len(first.Against))
		for j, o := range first.Against {
			reasons[j] = message.M("objection." + string(o))
		}
		out = append(out, message.M("windows-says.not", "purposes", catalog.PurposeNames(v.purposes(same)), "reasons", reasons))
	}
	if pp := v.purposes(func(a SystemAnswer) bool { return a.Fetches }); len(pp) > 0 {
		out = append(out, message.M("windows-says.on-demand", "purposes", catalog.PurposeNames(pp)))
	}
	return out
}

// Differences are the findings where the system contradicts us: that it trusts, and that it does not.
func (v SystemView) Differences(c *cert.Certificate) (out []Finding) {
	for _, trusts := range []bool{true, false} {
		pp := v.purposes(func(a SystemAnswer) bool { return a.Differs && a.Trusted == trusts })
		if len(pp) == 0 {
			continue
		}
		f := Finding{Code: "windows-differs", Severity: Warning, Subject: c, Args: message.Args{"purposes": catalog.PurposeNames(pp)}}
		if trusts {
			f.Args["variant"] = message.Text("trusts")
		}
		out = append(out, f)
	}
	return out
}

func (v SystemView) purposes(which func(SystemAnswer) bool) (out []cert.Purpose) {
	for _, a := range v.Answers {
		if which(a) {
			out = append(out, a.Purpose)
		}
	}
	return out
}
