package app

import (
	"slices"
	"strings"

	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// PartlyMade is the block above the outcomes of a plan of which some steps were made and others not; false where all
// were made, or none.
func PartlyMade(host *facts.Host, out []change.Outcome) (message.Message, bool) {
	done := 0
	for _, o := range out {
		if o.OK {
			done++
		}
	}
	at := slices.IndexFunc(out, func(o change.Outcome) bool { return o.Fault != nil })
	if done == 0 || done == len(out) || at < 0 {
		return message.Message{}, false
	}
	return message.M("change-done-partly", "done", done, "total", len(out),
		"place", placeOf(host, out[at].Step.Store), "reason", faultReason(out[at].Fault.Code)), true
}

// faultReason is the code of a fault in a few words.
func faultReason(code string) message.Message {
	reasons := map[string]string{
		"p12-primary-password": "reason.password", "p12-primary-password-wrong": "reason.password",
		"change-admin-commands": "reason.administrator", "change-needs-admin": "reason.administrator",
		"change-read-only": "reason.no-permission", "change-no-space": "reason.no-space", "disk-full": "reason.no-space",
		"change-store-moved": "reason.moved", "change-interrupted-step": "reason.interrupted", "cancelled": "reason.cancelled",
		"p12-not-proven": "reason.not-proven", keyKind: "reason.key-kind", trust.StoreByHand: "reason.p12-by-hand",
	}
	if id, ok := reasons[code]; ok {
		return message.M(id)
	}
	if why, ok := strings.CutPrefix(code, "store-"); ok {
		return message.M("reason." + why)
	}
	return message.M("reason.other")
}

// InterruptedMessage is the block about a change whose run was killed.
func InterruptedMessage(r change.Record) message.Message {
	m := message.M("change-interrupted", "date", message.Day(r.Time.Local()), "done", r.Made(), "total", len(r.Plan.Steps))
	if slices.ContainsFunc(r.Steps, func(s change.Made) bool { return s.Seen != nil && s.Fault != nil }) {
		m.Args["variant"] = message.Text("half")
	}
	return m
}
