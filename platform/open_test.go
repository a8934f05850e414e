//go:build linux

package platform

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/internal/fixture/nobody"
	"certviewer/trust"
)

// TestPlaces: where the databases of programs are looked for, and what they are called.
func TestPlaces(t *testing.T) {
	const ini = "[Profile0]\nName=default\nIsRelative=1\nPath=aaaa.default\n"
	for _, tt := range []struct {
		name  string
		files []string
		inis  map[string]string
		env   map[string]string // %s is home
		want  []trust.StoreID
	}{
		{name: "nobody's home", want: nil},
		{name: "Chromium, made", files: []string{".pki/nssdb/cert9.db"}, want: []trust.StoreID{"chromium"}},
		{name: "Chromium, empty folder wins", files: []string{".pki/nssdb/", ".local/share/pki/nssdb/cert9.db"}, want: []trust.StoreID{"chromium"}},
		{name: "Chromium, .pki without nssdb does not count", files: []string{".pki/", ".local/share/pki/nssdb/cert9.db"}, want: []trust.StoreID{"chromium"}},
		{name: "Chromium everywhere", files: []string{".pki/nssdb/", "snap/chromium/current/.pki/nssdb/", ".var/app/org.chromium.Chromium/data/pki/nssdb/", ".var/app/com.google.Chrome/.pki/nssdb/"},
			want: []trust.StoreID{"chromium", "chromium@snap", "chromium@flatpak", "chromium@flatpak-chrome"}},
		{name: "Firefox", files: []string{".mozilla/firefox/aaaa.default/"}, inis: map[string]string{".mozilla/firefox": ini}, want: []trust.StoreID{"firefox:aaaa.default"}},
		{name: "Firefox, folder of the profile is gone", inis: map[string]string{".mozilla/firefox": ini}, want: nil},
		{name: "Firefox 147", files: []string{".config/mozilla/firefox/aaaa.default/"}, inis: map[string]string{".config/mozilla/firefox": ini}, want: []trust.StoreID{"firefox:aaaa.default"}},
		{name: "Firefox, copies without an entry", files: []string{".mozilla/firefox/bbbb.copy/cert9.db", ".mozilla/firefox/Crash Reports/x"}, want: []trust.StoreID{"firefox:bbbb.copy"}},
		{name: "Firefox of four kinds, one name", files: []string{".mozilla/firefox/aaaa.default/", ".config/mozilla/firefox/aaaa.default/", "snap/firefox/common/.mozilla/firefox/aaaa.default/", ".var/app/org.mozilla.firefox/.mozilla/firefox/aaaa.default/", ".var/app/org.mozilla.firefox/config/mozilla/firefox/aaaa.default/"},
			inis: map[string]string{".mozilla/firefox": ini, ".config/mozilla/firefox": ini, "snap/firefox/common/.mozilla/firefox": ini, ".var/app/org.mozilla.firefox/.mozilla/firefox": ini, ".var/app/org.mozilla.firefox/config/mozilla/firefox": ini},
			want: []trust.StoreID{"firefox:aaaa.default", "firefox:aaaa.default@xdg", "firefox:aaaa.default@snap", "firefox:aaaa.default@flatpak", "firefox:aaaa.default@2"}},
		{name: "snap alone needs no mark", files: []string{"snap/firefox/common/.mozilla/firefox/aaaa.default/"}, inis: map[string]string{"snap/firefox/common/.mozilla/firefox": ini}, want: []trust.StoreID{"firefox:aaaa.default"}},
		{name: "Thunderbird of three kinds", files: []string{".thunderbird/aaaa.default/", "snap/thunderbird/common/.thunderbird/aaaa.default/", ".var/app/org.mozilla.Thunderbird/.thunderbird/aaaa.default/"},
			inis: map[string]string{".thunderbird": ini, "snap/thunderbird/common/.thunderbird": ini, ".var/app/org.mozilla.Thunderbird/.thunderbird": ini},
			want: []trust.StoreID{"thunderbird:aaaa.default", "thunderbird:aaaa.default@snap", "thunderbird:aaaa.default@flatpak"}},
		{name: "XDG elsewhere", files: []string{"etc/mozilla/firefox/cccc.x/cert9.db", "share/pki/nssdb/"}, env: map[string]string{"XDG_CONFIG_HOME": "%s/etc", "XDG_DATA_HOME": "%s/share"}, want: []trust.StoreID{"chromium", "firefox:cccc.x"}},
		{name: "XDG, relative is ignored", files: []string{".config/mozilla/firefox/cccc.x/cert9.db"}, env: map[string]string{"XDG_CONFIG_HOME": "etc"}, want: []trust.StoreID{"firefox:cccc.x"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			home := t.TempDir()
			touch(t, home, tt.files...)
			for dir, text := range tt.inis {
				writeFile(t, filepath.Join(home, dir, "profiles.ini"), text)
			}
			env := map[string]string{"HOME": home}
			for k, v := range tt.env {
				env[k] = strings.ReplaceAll(v, "%s", home)
			}
			for _, how := range []string{"HOME", "Where"} {
				c, w := testComputer(t.TempDir(), env), trust.Where{}
				if how == "Where" {
					env["HOME"], w.Home = "/nonexistent", home
				}
				stores, err := c.open(t.Context(), w)
				if err != nil {
					t.Fatal(err)
				}
				ids, _ := infos(stores)
				if want := append([]trust.StoreID{"system", "nss-builtin"}, tt.want...); !slices.Equal(ids, want) {
					t.Errorf("home by %s: %q, want %q", how, ids, want)
				}
			}
		})
	}
}

// XDG folders of another home are not those of Where.Home.
func TestForeignXDG(t *testing.T) {
	mine, others := t.TempDir(), t.TempDir()
	touch(t, others, "mozilla/firefox/aaaa.x/cert9.db", "pki/nssdb/")
	touch(t, mine, ".config/mozilla/firefox/bbbb.y/cert9.db")
	c := testComputer(t.TempDir(), map[string]string{"HOME": others, "XDG_CONFIG_HOME": others, "XDG_DATA_HOME": others})
	stores, err := c.open(t.Context(), trust.Where{Home: mine})
	if err != nil {
		t.Fatal(err)
	}
	if ids, _ := infos(stores); !slices.Equal(ids, []trust.StoreID{"system", "nss-builtin", "firefox:bbbb.y"}) {
		t.Errorf("stores %q", ids)
	}
}

// TestOnce: each database is one store, by whatever path it is reached.
func TestOnce(t *testing.T) {
	home := t.TempDir()
	touch(t, home, ".mozilla/firefox/aaaa.default/cert9.db", "elsewhere/own/cert9.db", ".thunderbird/")
	os.Symlink("aaaa.default", filepath.Join(home, ".mozilla/firefox/link.default"))
	os.Symlink(filepath.Join(home, "elsewhere/own"), filepath.Join(home, ".thunderbird/tttt.work"))
	writeFile(t, filepath.Join(home, ".mozilla/firefox/profiles.ini"),
		"[Profile0]\nName=link\nIsRelative=1\nPath=link.default\n[Profile1]\nName=first\nIsRelative=1\nPath=aaaa.default\n[Profile2]\nName=work\nIsRelative=0\nPath="+filepath.Join(home, "elsewhere/own")+"\n")
	c := testComputer(t.TempDir(), nil)
	stores, err := c.open(t.Context(), trust.Where{Home: home, NSSDBs: []string{
		filepath.Join(home, ".mozilla/firefox/aaaa.default"), "sql:" + filepath.Join(home, "elsewhere/../elsewhere/own/"), filepath.Join(home, "further"), filepath.Join(home, "further"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	ids, by := infos(stores)
	want := []trust.StoreID{"system", "nss-builtin", "firefox:link.default", "firefox:own", trust.StoreID("nssdb:" + filepath.Join(home, "further"))}
	if !slices.Equal(ids, want) {
		t.Fatalf("stores %q, want %q", ids, want)
	}
	if i := by["firefox:own"]; i.Profile != "work" || i.Application != "firefox" || i.Scope != trust.ScopeUser || i.Path != filepath.Join(home, "elsewhere/own") || !i.Writable {
		t.Errorf("%+v", i)
	}
}

// TestOnly: what a person names is opened, and nothing else.
func TestOnly(t *testing.T) {
	home := t.TempDir()
	touch(t, home, ".pki/nssdb/", "snap/chromium/current/.pki/nssdb/", ".mozilla/firefox/aaaa.default/cert9.db", ".mozilla/firefox/abcd.work/cert9.db", "db/cert9.db")
	db := filepath.Join(home, "db")
	nssdb := trust.StoreID("nssdb:" + db)
	for _, tt := range []struct {
		only []trust.StoreID
		dbs  []string
		want []trust.StoreID // nil: an error
	}{
		{only: []trust.StoreID{"system"}, want: []trust.StoreID{"system"}},
		{only: []trust.StoreID{"CHROMIUM"}, want: []trust.StoreID{"chromium"}},
		{only: []trust.StoreID{"chromium@s"}, want: []trust.StoreID{"chromium@snap"}},
		{only: []trust.StoreID{"Firefox:AB"}, want: []trust.StoreID{"firefox:abcd.work"}},
		{only: []trust.StoreID{"nss"}, want: []trust.StoreID{"nss-builtin"}},
		{only: []trust.StoreID{"nss-builtin", "system", "nss-b"}, want: []trust.StoreID{"nss-builtin", "system"}},
		{only: []trust.StoreID{nssdb}, want: []trust.StoreID{nssdb}},
		{only: []trust.StoreID{"NSSDB:" + trust.StoreID(db) + "/./"}, want: []trust.StoreID{nssdb}},
		{only: []trust.StoreID{nssdb}, dbs: []string{db}, want: []trust.StoreID{nssdb}},
		{only: []trust.StoreID{"nssdb"}, dbs: []string{db}, want: []trust.StoreID{nssdb}},
		{only: []trust.StoreID{"nssdb:" + trust.StoreID(filepath.Join(home, ".mozilla/firefox/abcd.work"))}, want: []trust.StoreID{"firefox:abcd.work"}},
		{only: []trust.StoreID{"system", "nowhere"}},
		{only: []trust.StoreID{"nssdb:/nonexistent"}},
		{only: []trust.StoreID{"firefox:a"}},
		{only: []trust.StoreID{"system", ""}},
	} {
		c := testComputer(t.TempDir(), nil)
		stores, err := c.open(t.Context(), trust.Where{Home: home, NSSDBs: tt.dbs, Only: tt.only})
		ids, _ := infos(stores)
		if !slices.Equal(ids, tt.want) {
			t.Errorf("%q: %q, %v, want %q", tt.only, ids, err, tt.want)
		}
		_, unknown := errors.AsType[*trust.UnknownStoreError](err)
		_, ambiguous := errors.AsType[*trust.AmbiguousStoreError](err)
		if (tt.want == nil) != (unknown || ambiguous) {
			t.Errorf("%q: %v", tt.only, err)
		}
	}
	_, err := testComputer(t.TempDir(), nil).open(t.Context(), trust.Where{Home: home, Only: []trust.StoreID{"nssdb:Nowhere"}})
	if e, ok := errors.AsType[*trust.UnknownStoreError](err); !ok || e.ID != "nssdb:Nowhere" {
		t.Errorf("%v does not say the name as it was given", err)
	}
}

// TestSilentPlace: a place that does not answer is a store that says so; the others are there.
func TestSilentPlace(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	c := testComputer(t.TempDir(), nil)
	c.patience = 50 * time.Millisecond
	fs := []finder{
		{family: "firefox", program: "firefox", place: "~/.mozilla", find: func(context.Context, computer) []trust.Store { <-hang; return nil }},
		{family: "system", find: findBundle},
	}
	stores, err := c.run(t.Context(), fs, func(finder) bool { return true })
	if err != nil || len(stores) != 2 {
		t.Fatalf("%d stores, %v", len(stores), err)
	}
	_, err = stores[0].Entries(t.Context())
	if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreNoAnswer || stores[0].Info().Application != "firefox" {
		t.Errorf("%+v: %v", stores[0].Info(), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c.patience = time.Hour
	if _, err := c.run(ctx, fs, func(finder) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancel: %v", err)
	}
}

// TestWithin: what is not answered in time is a problem, and nobody waits for it.
func TestWithin(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	entries := []trust.Entry{{Name: "a"}}
	problem := &trust.Problem{Code: trust.StoreDamaged}
	for _, tt := range []struct {
		name string
		read func(context.Context) ([]trust.Entry, error)
		n    int
		code string
	}{
		{"in time", func(context.Context) ([]trust.Entry, error) { return entries, nil }, 1, ""},
		{"with a problem", func(context.Context) ([]trust.Entry, error) { return entries, problem }, 1, trust.StoreDamaged},
		{"hanging system call", func(context.Context) ([]trust.Entry, error) { <-hang; return entries, nil }, 0, trust.StoreNoAnswer},
		{"waits for its context", func(ctx context.Context) ([]trust.Entry, error) { <-ctx.Done(); return nil, ctx.Err() }, 0, trust.StoreNoAnswer},
		{"says what it waited for", func(ctx context.Context) ([]trust.Entry, error) {
			<-ctx.Done()
			return nil, &trust.Problem{Code: trust.StoreLocked}
		}, 0, trust.StoreLocked},
	} {
		limit := 100 * time.Millisecond
		if tt.code == trust.StoreLocked { // whoever speaks in time has a twentieth of it, and a busy machine is slow
			limit = 2 * time.Second
		}
		got, err := within(t.Context(), limit, tt.read)
		p, ok := errors.AsType[*trust.Problem](err)
		if len(got) != tt.n || ok != (tt.code != "") || ok && p.Code != tt.code {
			t.Errorf("%s: %d entries, %v", tt.name, len(got), err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := within(ctx, time.Hour, func(context.Context) ([]trust.Entry, error) { <-hang; return nil, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestSilentProfile: one profile on a network folder that is gone does not hide the others.
func TestSilentProfile(t *testing.T) {
	c := testComputer(t.TempDir(), nil)
	c.patience = 100 * time.Millisecond
	hang := make(chan struct{})
	defer close(hang)
	cc := []candidate{{profile: profile{"far", "/nonexistent/far.far"}, listed: true}, {profile: profile{"x", t.TempDir()}, listed: true}}
	got := c.glances(t.Context(), cc, func(x candidate) glance {
		if x.name == "far" {
			<-hang
		}
		return x.glance()
	})
	if far := got[0]; !far.profile || !far.silent || far.real != "/nonexistent/far.far" {
		t.Errorf("the profile that is gone: %+v", far)
	}
	if here := got[1]; !here.profile || here.silent {
		t.Errorf("the other one: %+v", here)
	}
}

// TestDenied: folders of another user, as "sudo firefox" leaves them, are told.
func TestDenied(t *testing.T) {
	if nobody.Instead(t) {
		return
	}
	home := t.TempDir()
	touch(t, home, ".mozilla/firefox/", ".thunderbird/t.t/cert9.db", ".pki/nssdb/")
	for _, dir := range []string{".mozilla/firefox", ".thunderbird/t.t", ".pki"} {
		if err := os.Chmod(filepath.Join(home, dir), 0); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(filepath.Join(home, dir), 0o700)
	}
	stores, err := testComputer(t.TempDir(), nil).open(t.Context(), trust.Where{Home: home})
	if err != nil {
		t.Fatal(err)
	}
	ids, _ := infos(stores)
	if want := []trust.StoreID{"system", "nss-builtin", "chromium", "firefox", "thunderbird:t.t"}; !slices.Equal(ids, want) {
		t.Fatalf("stores %q, want %q", ids, want)
	}
	for _, s := range stores[2:] {
		_, err := s.Entries(t.Context())
		if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreNoPermission {
			t.Errorf("%s: %v", s.Info().ID, err)
		}
	}
}
