package app

import (
	"strings"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// StepLine says what a step changes, for a preview or the history: "Add “X” to Firefox, trusted for mail." host may be
// nil; a place is then called by its kind.
func StepLine(c *catalog.Catalog, host *facts.Host, s change.Step) message.Message {
	x := s.Certificate()
	args := message.Args{
		"root": message.Text(c.ShortName(x)), "cert": message.Text(c.ShortName(x)),
		"place": placeOf(host, s.Store), "app": placeOf(host, s.Store), "purposes": purposeArgs(s.For),
		"date": message.Day(x.NotAfter.Local()), // tells two of one person apart
	}
	return message.Message{ID: "change-preview." + stepLine(s), Args: args}
}

func stepLine(s change.Step) string {
	switch {
	case untrusted(s) && s.Certificate().SelfSigned():
		return "line-put"
	case untrusted(s):
		return "line-link"
	case s.Op == change.Trust && len(s.For) == 0:
		return "line-trust-nothing"
	case s.Op == change.Prefs && s.Account == "":
		return "line-forget"
	case s.Shared:
		return "line-remove-shared"
	case (s.Op == change.Remove || s.Op == change.Restore && !s.Before.Present) && s.Key:
		return "line-remove-key"
	case s.Op == change.Restore && !s.Before.Present:
		return "line-remove"
	}
	return "line-" + string(s.Op)
}

// untrusted reports whether a step adds a certificate and trusts it for nothing: a link, and a root in a list of Windows' that is
// not that of roots.
func untrusted(s change.Step) bool { return s.Op == change.Add && len(s.For) == 0 }

// OutcomeMessage is the block that tells what became of a step.
func OutcomeMessage(c *catalog.Catalog, host *facts.Host, o change.Outcome) message.Message {
	x := o.Step.Certificate()
	place := placeOf(host, o.Step.Store)
	args := message.Args{
		"root": message.Text(c.ShortName(x)), "cert": message.Text(c.ShortName(x)), "place": place, "app": place,
		"count": message.Number(30), "os": SystemName(host), "reason": message.M("reason.other"),
	}
	if o.OK && o.Step.Store == "system" { // what has to be opened again is programs, not a list
		args["app"] = message.M("app.system-programs")
	}
	switch {
	case o.OK && o.Step.Op == change.Restore:
		return message.Message{ID: "change-undone-step", Args: args}
	case o.OK && (o.Step.Op == change.Distrust || o.Step.Op == change.Remove):
		return message.Message{ID: "change-" + string(o.Step.Op) + "-done", Args: args}
	case o.OK && (o.Step.Op == change.Create || o.Step.Op == change.Prefs || o.Step.Op == change.Prove):
		return message.Message{ID: string(o.Step.Op) + "-done", Args: args}
	case o.OK && o.Step.Op == change.Import:
		return message.Message{ID: "p12-imported", Args: args}
	case o.OK:
		args["purposes"], args["apps"] = purposeArgs(o.Step.For), args["app"]
		if untrusted(o.Step) || stepLine(o.Step) == "line-trust-nothing" {
			args["variant"] = message.Text("untrusted")
		}
		return message.Message{ID: "change-done", Args: args}
	case o.Fault == nil:
		return message.Message{ID: "change-not-tried", Args: args}
	}
	args["file"] = message.Text(o.Fault.File)
	switch o.Fault.Code {
	case "change-admin-commands":
		var variants message.List
		if o.Fault.Detail != change.Replaceable {
			variants = append(variants, message.Text("nobody"))
		}
		if len(AdminLines(host, o.Step, o.Fault.Code)) == 0 {
			variants = append(variants, message.Text("no-lines"))
		}
		args["variant"] = variants
		args["reason"] = message.M("reason.replaceable")
	case "unexpected":
		args["reason"] = message.Text(o.Fault.Detail)
	case "p12-not-proven":
		args["reason"] = faultReason(o.Fault.Code)
	case "p12-key-kind":
		args["kind"] = message.Text(o.Fault.Detail)
	}
	return message.Message{ID: o.Fault.Code, Args: args}
}

// AmongOthers is an outcome that is told beside those of other places: it says first which place it is of.
func AmongOthers(m message.Message) message.Message {
	switch m.ID {
	case "change-done", "change-remove-done", "change-distrust-done", "change-undone-step":
		if m.Args["variant"] == nil {
			m.Args["variant"] = message.Text("among")
		}
	}
	return m
}

// SystemName names the system that host is of; Linux where that is not known, since most of what is said of it is said there.
func SystemName(host *facts.Host) message.Arg {
	if host == nil || host.Computer.OS == "" {
		return message.M("os.linux")
	}
	return message.M("os." + host.Computer.OS)
}

// RecordState is one word for a change in the history.
func RecordState(r change.Record) message.Message {
	switch {
	case len(r.Plan.Steps) == 0:
		return message.M("history.unreadable")
	case r.UndoneBy > 0:
		return message.M("history.undone")
	case r.FinishedBy > 0:
		return message.M("history.finished", "n", r.FinishedBy)
	case r.Whole() && r.Undoes > 0:
		return message.M("history.undo", "n", r.Undoes)
	case r.Whole() && r.Completes > 0:
		return message.M("history.rest", "n", r.Completes)
	case r.Whole():
		return message.M("history.done")
	case r.Made() == 0 && !r.Left(): // of one step that was killed half may be there
		return message.M("history.not-made")
	}
	return message.M("history.partly", "done", r.Made(), "total", len(r.Plan.Steps))
}

// PlaceOf is what a store is called: of one that host does not have, its kind.
func PlaceOf(host *facts.Host, id trust.StoreID) message.Arg { return placeOf(host, id) }

func placeOf(host *facts.Host, id trust.StoreID) message.Arg {
	var infos []trust.Info
	if host != nil {
		infos = append(infos, host.Absent...)
		for _, s := range host.Stores {
			infos = append(infos, s.Info)
		}
	}
	if len(infos) == 0 { // not read now: its kind, and which one
		family, profile, _ := strings.Cut(string(id), ":")
		infos = []trust.Info{{ID: id, Application: map[string]string{"firefox": "firefox", "thunderbird": "thunderbird", "chromium": "chromium"}[family], Profile: profile}}
	}
	return catalog.PlaceName(id, infos)
}

func purposeArgs(pp []cert.Purpose) message.Arg {
	l := make(message.All, len(pp))
	for i, p := range pp {
		l[i] = message.M("purpose." + string(p))
	}
	return l
}
