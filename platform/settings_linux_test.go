package platform

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// TestSettings: what profiles name, with the list that a Firefox wrote; and looking changes nothing.
func TestSettings(t *testing.T) {
	list, err := os.ReadFile("internal/mozilla/testdata/ClientAuthRememberList.bin")
	if err != nil {
		t.Fatal(err)
	}
	der, err := os.ReadFile("internal/mozilla/testdata/alice-old.der")
	if err != nil {
		t.Fatal(err)
	}
	alice, home := cert.Parse(der), t.TempDir()
	const key = "AAAAAAAAAAAAAAAEAAAANFoAAA8wMjEUMBIGA1UEChMLV2l0bmVzcyBMYWIxGjAYBgNVBAMTEVdpdG5lc3MgQ2xpZW50IENB"
	for name, text := range map[string]string{
		"fox/" + rememberedFile: string(list), "fox/.parentlock": "", "fox/" + prefsFile: `user_pref("mail.accountmanager.accounts", "account1");`,
		"auto/" + prefsFile: `user_pref("security.default_personal_cert", "Select Automatically");`,
		"bird/.parentlock":  "", "bird/" + userPrefFile: `user_pref("mail.identity.id2.signing_cert_name", "x");`,
		"bird/" + prefsFile: `user_pref("mail.accountmanager.accounts", "account1"); user_pref("mail.account.account1.identities", "id1,id2");
user_pref("mail.identity.id1.useremail", "a@example.ac.jp"); user_pref("mail.identity.id1.sign_mail", true);
user_pref("mail.identity.id1.signing_cert_name", "Alice"); user_pref("mail.identity.id1.signing_cert_dbkey", "` + key + `");`,
		"new/cert9.db": "",
	} {
		writeFile(t, filepath.Join(home, name), text)
	}
	touch(t, home, "hostile/")
	if err := unix.Mkfifo(filepath.Join(home, "hostile", prefsFile), 0o600); err != nil {
		t.Fatal(err)
	}
	profile := func(program, folder string) trust.Info {
		return trust.Info{ID: trust.StoreID(program + ":" + folder), Scope: trust.ScopeUser, Application: program, Path: filepath.Join(home, folder)}
	}
	infos := []trust.Info{profile(firefox, "fox"), profile(firefox, "auto"), profile(thunderbird, "bird"), profile(thunderbird, "new"), profile(thunderbird, "hostile"), {ID: "system", Path: "/etc/ssl"}}
	c := testComputer(home, nil)
	before := times(t, home)
	got := c.settings(t.Context(), trust.Where{}, infos)
	for _, info := range infos {
		if c.running(t.Context(), info) {
			t.Errorf("%s is running", info.ID)
		}
	}
	if after := times(t, home); !reflect.DeepEqual(after, before) {
		t.Errorf("looking changed something:\n%v\n%v", before, after)
	}
	want := []facts.Account{
		{Store: "thunderbird:bird", ID: "id1", Address: "a@example.ac.jp", Signs: true, Signing: trust.Reference{Name: "Alice", Issuer: alice.Issuer.Raw, Serial: alice.Serial}},
		{Store: "thunderbird:bird", ID: "id2", Pinned: true},
	}
	if !reflect.DeepEqual(got.Accounts, want) {
		t.Errorf("accounts %+v\nwant %+v", got.Accounts, want)
	}
	if len(got.Choices) != 4 || got.Choices[0].Host != "m.localhost" || !got.Choices[0].Certificate.Means(alice) || got.Choices[1].Certificate.Means(alice) || got.Choices[2].Store != "firefox:fox" {
		t.Errorf("choices %+v", got.Choices)
	}
	if !reflect.DeepEqual(got.Unasked, []trust.StoreID{"firefox:auto"}) {
		t.Errorf("unasked %q", got.Unasked)
	}
	if len(got.Unread) != 1 || got.Unread[0].Store != "thunderbird:hostile" || got.Unread[0].Problem.Code != trust.StoreForeign {
		t.Errorf("unread %+v", got.Unread)
	}
}

// times is every file below dir with its size, time and mode.
func times(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fi, err := d.Info()
		if err == nil {
			out[path] = fmt.Sprint(fi.Size(), fi.ModTime().Format(time.RFC3339Nano), fi.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
