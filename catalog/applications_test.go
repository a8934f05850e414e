package catalog

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"certviewer/assets"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// What a browser signs in with is data: a rule that is not there is no rule.
func TestOffers(t *testing.T) {
	c := loaded(t)
	for program, want := range map[string]Choice{"firefox": OffersFirstKey, "chromium": OffersNewest, "thunderbird": OffersNone, "system-programs": OffersNone} {
		if p := c.Program(program); p == nil || p.Offers != want {
			t.Errorf("%s: %+v, want %q", program, p, want)
		}
	}
}

// TestSignsIn: who signs in with what lies in a store that is no program's own.
func TestSignsIn(t *testing.T) {
	c := loaded(t)
	both := []string{"edge", "chrome"}
	for _, x := range []struct {
		os        string
		installed []string
		s         trust.Info
		rule      Choice
		programs  string
	}{
		{"windows", both, trust.Info{ID: "user/MY"}, OffersNewest, "chrome edge"},
		{"windows", both[:1], trust.Info{ID: "user/MY"}, OffersNewest, "edge"},
		{"windows", nil, trust.Info{ID: "user/MY"}, OffersNone, ""},
		{"windows", both, trust.Info{ID: "machine/MY"}, OffersNone, ""},
		{"linux", both, trust.Info{ID: "user/MY"}, OffersNone, ""},
		{"windows", both, trust.Info{ID: "firefox:a", Application: "firefox"}, OffersFirstKey, ""},
		{"linux", nil, trust.Info{ID: "chromium", Application: "chromium"}, OffersNewest, ""},
		{"linux", nil, trust.Info{ID: "x", Application: "x"}, OffersNone, ""},
	} {
		if rule, programs := c.SignsIn(x.os, x.installed, x.s); rule != x.rule || strings.Join(programs, " ") != x.programs {
			t.Errorf("%s, %s, %v: %q, %v", x.os, x.s.ID, x.installed, rule, programs)
		}
	}
	for _, a := range c.Applications("windows", []trust.Info{{ID: "user/Root"}, {ID: "user/MY"}, {ID: "firefox:a"}}) {
		if own := a.Program == "firefox"; own != (len(a.Without) == 1 && a.Without[0] == "machine/AuthRoot") || a.Program == "edge" {
			t.Errorf("%s leaves out %v", a.ID, a.Without)
		}
	}
}

func TestApplications(t *testing.T) {
	c := loaded(t)
	for _, x := range []struct {
		name, os string
		stores   string
		want     string // application: purposes = stores; …
	}{
		{"a usual computer", "linux", "system nss-builtin chromium firefox:abc.default thunderbird:def.default", `
			firefox:abc.default: server = firefox:abc.default nss-builtin
			thunderbird:def.default: server email = thunderbird:def.default nss-builtin
			chromium: server = chromium nss-builtin
			system-programs: server client email code timestamp = system`},
		{"built-ins of its own come first", "linux", "nss-builtin nss-builtin@firefox firefox:a thunderbird:b chromium", `
			firefox:a: server = firefox:a nss-builtin@firefox
			thunderbird:b: server email = thunderbird:b nss-builtin
			chromium: server = chromium nss-builtin`},
		{"any copy of Mozilla's list will do", "linux", "chromium firefox:a nss-builtin@thunderbird", `
			firefox:a: server = firefox:a nss-builtin@thunderbird
			chromium: server = chromium nss-builtin@thunderbird`},
		{"profiles, snap and flatpak", "linux", "firefox:abc firefox:abc@snap firefox:work@flatpak chromium chromium@snap nss-builtin", `
			firefox:abc: server = firefox:abc nss-builtin
			firefox:abc@snap: server = firefox:abc@snap nss-builtin
			firefox:work@flatpak: server = firefox:work@flatpak nss-builtin
			chromium: server = chromium nss-builtin
			chromium@snap: server = chromium@snap nss-builtin`},
		{"one store named", "linux", "firefox:abc", `
			firefox:abc: server = firefox:abc`},
		{"a folder named", "linux", "nssdb:/tmp/db", `
			nssdb:/tmp/db: server client email = nssdb:/tmp/db`},
		{"a list alone is no application", "linux", "nss-builtin nss-builtin@firefox", ``},
		{"a folder on Windows", "windows", "nssdb:C:\\db user/Root", `
			system-programs: server client email code timestamp = user/Root
			nssdb:C:\db: server client email = nssdb:C:\db`},
		{"Windows", "windows", "user/Root user/CA user/MY user/Disallowed machine/Root machine/Disallowed machine/AuthRoot nss-builtin firefox:a", `
			firefox:a: server = firefox:a nss-builtin machine/Root user/Root
			system-programs: server client email code timestamp = user/Disallowed machine/Disallowed user/Root machine/Root machine/AuthRoot`},
		{"an unknown system", "plan9", "system firefox:a", ``},
		{"no profile name", "linux", "firefox: nssdb:", ``},
	} {
		var infos []trust.Info
		for id := range strings.FieldsSeq(x.stores) {
			infos = append(infos, trust.Info{ID: trust.StoreID(id)})
		}
		var got []string
		for _, a := range c.Applications(x.os, infos) {
			got = append(got, describe(a))
		}
		var want []string
		for l := range strings.Lines(x.want) {
			if l = strings.TrimSpace(l); l != "" {
				want = append(want, l)
			}
		}
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
			t.Errorf("%s:\n%s\nwant\n%s", x.name, g, w)
		}
	}
}

// describe writes an application as the table above does; every purpose must have one order.
func describe(a trust.Application) string {
	var purposes, order []string
	for _, p := range cert.Purposes {
		if ids, ok := a.Stores[p]; ok {
			purposes, order = append(purposes, string(p)), nil
			for _, id := range ids {
				order = append(order, string(id))
			}
		}
	}
	return a.ID + ": " + strings.Join(purposes, " ") + " = " + strings.Join(order, " ")
}

func TestApplicationProfile(t *testing.T) {
	c := loaded(t)
	aa := c.Applications("linux", []trust.Info{
		{ID: "firefox:x1.work", Application: "firefox", Profile: "work"},
		{ID: "firefox:x2.home@snap", Application: "firefox"},
		{ID: "thunderbird:only", Application: "thunderbird", Profile: "default"},
		{ID: "system"},
	})
	if aa[0].Peers || !c.Applications("linux", []trust.Info{{ID: "chromium"}})[0].Peers {
		t.Error("Chromium takes a server's own certificate that is trusted itself, Firefox does not")
	}
	if len(aa) != 4 || aa[0].Program != "firefox" || aa[0].Profile != "work" || aa[1].Profile != "x2.home@snap" {
		t.Fatalf("%+v", aa)
	}
	for i, want := range []string{
		`{"id":"place.profile","args":{"app":{"id":"app.firefox"},"profile":"work"}}`,
		`{"id":"place.profile","args":{"app":{"id":"app.firefox"},"profile":"x2.home@snap"}}`,
		`{"id":"app.thunderbird"}`,
		`{"id":"app.system-programs"}`,
	} {
		b, err := json.Marshal(AppName(aa[i], aa))
		if err != nil || string(b) != want {
			t.Errorf("%s\nwant %s, %v", b, want, err)
		}
	}
	if name := AppName(aa[0], aa[:1]); name.(message.Message).ID != "app.firefox" {
		t.Errorf("alone it is %v", name)
	}
}

// Every program has a name, and every note its sentence, in both languages.
func TestApplicationWords(t *testing.T) {
	c := loaded(t)
	for _, lang := range []string{"en", "ja"} {
		b, err := fs.ReadFile(assets.Locale, "locale/catalog."+lang+".json")
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]string
		if err := json.Unmarshal(b, &words); err != nil {
			t.Fatal(err)
		}
		for _, p := range c.programs {
			if words["app."+p.ID] == "" {
				t.Errorf("%s: %s has no name", lang, p.ID)
			}
			if p.Note != "" && words[p.Note+".note"] == "" {
				t.Errorf("%s: note %s is not there", lang, p.Note)
			}
		}
		for _, p := range c.programs { // one may be there for several systems
			delete(words, "app."+p.ID)
			delete(words, p.Note+".note")
		}
		for key := range words {
			t.Errorf("%s: %s is not used", lang, key)
		}
	}
	if p := c.Program("chromium"); p == nil || p.Note != "chromium-own-list" {
		t.Errorf("Chromium's note is not there: %+v", p)
	}
	if c.Program("nothing") != nil {
		t.Error("a program that is not there")
	}
}
