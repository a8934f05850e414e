package app

import (
	"slices"

	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// ImportSummary is the block that sums up what became of an import: p12-imported-all, or p12-imported-partly with the
// programs that lack the certificate, and why where it is for one reason. left are the destinations that had no part in it,
// see Destination.Left; of all, those count too that had the certificate before.
func ImportSummary(host *facts.Host, out []change.Outcome, left, all []Destination) message.Message {
	var in, lack message.List
	var reasons []message.Message
	imported := importedStores(out)
	for _, d := range all {
		if d.Has && !d.Left() && !slices.Contains(imported, d.Store.ID) {
			in = append(in, d.Place)
		}
	}
	had := len(in)
	for _, id := range imported {
		place := placeOf(host, id)
		if fault := importFault(out, id); fault != nil {
			lack, reasons = append(lack, place), append(reasons, importReason(fault.Code))
		} else if !slices.ContainsFunc(left, func(d Destination) bool { return d.Store.ID == id }) {
			in = append(in, place)
		}
	}
	for _, d := range left {
		lack, reasons = append(lack, d.Place), append(reasons, d.reason())
	}
	if len(lack) == 0 {
		return message.M("p12-imported-all", "count", len(in), "app", in)
	}
	m := message.M("p12-imported-partly", "done", len(in), "total", len(in)+len(lack), "apps_no", lack, "reason", reasons[0])
	var variants message.List
	if slices.ContainsFunc(reasons, func(r message.Message) bool { return r.ID != reasons[0].ID }) {
		variants = append(variants, message.Text("several"))
	}
	if len(in) > had {
		variants = append(variants, message.Text("some"))
	}
	m.Args["variant"] = variants
	return m
}

// importedStores are the stores that a private key was to come into, in the order of the plan.
func importedStores(out []change.Outcome) (ids []trust.StoreID) {
	for _, o := range out {
		if o.Step.Op == change.Import && !slices.Contains(ids, o.Step.Store) {
			ids = append(ids, o.Step.Store)
		}
	}
	return ids
}

// importFault is why a private key did not come into a store, or is not shown to work there; nil when it is. Where its
// step was not tried, it is why one before it was not made.
func importFault(out []change.Outcome, id trust.StoreID) *change.Fault {
	var first *change.Fault
	for _, o := range out {
		if o.Step.Store != id {
			continue
		}
		if first == nil {
			first = o.Fault
		}
		if o.Step.Op != change.Import || o.OK {
			continue
		}
		if first == nil { // the person wanted no more
			return &change.Fault{Code: "cancelled"}
		}
		return first
	}
	return nil
}

func importReason(code string) message.Message {
	switch code {
	case "p12-app-running":
		return message.M("reason.locked")
	case "p12-not-proven":
		return message.M("reason.not-proven")
	}
	return faultReason(code)
}
