package app

import (
	"slices"
	"time"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/message"
)

// Overall is the block at the top of the health check. What needs attention is counted by findings, of which one topic
// may have several; stopped is how many changes wait beside them to be finished or undone.
func Overall(h *Health, stopped int) message.Message {
	n, unknown := stopped, 0
	for _, a := range h.Answers {
		for _, f := range a.Findings {
			if f.Severity != diagnose.Info {
				n++
			}
		}
		if a.Verdict == diagnose.Unknown {
			unknown++
		}
	}
	switch {
	case n > 0:
		return message.M("check-some-action", "count", n)
	case unknown > 0:
		return message.M("check-some-unknown", "count", unknown)
	}
	certificates, places := map[cert.Fingerprint]bool{}, 0
	for _, s := range h.Host.Stores {
		for _, e := range s.Entries {
			certificates[e.Certificate.SHA256] = true
		}
		if s.Problem == nil {
			places++
		}
	}
	return message.M("check-all-ok",
		"certificates", message.M("count.certificates", "count", len(certificates)), "places", message.M("count.places", "count", places))
}

// ByImportance is the answers with what needs action first, then what could not be checked.
func ByImportance(answers []diagnose.Answer) []diagnose.Answer {
	rank := map[diagnose.Verdict]int{diagnose.Action: 0, diagnose.Unknown: 1, diagnose.OK: 2, diagnose.NotNeeded: 2}
	return slices.SortedStableFunc(slices.Values(answers), func(a, b diagnose.Answer) int { return rank[a.Verdict] - rank[b.Verdict] })
}

// knowledgeLasts is how long advice is given without a word on its age.
const knowledgeLasts = 365 * 24 * time.Hour

// Old reports whether the knowledge is so old that advice may have changed since: block check-knowledge-old.
func (h *Health) Old() bool { return h.Host.Computer.Clock.Sub(h.Knowledge) > knowledgeLasts }
