package diagnose

import (
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// The Webex app on a PC checks the time stamps on its own signed files through the system's stores.
// Being there is not enough: the root must be trusted for software and time stamps.
var checkWebexRoot = Check{
	Name:   "webex_root",
	Topic:  WebexTSA,
	Source: "Cisco notice: Webex time-stamping root, 2022-04-01",
	Codes:  []Code{"webex-tsa-absent", "webex-tsa-absent-policy", "webex-tsa-wrong-place", "webex-tsa-purpose-off", "webex-tsa-distrusted"},
	Run: func(in *Input) []Finding {
		root := in.Catalog.RootByID(webexRoot)
		stores := in.webexStores()
		if len(stores) == 0 || in.problem(in.isWebexStore) != nil {
			return nil // not known: see webexQuiet
		}
		var blocked, off []place
		var missing []cert.Purpose
		trusted := false
		for _, h := range in.held {
			if in.Catalog.RootFor(h.Certificate) != root {
				continue
			}
			for _, p := range h.where(func(p place) bool { return in.isWebexStore(p.store) }) {
				lack, no := webexLack(p.Entry)
				switch {
				case no:
					blocked = append(blocked, p)
				case len(lack) > 0:
					off, missing = append(off, p), appendNew(missing, lack...)
				default:
					trusted = true
				}
			}
		}
		if trusted && !slices.ContainsFunc(blocked, place.blocking) {
			return nil
		}
		f := Finding{Severity: Warning, Args: message.Args{"root": message.Text(root.Short), "list_date": date(in.Catalog.ListDate(catalog.Microsoft))}}
		switch {
		case len(blocked) > 0:
			f.Code, f.Subject, f.Stores = "webex-tsa-distrusted", blocked[0].Certificate, storesOf(blocked)
			f.Args["place"] = in.places(blocked)
		case len(off) > 0:
			f.Code, f.Subject, f.Stores = "webex-tsa-purpose-off", off[0].Certificate, storesOf(off)
			f.Args["place"], f.Args["purposes"] = in.places(off), catalog.PurposeNames(missing)
			f.Remedies = in.trust(off[0], missing, nil)
		case in.fetches(root, webexPurposes) != nil:
			return nil // see webexQuiet
		default:
			f.Code, f.Subject = "webex-tsa-absent", root.Certificate()
			if wrong := in.misplaced(root); len(wrong) > 0 {
				f.Code, f.Args["place"] = "webex-tsa-wrong-place", in.places(wrong)
			} else if in.fetchingOff() {
				f.Code = "webex-tsa-absent-policy"
			}
			for _, s := range stores {
				f.Stores = append(f.Stores, s.ID)
			}
			f.Remedies = append(in.supply(stores[0], root), showRoot(root))
			return []Finding{f}
		}
		f.Remedies = append(f.Remedies, in.show(f.Subject))
		return []Finding{f}
	},
}

// supply adds the root to a store that lacks it. Where the person's own lists have it in the wrong place it is moved from there.
func (in *Input) supply(s *facts.Store, root *catalog.Root) []Remedy {
	own := slices.DeleteFunc(in.misplaced(root), func(p place) bool { return !p.movable() || p.store.Scope != trust.ScopeUser })
	if len(own) > 0 && in.changes(s) {
		return in.move(own, webexPurposes)
	}
	return in.add(s, root, webexPurposes)
}

const webexRoot = "digicert-trusted-root-g4"

// webexPurposes is what the root must be trusted for.
var webexPurposes = []cert.Purpose{cert.Code, cert.Timestamp}

// webexLack returns the purposes that e is not trusted for and must be, and whether e is set to "do not
// trust". NSS cannot say anything about time stamps: what a store never speaks of is no fault in it.
func webexLack(e trust.Entry) (lack []cert.Purpose, blocked bool) {
	for _, p := range webexPurposes {
		_, stated := e.Trust[p]
		switch verdict := e.ForIssued(p).Verdict; {
		case verdict == trust.Distrusted:
			return nil, true
		case verdict != trust.Trusted && (stated || p == cert.Code):
			lack = append(lack, p)
		}
	}
	return lack, false
}

// isWebexStore reports whether s counts for the Webex app: the stores of the system's own programs, or,
// when only named stores are judged, these.
func (in *Input) isWebexStore(s *facts.Store) bool {
	if in.Host.Restricted {
		return true
	}
	for _, a := range in.Host.Applications {
		if a.Program == "system-programs" && slices.Contains(a.Stores[cert.Code], s.ID) {
			return true
		}
	}
	return false
}

func (in *Input) webexStores() (out []*facts.Store) {
	for i := range in.Host.Stores {
		if s := &in.Host.Stores[i]; in.isWebexStore(s) {
			out = append(out, s)
		}
	}
	return out
}

func webexQuiet(in *Input, _ []Finding) (Verdict, message.Message) {
	if s := in.problem(in.isWebexStore); s != nil {
		return Unknown, message.M("webex-tsa-unknown", "place", in.place(s.ID), "reason", reason(s.Problem))
	}
	if len(in.webexStores()) == 0 {
		return Unknown, message.M("webex-tsa-unknown", "place", message.M("place.system"), "reason", message.M("reason.absent"))
	}
	root := in.Catalog.RootByID(webexRoot)
	if s := in.fetches(root, webexPurposes); s != nil && !in.holds(root, in.isWebexStore) {
		m := message.M("webex-tsa-ok-on-demand", "root", root.Short, "list_date", date(s.OnDemand.Issued))
		if s.OnDemand.Issued.IsZero() { // Windows has fetched no list yet
			m.Args["variant"], m.Args["list_date"] = message.Text("catalogue"), date(in.Catalog.ListDate(catalog.Microsoft))
		}
		return OK, m
	}
	return OK, message.M("webex-tsa-ok", "root", root.Short)
}
