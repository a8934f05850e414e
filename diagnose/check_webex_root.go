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
	Codes:  []Code{"webex-tsa-absent", "webex-tsa-purpose-off", "webex-tsa-distrusted"},
	Run: func(in *Input) []Finding {
		root := in.Catalog.RootByID(webexRoot)
		stores := in.webexStores()
		if len(stores) == 0 || in.problem(in.isWebexStore) != nil {
			return nil // not known: see webexQuiet
		}
		var blocked, off []place
		var missing []cert.Purpose
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
					off, missing = append(off, p), lack
				default:
					return nil
				}
			}
		}
		args := message.Args{"root": message.Text(root.Short), "list_date": date(in.Catalog.ListDate(catalog.Microsoft))}
		switch {
		case len(blocked) > 0:
			args["place"] = in.places(blocked)
			return []Finding{{Code: "webex-tsa-distrusted", Severity: Warning, Subject: blocked[0].Certificate, Stores: storesOf(blocked), Args: args, Remedies: []Remedy{show(blocked[0].Certificate)}}}
		case len(off) > 0:
			args["place"], args["purposes"] = in.places(off), purposes(missing)
			return []Finding{{Code: "webex-tsa-purpose-off", Severity: Warning, Subject: off[0].Certificate, Stores: storesOf(off), Args: args, Remedies: in.trustByHand(off, missing)}}
		}
		return []Finding{{Code: "webex-tsa-absent", Severity: Warning, Subject: root.Certificate(), Stores: stores, Args: args, Remedies: in.addByHand(stores, root)}}
	},
}

const webexRoot = "digicert-trusted-root-g4"

// webexLack returns the purposes that e is not trusted for and must be, and whether e is set to "do not
// trust". NSS cannot say anything about time stamps: silence about them is no fault there.
func webexLack(e trust.Entry) (lack []cert.Purpose, blocked bool) {
	if e.For(cert.Code).Verdict == trust.Distrusted || e.For(cert.Timestamp).Verdict == trust.Distrusted {
		return nil, true
	}
	if e.For(cert.Code).Verdict != trust.Trusted {
		lack = append(lack, cert.Code)
	}
	if _, stated := e.Trust[cert.Timestamp]; stated && e.For(cert.Timestamp).Verdict != trust.Trusted && !isNSS(e) {
		lack = append(lack, cert.Timestamp)
	}
	return lack, false
}

// isNSS reports whether the entry's notation is that of NSS, "CT,C,".
func isNSS(e trust.Entry) bool { return e.Native != "" }

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

func (in *Input) webexStores() (ids []trust.StoreID) {
	for i := range in.Host.Stores {
		if s := &in.Host.Stores[i]; in.isWebexStore(s) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func webexQuiet(in *Input, _ []Finding) (Verdict, message.Message) {
	if s := in.problem(in.isWebexStore); s != nil {
		return Unknown, message.M("webex-tsa-unknown", "place", in.place(s.ID), "reason", reason(s.Problem))
	}
	if len(in.webexStores()) == 0 {
		return Unknown, message.M("webex-tsa-unknown", "place", message.M("place.system"), "reason", message.M("reason.absent"))
	}
	return OK, message.M("webex-tsa-ok", "root", in.Catalog.RootByID(webexRoot).Short)
}
