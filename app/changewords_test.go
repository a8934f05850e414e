package app

import (
	"testing"

	"certviewer/change"
	"certviewer/trust"
)

// A change that was killed in the middle of its only step has left something: that is not "nothing was made".
func TestRecordStateOfHalfAStep(t *testing.T) {
	r := change.Record{N: 1, Ended: true, Plan: change.Plan{Steps: []change.Step{{Op: change.Add}}}}
	for want, made := range map[string]change.Made{
		"history.not-made": {Fault: &change.Fault{Code: "change-interrupted-step"}},
		"history.partly":   {Fault: &change.Fault{Code: "change-interrupted-step"}, Seen: &trust.State{Present: true}},
		"history.done":     {Seen: &trust.State{Present: true}},
	} {
		r.Steps = []change.Made{made}
		if got := RecordState(r).ID; got != want {
			t.Errorf("%+v is %s, want %s", made, got, want)
		}
	}
}
