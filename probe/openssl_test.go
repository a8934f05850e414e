package probe

import (
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certviewer/facts"
)

// OpenSSL answers our questions, and makes the lists that we read: what it says of a certificate is what we say it said.
func TestOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("needs openssl")
	}
	dir := t.TempDir()
	run := func(args ...string) []byte {
		t.Helper()
		cmd := exec.Command("openssl", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return out
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) []byte {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	ca := newAuthority(t, "CA")
	key, err := x509.MarshalPKCS8PrivateKey(ca.key)
	if err != nil {
		t.Fatal(err)
	}
	write("ca.pem", string(ca.certificate().PEM()))
	write("ca.key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	write("ca.cnf", "[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\ncertificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha256\ndefault_crl_days=1\n")
	write("index.txt.attr", "unique_subject=no\n")
	d := newDesk(t)
	c := ca.person(t, d.URL+"/ocsp", d.URL+"/list")
	d.ocsp = func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		question := d.bodies[len(d.bodies)-1]
		d.mu.Unlock()
		write("question.der", string(question))
		run("ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key", "-reqin", "question.der", "-respout", "answer.der", "-ndays", "1")
		w.Write(read("answer.der"))
	}
	// OpenSSL reads no clock but the computer's.
	at := time.Now()
	for _, index := range []struct {
		line   string
		status facts.RevocationStatus
		reason string
	}{
		{"V\t300101000000Z\t\t1267\tunknown\t/CN=j20-0001\n", facts.Good, ""},
		{"R\t300101000000Z\t251001000000Z,superseded\t1267\tunknown\t/CN=j20-0001\n", facts.Revoked, "superseded"},
		{"", facts.NotKnownToIt, ""},
	} {
		write("index.txt", index.line)
		p := pair{c.X509(), ca.x, at}
		q := facts.Inquiry{Method: facts.OCSP, URL: d.URL + "/ocsp"}
		if err := anywhere.ask(t.Context(), p, &q); err != nil || q.Status != index.status || q.Reason != index.reason || q.NextUpdate.Sub(at).Round(time.Hour) != 24*time.Hour {
			t.Errorf("%q by OCSP: %+v, %v", index.line, q, err)
		}
		run("ca", "-config", "ca.cnf", "-gencrl", "-out", "list.pem")
		d.list = says(read("list.pem"))
		q = facts.Inquiry{Method: facts.CRL, URL: d.URL + "/list"}
		listed := index.status
		if listed == facts.NotKnownToIt { // a list knows no certificates that were not revoked
			listed = facts.Good
		}
		if err := anywhere.ask(t.Context(), p, &q); err != nil || q.Status != listed || q.Reason != index.reason {
			t.Errorf("%q by list: %+v, %v", index.line, q, err)
		}
		if q.Status == facts.Revoked && !q.RevokedAt.Equal(time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("revoked at %v", q.RevokedAt)
		}
		if text := string(run("crl", "-in", "list.pem", "-noout", "-text")); strings.Contains(text, "Serial Number: 1267") != (q.Status == facts.Revoked) {
			t.Errorf("OpenSSL reads the list otherwise:\n%s", text)
		}
	}
}
