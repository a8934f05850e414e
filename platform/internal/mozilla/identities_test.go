package mozilla

import (
	"fmt"
	"reflect"
	"testing"

	"certviewer/trust"
)

func TestIdentities(t *testing.T) {
	text := `
user_pref("mail.accountmanager.accounts", "account2,account1,account9,account2");
user_pref("mail.account.account1.identities", "id1,id3");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account2.identities", "id2,id1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.server.server1.name", "大学");
user_pref("mail.server.server2.hostname", "imap.example.ac.jp");
user_pref("mail.identity.id1.fullName", "山田 太郎");
user_pref("mail.identity.id1.useremail", "taro@example.ac.jp");
user_pref("mail.identity.id1.sign_mail", true);
user_pref("mail.identity.id1.encryptionpolicy", 2);
user_pref("mail.identity.id1.encryption_cert_name", "Alice");
user_pref("mail.identity.id2.encryptionpolicy", 0);
user_pref("mail.identity.id4.useremail", "gone@example.ac.jp");
` + fmt.Sprintf("user_pref(\"mail.identity.id1.signing_cert_dbkey\", %q);\nuser_pref(\"mail.identity.id2.signing_cert_dbkey\", 5);\n", aliceOldKey)
	old := alice(t, "old")
	want := []Identity{
		{ID: "id2", Account: "imap.example.ac.jp"},
		{
			ID: "id1", Account: "imap.example.ac.jp", FullName: "山田 太郎", Address: "taro@example.ac.jp", Signs: true, Encrypts: true,
			Signing: trust.Reference{Issuer: old.Issuer.Raw, Serial: old.Serial}, Encryption: trust.Reference{Name: "Alice"},
		},
		{ID: "id3", Account: "大学"},
	}
	if got := Identities(ParsePrefs([]byte(text))); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestPinned(t *testing.T) {
	user := ParsePrefs([]byte(`user_pref("mail.identity.id1.encryption_cert_dbkey", "x"); user_pref("mail.identity.id2.fullName", "x");`))
	if got := Pinned(user, "id1"); len(got) != 1 || got[0] != "mail.identity.id1.encryption_cert_dbkey" {
		t.Errorf("%q", got)
	}
	if got := Pinned(user, "id2"); got != nil {
		t.Errorf("%q", got)
	}
}

func TestValidIdentity(t *testing.T) {
	for id, want := range map[string]bool{"id1": true, "id_2-x": true, "": false, "id1.": false, "id1\"": false, "日": false} {
		if ValidIdentity(id) != want {
			t.Errorf("%q", id)
		}
	}
}
