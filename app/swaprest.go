package app

import (
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
)

// SwapRest is what is left for the person to do once next is here and old is gone or kept: the checklist at the end of a
// swap, blocks 310 to 312. Programs that are to be opened again are in one block, where the same is said of them.
func (a *App) SwapRest(host *facts.Host, next *cert.Certificate, old []*cert.Certificate) (out []message.Message) {
	infos, in := infosOfHost(host), a.placesOf(host)
	for _, s := range host.Stores {
		p := in(s.ID, next)
		if !holdsKey(s, next) || s.Application == "" && len(p.Programs) == 0 { // a list of Windows' is nothing to close
			continue
		}
		m := message.M("swap-restart", "app", signingIn(p, catalog.PlaceName(s.ID, infos)), "date", lastDay(host, next))
		if p.Unasked {
			m.Args["variant"] = message.Text("unasked")
			if p.Before != nil {
				m.Args["date"] = lastDay(host, p.Before)
			}
		}
		if readsMail(s) { // it does not ask
			if !signsMail(host, s.ID, next) {
				continue
			}
			m.Args["variant"] = message.Text("mail")
		}
		same := func(o message.Message) bool {
			return o.Args["variant"] == m.Args["variant"] && o.Args["date"] == m.Args["date"]
		}
		if at := slices.IndexFunc(out, same); at >= 0 {
			out[at].Args["app"] = append(out[at].Args["app"].(message.List), m.Args["app"].(message.List)...)
			continue
		}
		out = append(out, m)
	}
	for _, s := range host.Stores {
		for _, x := range old {
			if change.ByHand(host, s.Info) && holdsKey(s, next) && holdsKey(s, x) && !opensMail(host, s, x) {
				out = append(out, message.M("swap-by-hand", "app", catalog.PlaceName(s.ID, infos), "date", lastDay(host, x)))
			}
			if slices.ContainsFunc(host.Choices, func(c facts.Choice) bool { return c.Store == s.ID && c.Certificate.Means(x) }) {
				out = append(out, message.M("swap-remembered-choice", "app", catalog.PlaceName(s.ID, infos), "place", message.M("place.remembered-choices")))
			}
		}
	}
	return append(out, networkRest(host, next, old)...)
}

// SwapDone is block swap-done: where the new certificate was proven, where the old one stays, and where it goes on being
// offered first, since it does: Firefox goes by the order in which keys came.
func (a *App) SwapDone(host *facts.Host, next *cert.Certificate, old []*cert.Certificate) message.Message {
	infos, at := infosOfHost(host), a.placesOf(host)
	var in, kept, before message.List
	for _, s := range host.Stores {
		if slices.ContainsFunc(old, func(x *cert.Certificate) bool { return comesBefore(x, at(s.ID, next)) }) {
			before = append(before, catalog.PlaceName(s.ID, infos))
		}
		if holdsKey(s, next) {
			in = append(in, catalog.PlaceName(s.ID, infos))
		}
		if slices.ContainsFunc(old, func(x *cert.Certificate) bool { return holdsKey(s, x) }) {
			kept = append(kept, catalog.PlaceName(s.ID, infos))
		}
	}
	if len(kept) == 0 {
		kept = message.List{message.M("place.nowhere")}
	}
	done := message.M("swap-done", "apps", in, "apps_no", kept, "app", before)
	if len(before) > 0 {
		done.Args["variant"] = message.Text("first")
	}
	return done
}

// signingIn names who signs in with what a store holds: its own program, called place, or those that take it from there.
func signingIn(p diagnose.ClientPlace, place message.Arg) message.List {
	if len(p.Programs) == 0 {
		return message.List{place}
	}
	var out message.List
	for _, id := range p.Programs {
		out = append(out, message.M("app."+id))
	}
	return out
}
