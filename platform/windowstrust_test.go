package platform

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

func usageProperty(t *testing.T, oids ...string) []byte {
	t.Helper()
	b, err := crypt32.EncodeUsages(oids)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWindowsTrust: raw bytes of properties, and what they leave of a root. Several are as Microsoft's list of 2026-04-22
// has them.
func TestWindowsTrust(t *testing.T) {
	const ocsp = "1.3.6.1.5.5.7.3.9"
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	day := func(y int, m time.Month, d int) []byte {
		return crypt32.EncodeFiletime(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
	}
	all := usageProperty(t, usageOf[cert.Server], usageOf[cert.Client], usageOf[cert.Code], usageOf[cert.Email])
	limit := time.Date(2025, 4, 16, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, store string
		p           crypt32.Properties
		trusted     []cert.Purpose
		distrusted  []cert.Purpose
		limited     []cert.Purpose // issued before limit
		native      string
	}{
		{name: "nothing is said of it", store: storeRoot, trusted: cert.Purposes},
		{name: "purpose removed by a person", store: storeRoot, p: crypt32.Properties{9: usageProperty(t, usageOf[cert.Server])}, trusted: []cert.Purpose{cert.Server}, native: "ENHKEY_USAGE=1.3.6.1.5.5.7.3.1"},
		{name: "all purposes switched off", store: storeRoot, p: crypt32.Properties{9: usageProperty(t)}, native: "ENHKEY_USAGE="},
		{name: "any usage", store: storeRoot, p: crypt32.Properties{9: usageProperty(t, anyUsage)}, trusted: cert.Purposes, native: "ENHKEY_USAGE=2.5.29.37.0"},
		{name: "a root for web sites that is limited for them: Entrust 4K TLS", store: storeAuthRoot,
			p:       crypt32.Properties{9: usageProperty(t, usageOf[cert.Client], usageOf[cert.Server]), 126: day(2025, 4, 16), 127: usageProperty(t, usageOf[cert.Server])},
			trusted: []cert.Purpose{cert.Server, cert.Client}, limited: []cert.Purpose{cert.Server},
			native: "ENHKEY_USAGE=1.3.6.1.5.5.7.3.2,1.3.6.1.5.5.7.3.1 NOT_BEFORE_FILETIME=2025-04-16T00:00:00Z NOT_BEFORE_ENHKEY_USAGE=1.3.6.1.5.5.7.3.1"},
		{name: "limited for everything", store: storeAuthRoot, p: crypt32.Properties{126: day(2025, 4, 16)}, trusted: cert.Purposes, limited: cert.Purposes, native: "NOT_BEFORE_FILETIME=2025-04-16T00:00:00Z"},
		{name: "disabled: VeriSign Class 3 PCA G3", store: storeAuthRoot, p: crypt32.Properties{9: all, 104: day(2024, 2, 1), 126: day(2021, 2, 1), 127: all},
			distrusted: []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code}},
		{name: "to be disabled", store: storeAuthRoot, p: crypt32.Properties{104: day(2027, 2, 1)}, trusted: cert.Purposes, native: "DISALLOWED_FILETIME=2027-02-01T00:00:00Z"},
		{name: "disabled for ever", store: storeAuthRoot, p: crypt32.Properties{104: make([]byte, 8)}, distrusted: cert.Purposes},
		{name: "no longer disabled: VeriSign Universal", store: storeAuthRoot, p: crypt32.Properties{9: all, 104: {}}, trusted: []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code}},
		{name: "a usage disallowed that is none of ours", store: storeAuthRoot, p: crypt32.Properties{122: usageProperty(t, ocsp)}, trusted: cert.Purposes, native: "DISALLOWED_ENHKEY_USAGE=1.3.6.1.5.5.7.3.9"},
		{name: "mail disallowed", store: storeRoot, p: crypt32.Properties{122: usageProperty(t, usageOf[cert.Email])}, trusted: []cert.Purpose{cert.Server, cert.Client, cert.Code, cert.Timestamp}},
		{name: "rubbish", store: storeRoot, p: crypt32.Properties{9: []byte("rubbish")}, native: "unreadable"},
		{name: "half a date", store: storeRoot, p: crypt32.Properties{104: []byte("1234")}, native: "unreadable"},
		{name: "blocked", store: storeDisallowed, p: crypt32.Properties{9: all}, distrusted: cert.Purposes},
		{name: "intermediate", store: "CA", p: crypt32.Properties{9: all}},
		{name: "a person's own", store: storePersonal},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, native := windowsTrust(tt.store, tt.p, now)
			e := trust.Entry{Trust: m}
			if got := e.TrustedFor(); !slices.Equal(got, tt.trusted) {
				t.Errorf("trusted for %v, want %v", got, tt.trusted)
			}
			if got := e.DistrustedFor(); !slices.Equal(got, tt.distrusted) {
				t.Errorf("distrusted for %v, want %v", got, tt.distrusted)
			}
			for p, j := range m {
				if (j.IssuedBefore != nil) != slices.Contains(tt.limited, p) || j.IssuedBefore != nil && !j.IssuedBefore.Equal(limit) {
					t.Errorf("%s: issued before %v", p, j.IssuedBefore)
				}
			}
			if tt.native != "" && native != tt.native {
				t.Errorf("native %q", native)
			}
			if silent := tt.store == "CA" || tt.store == storePersonal; silent != (m == nil) {
				t.Errorf("a list that says nothing of trust says %v", m)
			}
		})
	}
}

// TestWindowsUsages: the properties that are written mean what was asked for.
func TestWindowsUsages(t *testing.T) {
	for _, want := range []trust.Want{{For: cert.Purposes}, {}, {For: []cert.Purpose{cert.Email}}, {For: []cert.Purpose{cert.Server, cert.Timestamp}}} {
		p, err := usagesFor(storeRoot, want)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := windowsTrust(storeRoot, p, time.Now())
		if got := (trust.Entry{Trust: m}).TrustedFor(); !slices.Equal(got, want.For) {
			t.Errorf("%v became %v", want.For, got)
		}
	}
	if p, err := usagesFor(storeDisallowed, trust.Want{Distrust: true}); err != nil || len(p) > 0 {
		t.Errorf("blocking: %v, %v", p, err)
	}
	for store, want := range map[string]trust.Want{
		storeRoot: {Distrust: true}, storeDisallowed: {}, "CA": {For: []cert.Purpose{cert.Server}}, storePersonal: {Distrust: true}, "Root ": {For: []cert.Purpose{"nonsense"}},
	} {
		if _, err := usagesFor(store, want); !errors.Is(err, trust.ErrPurpose) {
			t.Errorf("%s, %v: %v", store, want, err)
		}
	}
}

func TestOnDemand(t *testing.T) {
	l := &crypt32.CTL{Subjects: []crypt32.CTLSubject{
		{SHA1: [20]byte{1}, Properties: crypt32.Properties{9: usageProperty(t, usageOf[cert.Code]), 11: crypt32.EncodeUTF16("ルート")}},
		{SHA1: [20]byte{2}, Properties: crypt32.Properties{104: crypt32.EncodeFiletime(time.Unix(1, 0))}},
	}}
	out := onDemand(l, time.Now())
	if len(out) != 2 || out[0].SHA1 != l.Subjects[0].SHA1 || out[0].Name != "ルート" || !strings.Contains(out[0].Native, usageOf[cert.Code]) {
		t.Fatalf("%+v", out)
	}
	if got := (trust.Entry{Trust: out[0].Trust}).TrustedFor(); !slices.Equal(got, []cert.Purpose{cert.Code}) {
		t.Errorf("trusted for %v", got)
	}
	if got := (trust.Entry{Trust: out[1].Trust}).DistrustedFor(); !slices.Equal(got, cert.Purposes) {
		t.Errorf("distrusted for %v", got)
	}
	for j := range maps.Values(out[0].Trust) {
		if j.How != trust.OnDemand {
			t.Errorf("%+v", j)
		}
	}
}
