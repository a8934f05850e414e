package diagnose

import (
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

func webexCases(t *testing.T) map[string]hostCase {
	g4 := known(t, webexRoot)
	noStamps := flattened(g4, trust.Admin)
	noStamps.Trust[cert.Timestamp] = trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}
	ok := verdict{OK, "webex-tsa-ok", nil}
	action := func(code string) verdict { return verdict{Action, code, []string{"w:" + code}} }
	unknown := verdict{Unknown, "webex-tsa-unknown", nil}
	return map[string]hostCase{
		"webex: in the bundle":           {topic: WebexTSA, stores: []facts.Store{system(flattened(g4, trust.Distribution))}, want: ok},
		"webex: not in the bundle":       {topic: WebexTSA, stores: []facts.Store{system()}, want: action("webex-tsa-absent")},
		"webex: nor on Fedora":           {topic: WebexTSA, stores: []facts.Store{system()}, family: "fedora", want: action("webex-tsa-absent")},
		"webex: nor on something else":   {topic: WebexTSA, stores: []facts.Store{system()}, family: "slackware", want: action("webex-tsa-absent")},
		"webex: no bundle at all":        {topic: WebexTSA, want: unknown},
		"webex: bundle not readable":     {topic: WebexTSA, stores: []facts.Store{broken(system(), trust.StoreNoPermission)}, want: unknown},
		"webex: in Firefox only":         {topic: WebexTSA, stores: []facts.Store{system(), firefox("a", nss(g4, cert.Purposes, nil))}, want: action("webex-tsa-absent")},
		"webex: blocked in Firefox only": {topic: WebexTSA, stores: []facts.Store{system(flattened(g4, trust.Distribution)), firefox("a", nss(g4, nil, cert.Purposes))}, want: ok},
		"webex: stamps switched off":     {topic: WebexTSA, stores: []facts.Store{system(noStamps)}, want: action("webex-tsa-purpose-off")},
		"webex: NSS, trusted":            {topic: WebexTSA, restricted: true, stores: []facts.Store{chromium(nss(g4, []cert.Purpose{cert.Code}, nil))}, want: ok},
		"webex: NSS, present":            {topic: WebexTSA, restricted: true, stores: []facts.Store{chromium(nss(g4, nil, nil))}, want: action("webex-tsa-purpose-off")},
		"webex: NSS, trusted itself":     {topic: WebexTSA, restricted: true, stores: []facts.Store{chromium(itself(g4))}, want: action("webex-tsa-purpose-off")},
		"webex: NSS, for servers alone":  {topic: WebexTSA, restricted: true, stores: []facts.Store{firefox("a", nss(g4, []cert.Purpose{cert.Server}, nil))}, want: action("webex-tsa-purpose-off")},
		"webex: NSS, distrusted":         {topic: WebexTSA, restricted: true, stores: []facts.Store{chromium(nss(g4, nil, []cert.Purpose{cert.Server, cert.Email, cert.Code}))}, want: action("webex-tsa-distrusted")},
		"webex: NSS, absent":             {topic: WebexTSA, restricted: true, stores: []facts.Store{chromium()}, want: action("webex-tsa-absent")},
	}
}
