//go:build e2e

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// A browser is the witness: Firefox refuses a server whose root it does not know, accepts it after "root add", and refuses
// it again after "history undo". What counts is whether a request arrives at the server; the browser's
// exit code says nothing.
func TestFirefoxIsTheWitness(t *testing.T) {
	firefox, err := exec.LookPath("firefox-esr")
	if err != nil {
		t.Skip("there is no firefox-esr here; scripts/setup.sh e2e installs it")
	}
	lab := t.TempDir()
	program := filepath.Join(lab, "certviewer")
	must(t, "go", "build", "-o", program, ".") // before HOME changes, where go keeps what it built before
	t.Setenv("HOME", filepath.Join(lab, "home"))
	t.Setenv("CERTVIEWER_DATA", filepath.Join(lab, "data"))
	profile := filepath.Join(lab, "home", ".mozilla", "firefox", "witness.default")
	if err := os.MkdirAll(profile, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(filepath.Dir(profile), "profiles.ini"), "[Profile0]\nName=default\nIsRelative=1\nPath=witness.default\n")
	write(t, filepath.Join(profile, "user.js"), quietFirefox)
	must(t, "certutil", "-N", "-d", "sql:"+profile, "--empty-password")

	root, server := pair(t)
	rootFile := filepath.Join(lab, "root.pem")
	write(t, rootFile, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root})))
	fp := sha256.Sum256(root)

	var asked, arrived atomic.Int32
	page := serve(t, server, &asked, &arrived)
	accepts := func() bool {
		asked.Store(0)
		arrived.Store(0)
		cmd := exec.Command(firefox, "--headless", "--no-remote", "--profile", profile, "--screenshot", filepath.Join(lab, "s.png"), page)
		// Without this a release build asks the real server for its settings, whatever the preference says.
		cmd.Env = append(os.Environ(), "MOZ_REMOTE_SETTINGS_DEVTOOLS=1")
		timer := time.AfterFunc(60*time.Second, func() { cmd.Process.Kill() })
		defer timer.Stop()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Logf("firefox: %v\n%s", err, out)
		}
		if asked.Load() == 0 {
			t.Fatal("Firefox did not ask the server at all: that says nothing")
		}
		return arrived.Load() > 0
	}
	if accepts() {
		t.Fatal("Firefox accepts the server before the root is added")
	}
	must(t, program, "root", "add", rootFile, "--store", "firefox:witness.default", "--for", "server", "--fingerprint", hex.EncodeToString(fp[:]), "--yes")
	if !accepts() {
		t.Fatal("Firefox refuses the server after the root was added")
	}
	must(t, program, "history", "undo", "1", "--yes")
	if accepts() {
		t.Fatal("Firefox accepts the server after the change was undone")
	}
}

// quietFirefox keeps a headless Firefox from asking anything of the network or the person.
const quietFirefox = `user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.startup.page", 0);
user_pref("browser.startup.homepage", "about:blank");
user_pref("startup.homepage_welcome_url", "about:blank");
user_pref("browser.newtabpage.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("termsofuse.bypassNotification", true);
user_pref("trailhead.firstrun.didSeeAboutWelcome", true);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("browser.warnOnQuit", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.dns.disablePrefetch", true);
user_pref("network.prefetch-next", false);
user_pref("network.http.speculative-parallel-limit", 0);
user_pref("network.trr.mode", 5);
user_pref("security.OCSP.enabled", 0);
user_pref("security.certerrors.mitm.priming.enabled", false);
user_pref("security.pki.crlite_mode", 0);
user_pref("security.remote_settings.crlite_filters.enabled", false);
user_pref("security.remote_settings.intermediates.enabled", false);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
user_pref("app.normandy.enabled", false);
user_pref("app.shield.optoutstudies.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.region.network.url", "");
user_pref("browser.region.update.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.safebrowsing.update.enabled", false);
user_pref("browser.safebrowsing.downloads.enabled", false);
user_pref("browser.search.update", false);
user_pref("browser.topsites.contile.enabled", false);
user_pref("dom.push.connection.enabled", false);
user_pref("extensions.systemAddon.update.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("extensions.getAddons.cache.enabled", false);
user_pref("media.gmp-manager.updateEnabled", false);
user_pref("toolkit.telemetry.server", "data:,");
user_pref("toolkit.telemetry.unified", false);
user_pref("datareporting.healthreport.uploadEnabled", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.proxy.socks", "127.0.0.1");
user_pref("network.proxy.socks_port", 9);
user_pref("network.proxy.socks_remote_dns", true);
user_pref("network.proxy.failover_direct", false);
`

// pair makes a root and a certificate for localhost under it.
func pair(t *testing.T) (root []byte, server tls.Certificate) {
	t.Helper()
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Witness Root"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	root, err = x509.CreateCertificate(rand.Reader, ca, ca, rootKey.Public(), rootKey)
	if err != nil {
		t.Fatal(err)
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "witness.localhost"}, DNSNames: []string{"witness.localhost"}, NotBefore: ca.NotBefore, NotAfter: ca.NotAfter, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), rootKey)
	if err != nil {
		t.Fatal(err)
	}
	return root, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// serve serves a page over http whose one image comes from the server under test, and counts what arrives there. The
// page's load event waits for the image, accepted or refused: so Firefox ends by itself.
func serve(t *testing.T, cert tls.Certificate, asked, arrived *atomic.Int32) (page string) {
	t.Helper()
	secure, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: []tls.Certificate{cert}, SessionTicketsDisabled: true,
		GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { asked.Add(1); return nil, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	images := &http.Server{ErrorLog: log.New(testLog{t}, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		arrived.Add(1)
		w.Header().Set("Connection", "close")
	})}
	go images.Serve(secure)
	go http.Serve(plain, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><img src="https://witness.localhost:%d/i">`, secure.Addr().(*net.TCPAddr).Port)
	}))
	t.Cleanup(func() { secure.Close(); plain.Close() })
	return fmt.Sprintf("http://127.0.0.1:%d/", plain.Addr().(*net.TCPAddr).Port)
}

// testLog tells why a handshake ended.
type testLog struct{ t *testing.T }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Logf("server: %s", b)
	return len(b), nil
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}
