package diagnose

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certviewer/facts"
	"certviewer/trust"
)

var update = flag.Bool("update", false, "write testdata/*.findings.json anew")

// A recorded answer is one of a findings.json.
type recordedAnswer struct {
	Topic    Topic             `json:"topic"`
	Verdict  Verdict           `json:"verdict"`
	Headline string            `json:"headline"`
	Findings []recordedFinding `json:"findings,omitempty"`
}

type recordedFinding struct {
	Code     Code            `json:"code"`
	Severity Severity        `json:"severity"`
	Subject  string          `json:"subject,omitempty"`
	Stores   []trust.StoreID `json:"stores,omitempty"`
	Quiet    bool            `json:"quiet,omitempty"`
	Remedies []string        `json:"remedies,omitempty"`
}

// What was seen on a computer, CASE.facts.json, is judged as CASE.findings.json says. A user's report becomes a test so:
// its facts come here with nothing but public certificates in them, and go test -update writes the findings, to be read
// before they are kept.
func TestRecorded(t *testing.T) {
	files, err := filepath.Glob("testdata/*.facts.json")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".facts.json")
		t.Run(filepath.Base(name), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := json.NewDecoder(bytes.NewReader(b))
			d.DisallowUnknownFields()
			var h facts.Host
			if err := d.Decode(&h); err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(judgedAs(t, &h), "", " ")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			if *update {
				if err := os.WriteFile(name+".findings.json", got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name + ".findings.json")
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}

// judgedAs judges a computer, and looks at every sentence on the way.
func judgedAs(t *testing.T, h *facts.Host) (out []recordedAnswer) {
	t.Helper()
	for _, a := range Run(Input{Host: h, Catalog: theCatalog(t), Now: h.Computer.Clock}, nil) {
		look(t, "recorded", a.Headline)
		ra := recordedAnswer{Topic: a.Topic, Verdict: a.Verdict, Headline: a.Headline.ID}
		for _, f := range a.Findings {
			look(t, "recorded", f.Message())
			rf := recordedFinding{Code: f.Code, Severity: f.Severity, Stores: f.Stores, Quiet: f.Quiet}
			if f.Subject != nil {
				rf.Subject = f.Subject.Subject.Display()
			}
			for _, r := range f.Remedies {
				look(t, "recorded", r.Message())
				rf.Remedies = append(rf.Remedies, strings.TrimSuffix(r.ID+": "+r.Command, ": "))
			}
			ra.Findings = append(ra.Findings, rf)
		}
		out = append(out, ra)
	}
	return out
}
