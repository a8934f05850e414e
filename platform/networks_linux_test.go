package platform

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

func TestNetworks(t *testing.T) {
	root := t.TempDir()
	c := testComputer(root, nil)
	person := trusttest.Root(t, "Person")
	is := []*cert.Certificate{person}
	pem, at := string(person.PEM()), func(p string) string { return filepath.Join(root, p) }
	list := func(b []byte) (s string) {
		for _, x := range b {
			s += fmt.Sprintf("%d;", x)
		}
		return s
	}
	nm, wpa := "/etc/NetworkManager/system-connections/", "/etc/wpa_supplicant/wpa_supplicant.conf"
	for path, text := range map[string]string{
		"/home/a/me.pem": pem, "/home/a/me.p12": "\x30\x03\x02\x01\x03", "/etc/NetworkManager/system-connections/me.pem": pem, "/home/a/日本 語.crt": string(person.Raw),
		nm + "eduroam.nmconnection":  "[connection]\nid=eduroam at\\swork\ntype=wifi\n\n[wifi]\nssid=eduroam\n\n[802-1x]\neap=tls;\nidentity=a@example.ac.jp\nclient-cert=/home/a/me.pem\nprivate-key=file:///home/a/me.key\nca-cert=/etc/ca.pem\n",
		nm + "bytes":                 "# by hand\n[connection]\nid=bytes\n[802-11-wireless]\nssid=229;164;167;\n[802-1x]\nclient-cert=" + list(person.Raw) + "\nprivate-key=pkcs11:object=key\n",
		nm + "data":                  "[connection]\nid=cable\n[802-1x]\nclient-cert=data:;base64," + base64.StdEncoding.EncodeToString(person.Raw) + "\n",
		nm + "relative":              "[connection]\nid=relative\n[802-1x]\nclient-cert=me.pem\n",
		nm + "spaces":                "[connection]\nid=spaces\n[802-1x]\nclient-cert=file:///home/a/日本 語.crt\n",
		nm + "p12":                   "[connection]\nid=p12\n[802-1x]\nprivate-key=/home/a/me.p12\nprivate-key-password=secret\n",
		nm + "gone":                  "[connection]\nid=gone\n[802-1x]\nclient-cert=/home/a/gone.pem\n",
		nm + "card":                  "[connection]\nid=card\n[802-1x]\nclient-cert=pkcs11:token=x\n",
		nm + "password":              "[connection]\nid=password\n[802-1x]\neap=peap;\nidentity=a\n",
		nm + ".hidden":               "[802-1x]\nclient-cert=/home/a/me.pem\n",
		"/var/lib/iwd/eduroam.8021x": "[Security]\nEAP-Method=TLS\nEAP-Identity=a\nEAP-TLS-ClientCert=/home/a/me.pem\nEAP-TLS-ClientKey=/home/a/me.key\nEAP-TLS-CACert=embed:ca\n[@pem@ca]\n" + pem,
		"/var/lib/iwd/=e5a4a7.8021x": "[Security]\nEAP-TLS-ClientCert=embed:me\n[@pem@me]\n" + pem,
		"/var/lib/iwd/peap.8021x":    "[Security]\nEAP-Method=PEAP\n", "/var/lib/iwd/home.psk": "[Security]\nEAP-TLS-ClientCert=/home/a/me.pem\n",
		wpa: "ctrl_interface=x\nnetwork={\n\tssid=\"eduroam\"\n\tid_str=\"work\"\n\tclient_cert=\"/home/a/me.pem\"\n\tprivate_key=\"/home/a/me.key\"\n\tidentity=\"a\"\n}\nnetwork={\n\tssid=e5a4a7\n\tclient_cert=\"blob://me\"\n}\nnetwork={\n\tssid=\"open\"\n}\n" +
			"blob-base64-me={\n" + strings.Join(strings.SplitAfter(base64.StdEncoding.EncodeToString(person.Raw), "A"), "\n") + "\n}\n",
	} {
		writeFile(t, at(path), text)
	}
	want := []facts.Network{
		{Manager: networkManager, Config: at(nm + "bytes"), Name: "bytes", SSID: "大", Key: "pkcs11:object=key", Certificates: is},
		{Manager: networkManager, Config: at(nm + "card"), Name: "card", Client: "pkcs11:token=x"},
		{Manager: networkManager, Config: at(nm + "data"), Name: "cable", Certificates: is},
		{Manager: networkManager, Config: at(nm + "eduroam.nmconnection"), Name: "eduroam at work", SSID: "eduroam", Identity: "a@example.ac.jp", Client: "/home/a/me.pem", Key: "/home/a/me.key", CA: "/etc/ca.pem", Certificates: is},
		{Manager: networkManager, Config: at(nm + "gone"), Name: "gone", Client: "/home/a/gone.pem", Problem: &trust.Problem{Code: cert.FileMissing}},
		{Manager: networkManager, Config: at(nm + "p12"), Name: "p12", Client: "/home/a/me.p12", Key: "/home/a/me.p12", Problem: &trust.Problem{Code: cert.FileNotCertificate}},
		{Manager: networkManager, Config: at(nm + "spaces"), Name: "spaces", Client: "/home/a/日本 語.crt", Certificates: is},
		{Manager: iwd, Config: at("/var/lib/iwd/=e5a4a7.8021x"), Name: "大", SSID: "大", Certificates: is},
		{Manager: iwd, Config: at("/var/lib/iwd/eduroam.8021x"), Name: "eduroam", SSID: "eduroam", Identity: "a", Client: "/home/a/me.pem", Key: "/home/a/me.key", CA: "embed:ca", Certificates: is},
		{Manager: wpaSupplicant, Config: at(wpa), Name: "work", SSID: "eduroam", Identity: "a", Client: "/home/a/me.pem", Key: "/home/a/me.key", Certificates: is},
		{Manager: wpaSupplicant, Config: at(wpa), Name: "大", SSID: "大", Certificates: is},
	}
	got := c.settings(t.Context(), trust.Where{}, nil)
	for i := range got.Networks {
		n := &got.Networks[i]
		if n.Problem != nil {
			n.Problem.Detail = ""
		}
		if len(n.Certificates) == 1 && n.Certificates[0].SHA256 == person.SHA256 {
			n.Certificates = is
		}
	}
	relative := facts.Network{Manager: networkManager, Config: at(nm + "relative"), Name: "relative", Client: at(nm + "me.pem")}
	for _, n := range got.Networks {
		if n.Name == "relative" {
			n.Problem = nil // a test's root stands in front of it twice
			if !reflect.DeepEqual(n, relative) {
				t.Errorf("%+v, want %+v", n, relative)
			}
		}
	}
	rest := []facts.Network{}
	for _, n := range got.Networks {
		if n.Name != "relative" {
			rest = append(rest, n)
		}
	}
	if len(rest) != len(want) {
		t.Errorf("%d networks, want %d", len(rest), len(want))
	}
	for i := range min(len(rest), len(want)) {
		if !reflect.DeepEqual(rest[i], want[i]) {
			t.Errorf("got  %+v %v\nwant %+v", rest[i], rest[i].Problem, want[i])
		}
	}
	if len(got.Unread) > 0 {
		t.Errorf("%+v", got.Unread)
	}
	if only := c.settings(t.Context(), trust.Where{Only: []trust.StoreID{"chromium"}}, nil); !reflect.DeepEqual(only, facts.Settings{}) {
		t.Errorf("with --store: %+v", only)
	}
}

// What only administrators may read is known to be unread, and the rest is read.
func TestNetworksUnread(t *testing.T) {
	root := t.TempDir()
	c := testComputer(root, nil)
	dir := filepath.Join(root, "etc/NetworkManager/system-connections")
	touch(t, dir, "folder/")
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "endless")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "large"), strings.Repeat("x", maxConfig+1))
	codes := map[string]string{"endless": trust.StoreForeign, "large": trust.StoreRefused}
	if os.Getuid() != 0 {
		writeFile(t, filepath.Join(dir, "root's"), "x")
		writeFile(t, filepath.Join(root, "var/lib/iwd/x.8021x"), "x")
		for path, mode := range map[string]os.FileMode{filepath.Join(dir, "root's"): 0, filepath.Join(root, "var/lib/iwd"): 0} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			defer os.Chmod(path, 0o700)
		}
		codes["root's"], codes["iwd"] = trust.StoreNoPermission, trust.StoreNoPermission
	}
	got := c.settings(t.Context(), trust.Where{}, nil)
	if len(got.Unread) != len(codes) || len(got.Networks) > 0 {
		t.Errorf("%+v", got)
	}
	for _, u := range got.Unread {
		if name := filepath.Base(u.Path); u.Problem.Code != codes[name] || u.Manager == "" {
			t.Errorf("%s: %+v", name, u)
		}
	}
}

func FuzzNetworks(f *testing.F) {
	f.Add("[802-1x]\nclient-cert=1;2;\nprivate-key=data:;base64,QQ==\n[wifi]\nssid=\\s\n[@pem@x]\ny\n[Security]\nEAP-TLS-ClientCert=embed:x\n")
	f.Add("network={\nssid=\"\nclient_cert=blob://x\n}\nblob-base64-x={\nQQ\n}")
	c := computer{root: f.TempDir()}
	f.Fuzz(func(t *testing.T, text string) {
		for _, n := range append(append(c.parseNetworkManager("/x/y", text), c.parseIWD("/x/=zz.8021x", text)...), c.parseWPASupplicant("/x", text)...) {
			if n.Certificates != nil && n.Problem != nil {
				t.Errorf("%+v", n)
			}
		}
	})
}
