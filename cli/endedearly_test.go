package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"certviewer/app"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// Where a full disk ends an import or a removal, what was made until then is told all the same, and where the keys went.
func TestEndedEarly(t *testing.T) {
	a, err := app.New(app.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	full, x := errors.New("the disk is full"), trusttest.Root(t, "hanako")
	outcome := func(op change.Op, store trust.StoreID, made bool) change.Outcome {
		o := change.Outcome{OK: made, Step: change.Step{Op: op, Store: store, SHA256: x.SHA256.String(), DER: x.Raw, Key: op == change.Remove}}
		if made {
			o.Seen = &trust.State{}
		}
		return o
	}
	for _, c := range []struct {
		name string
		tell func(s *session, in *incoming, out []change.Outcome) error
		op   change.Op
		want string
	}{
		{"import", func(s *session, in *incoming, out []change.Outcome) error { return s.brought(in, 1, out, full) }, change.Import, "✔ Firefox: done, and it works."},
		{"removal", func(s *session, in *incoming, out []change.Outcome) error {
			return s.removed(in, in.host, 1, out, &app.Backup{Files: []string{"old.p12"}}, full)
		}, change.Remove, "✔ Firefox: “hanako” is removed."},
	} {
		run := func(json bool, made ...bool) (string, error) {
			var out bytes.Buffer
			s := &session{Streams: Streams{Out: &out, Err: &bytes.Buffer{}}, ctx: t.Context(), p: message.For("en"), app: a, data: &output{w: &out}, flags: Flags{JSON: json}}
			in := &incoming{file: a.Installed(x), host: &facts.Host{}}
			err := c.tell(s, in, []change.Outcome{outcome(c.op, "firefox:a", made[0]), outcome(c.op, "chromium", made[1])})
			err = s.endedEarly(in, err)
			return out.String(), err
		}
		out, err := run(false, true, false)
		if !errors.Is(err, full) || !strings.Contains(out, c.want) || strings.Contains(out, "old.p12") != (c.op == change.Remove) {
			t.Errorf("%s: %v\n%s", c.name, err, out)
		}
		var shapes []outcomeJSON
		out, err = run(true, true, false)
		if !errors.Is(err, full) || json.Unmarshal([]byte(out), &shapes) != nil || len(shapes) != 2 || !shapes[0].OK || shapes[1].OK {
			t.Errorf("%s --json: %v\n%s", c.name, err, out)
		}
		if out, err = run(false, false, false); !errors.Is(err, full) || strings.Contains(out, "✔") || strings.Contains(out, "Change 1") {
			t.Errorf("%s, nothing made: %v\n%s", c.name, err, out)
		}
	}
}
