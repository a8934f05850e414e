package app

import (
	"certviewer/diagnose"
	"certviewer/message"
)

// Overall is the block at the top of the health check.
func Overall(h *Health) message.Message {
	n, unknown := 0, 0
	for _, a := range h.Answers {
		switch a.Verdict {
		case diagnose.Action:
			n++
		case diagnose.Unknown:
			unknown++
		}
	}
	switch {
	case n > 0:
		return message.M("check-some-action", "count", n)
	case unknown > 0:
		return message.M("check-some-unknown", "count", unknown)
	}
	certificates, places := 0, 0
	for _, s := range h.Host.Stores {
		certificates += len(s.Entries)
		if s.Problem == nil {
			places++
		}
	}
	return message.M("check-all-ok", "count", certificates, "places", places)
}
