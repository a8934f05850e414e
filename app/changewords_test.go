package app

import (
	"testing"

	"certviewer/change"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// A root that is put where nothing is trusted was said to be trusted, "for ." in the preview.
func TestAddedWithoutTrust(t *testing.T) {
	root, key := trusttest.RootWithKey(t, "Test root")
	link, _ := subordinate(t, "Test link", root, key)
	c := gatherer(t).Catalog
	for _, want := range []struct {
		step                     change.Step
		line, ja, done, doneAlso string
	}{
		{change.Step{Store: "user/CA", DER: root.Raw}, "Put “Test root” into Windows' intermediate list, without trust.",
			"Windows の中間証明書の一覧に「Test root」を入れます。信頼はしません。",
			"Done. “Test root” is there, and is not trusted.", "完了：「Test root」は信頼しない設定です。"},
		{change.Step{Store: "machine/TrustedPeople", DER: root.Raw}, "", "", "Done. “Test root” is there, and is not trusted.", ""},
		{change.Step{Store: "user/CA", DER: link.Raw}, "Add “Test link” to Windows' intermediate list as a link to your issuer, without trust.", "",
			"Done. “Test link” is there, and is not trusted.", ""},
	} {
		want.step.Op = change.Add
		o := AmongOthers(OutcomeMessage(c, nil, change.Outcome{Step: want.step, OK: true}))
		for _, x := range []struct{ lang, want, got string }{
			{"en", want.line, message.For("en").Print(StepLine(c, nil, want.step))},
			{"ja", want.ja, message.For("ja").Print(StepLine(c, nil, want.step))},
			{"en", want.done, message.For("en").Block(o).Title},
			{"ja", want.doneAlso, message.For("ja").Block(o).Title},
		} {
			if x.want != "" && x.got != x.want {
				t.Errorf("%s %s: %q, want %q", want.step.Store, x.lang, x.got, x.want)
			}
		}
	}
}

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
