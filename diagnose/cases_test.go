package diagnose

import (
	"maps"
	"slices"
	"testing"
	"time"

	"certviewer/facts"
	"certviewer/trust"
)

// A hostCase is a computer and what one topic must answer there.
type hostCase struct {
	topic      Topic
	stores     []facts.Store
	settings   facts.Settings
	answered   []facts.Revocation
	restricted bool      // --store
	at         time.Time // else now
	family     string    // else debian
	os         string    // else linux
	want       verdict
}

// A verdict is the answer to a topic: the verdict, the headline's block, and the findings with their severity's
// first letter: "w:stores-unknown-root". A finding that is told in --json alone has a capital letter: "I:…".
type verdict struct {
	verdict  Verdict
	headline string
	codes    []string
}

// cases is every case of every topic.
func cases(t *testing.T) map[string]hostCase {
	out := map[string]hostCase{}
	for _, some := range []map[string]hostCase{webexCases(t), mailCases(t), clientCases(t), settingsCases(t), revocationCases(t), rootCases(t), clockCases(t), unreadableCases(t), windowsCases(t), misplacedCases(t)} {
		for name, c := range some {
			if _, twice := out[name]; twice {
				t.Fatalf("two cases are called %q", name)
			}
			out[name] = c
		}
	}
	return out
}

func TestCases(t *testing.T) {
	for name, c := range cases(t) {
		t.Run(name, func(t *testing.T) {
			got := answerOf(t, c)
			if got.Verdict != c.want.verdict || got.Headline.ID != c.want.headline || !slices.Equal(codes(got), c.want.codes) {
				t.Errorf("got  %s %s %v\nwant %s %s %v", got.Verdict, got.Headline.ID, codes(got), c.want.verdict, c.want.headline, c.want.codes)
			}
		})
	}
}

// judge asks all topics on the case's computer.
func judge(t *testing.T, c hostCase) map[Topic]Answer {
	t.Helper()
	all := theCatalog(t)
	if c.at.IsZero() {
		c.at = now
	}
	if c.family == "" {
		c.family = "debian"
	}
	h := &facts.Host{
		Computer: facts.Computer{OS: "linux", Name: "Debian GNU/Linux 12 (bookworm)", Family: c.family, Clock: c.at, Built: now.AddDate(0, -1, 0)},
		Stores:   c.stores, Restricted: c.restricted, Settings: c.settings, Revocations: c.answered,
	}
	if c.os == "windows" {
		h.Computer.OS, h.Computer.Name, h.Computer.Family = c.os, "Windows 11 Pro 24H2 (10.0.26100)", ""
	}
	var infos []trust.Info
	for _, s := range c.stores {
		infos = append(infos, s.Info)
	}
	h.Applications = all.Applications(h.Computer.OS, infos)
	out := map[Topic]Answer{}
	for _, a := range Run(Input{Host: h, Catalog: all, Now: c.at}, nil) {
		out[a.Topic] = a
	}
	return out
}

func answerOf(t *testing.T, c hostCase) Answer {
	t.Helper()
	return judge(t, c)[c.topic]
}

// every calls f for every answer to every case, in a fixed order.
func every(t *testing.T, f func(name string, a Answer)) {
	all := cases(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		answers := judge(t, all[name])
		for _, topic := range Topics {
			f(name, answers[topic])
		}
	}
}
