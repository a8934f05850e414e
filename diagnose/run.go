package diagnose

import (
	"slices"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// Checks is every check. A check comes after those whose findings make it moot; within a topic the
// order is also the order of importance among findings of one severity.
var Checks = []Check{
	checkClock,
	checkWebexRoot,
	checkMailRoot,
	checkMailIntermediate,
	checkUPKIOld,
	checkClientRevoked,
	checkClientSuperseded,
	checkClientExpiry,
	checkClientNoKey,
	checkClientUnlisted,
	checkClientMailSettings,
	checkClientRemembered,
	checkClientNetwork,
	checkKnownBad,
	checkUnknownRoot,
	checkRootMisplaced,
	checkDropped,
	checkTrustDamaged,
	checkAppDiffers,
	checkDialects,
	checkIssuedBefore,
	checkExpired,
	checkDistribution,
	checkUnreadable,
}

// A topic's answer when no finding needs action: green, not concerned, or not known.
var quiet = map[Topic]func(*Input, []Finding) (Verdict, message.Message){
	WebexTSA:     webexQuiet,
	SecureMailID: mailQuiet,
	UPKIClient:   clientQuiet,
	Stores:       storesQuiet,
}

// Run judges the facts for the topics asked (all when none), in the order of Topics.
func Run(in Input, topics []Topic) []Answer {
	in.prepare()
	if len(topics) == 0 {
		topics = Topics
	}
	findings := map[Topic][]Finding{}
	found := map[Code]bool{}
	for _, c := range Checks {
		topic, asked := c.topicAmong(topics)
		if !asked || c.Applies != nil && !c.Applies(&in) || slices.ContainsFunc(c.Because, func(x Code) bool { return found[x] }) {
			continue
		}
		for _, f := range c.Run(&in) {
			found[f.Code] = true
			findings[topic] = append(findings[topic], f)
		}
	}
	var out []Answer
	for _, t := range Topics {
		if slices.Contains(topics, t) {
			out = append(out, answer(&in, t, findings[t]))
		}
	}
	return out
}

// topicAmong returns the topic under which the check reports. The clock is everybody's: it is told once,
// on the last card that was asked for and depends on dates.
func (c Check) topicAmong(topics []Topic) (Topic, bool) {
	if c.Topic != "" {
		return c.Topic, slices.Contains(topics, c.Topic)
	}
	for _, t := range []Topic{Stores, UPKIClient, SecureMailID, WebexTSA} {
		if slices.Contains(topics, t) {
			return t, true
		}
	}
	return "", false
}

func answer(in *Input, t Topic, ff []Finding) Answer {
	rank := map[Severity]int{Error: 0, Warning: 1, Info: 2}
	slices.SortStableFunc(ff, func(a, b Finding) int { return rank[a.Severity] - rank[b.Severity] })
	a := Answer{Topic: t, Findings: ff}
	if len(ff) > 0 && ff[0].Severity != Info {
		a.Verdict, a.Headline = Action, ff[0].Message()
		return a
	}
	a.Verdict, a.Headline = quiet[t](in, ff)
	return a
}

// Overall is the verdict over all answers: action before unknown before ok.
func Overall(aa []Answer) Verdict {
	v := OK
	for _, a := range aa {
		switch {
		case a.Verdict == Action:
			return Action
		case a.Verdict == Unknown:
			v = Unknown
		}
	}
	return v
}

// A holding is one certificate and every place that holds it.
type holding struct {
	*cert.Certificate
	places []place
}

// A place is a store and what it says of one certificate.
type place struct {
	store *facts.Store
	trust.Entry
}

// ended reports whether the last day of c has passed. One whose last day cannot be read may still count.
func (in *Input) ended(c *cert.Certificate) bool {
	return !c.NotAfter.IsZero() && in.Now.After(c.NotAfter)
}

// prepare groups what the stores hold by certificate, in the order in which they were seen.
func (in *Input) prepare() {
	in.entries = map[trust.StoreID][]trust.Entry{}
	at := map[cert.Fingerprint]int{}
	for i := range in.Host.Stores {
		s := &in.Host.Stores[i]
		in.entries[s.ID] = slices.Concat(s.Entries, s.StandIn)
		for _, e := range s.Entries {
			n, ok := at[e.Certificate.SHA256]
			if !ok {
				n = len(in.held)
				at[e.Certificate.SHA256] = n
				in.held = append(in.held, holding{Certificate: e.Certificate})
			}
			in.held[n].places = append(in.held[n].places, place{s, e})
		}
	}
	for i := range in.held {
		in.held[i].atHome()
	}
}

// atHome leaves out places that inherit what another one here has of its own: one certificate is told of once, where it can be
// changed. What a policy brings into one of Windows' lists stays, whatever other lists have of their own: each means something else.
func (h *holding) atHome() {
	h.places = h.where(func(p place) bool {
		return p.From == "" || !slices.ContainsFunc(h.places, func(o place) bool {
			return o.store.ID == p.From || o.From == "" && windowsList(o.store.ID) == windowsList(p.store.ID)
		})
	})
}

// stores returns the IDs of the places, in order.
func (h holding) stores() []trust.StoreID { return storesOf(h.places) }

func storesOf(pp []place) []trust.StoreID {
	out := make([]trust.StoreID, len(pp))
	for i, p := range pp {
		out[i] = p.store.ID
	}
	return out
}

// where returns the places that match.
func (h holding) where(match func(place) bool) []place {
	var out []place
	for _, p := range h.places {
		if match(p) {
			out = append(out, p)
		}
	}
	return out
}

// hasKey reports whether some store has the private key.
func (h holding) hasKey() bool {
	return slices.ContainsFunc(h.places, func(p place) bool { return p.HasKey })
}

// chosen reports whether somebody here put the entry where it is: neither a root list nor the system's
// own packages.
func (p place) chosen() bool { return p.Origin == trust.Added || p.Origin == trust.Admin }

// trusting reports whether the store trusts the entry for anything.
func (p place) trusting() bool { return len(p.TrustedFor()) > 0 }

// anchoring reports whether the store trusts what the entry's certificate issued, for anything.
func (p place) anchoring() bool {
	return slices.ContainsFunc(cert.Purposes, func(x cert.Purpose) bool { return p.ForIssued(x).Verdict == trust.Trusted })
}

// problem returns the first store that could not be read among those that match; nil when all were.
func (in *Input) problem(match func(*facts.Store) bool) *facts.Store {
	if unread := in.unread(match); len(unread) > 0 {
		return unread[0]
	}
	return nil
}

// unread returns the stores that could not be read among those that match.
func (in *Input) unread(match func(*facts.Store) bool) (out []*facts.Store) {
	for i := range in.Host.Stores {
		if s := &in.Host.Stores[i]; s.Problem != nil && s.Problem.LeavesOpen() && match(s) {
			out = append(out, s)
		}
	}
	return out
}

// consulted reports, for a purpose, whether some application asks a store about it.
func (in *Input) consulted(p cert.Purpose) func(*facts.Store) bool {
	return func(s *facts.Store) bool {
		return slices.ContainsFunc(in.Host.Applications, func(a trust.Application) bool { return slices.Contains(a.Stores[p], s.ID) })
	}
}
