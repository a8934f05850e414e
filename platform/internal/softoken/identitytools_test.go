//go:build cgo && linux

package softoken_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/hex"
	"encoding/pem"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
)

func openIdentity(t testing.TB, dir string, passwords ...string) trust.IdentityWriter {
	t.Helper()
	w, ok := open(t, dir, passwords...).(trust.IdentityWriter)
	if !ok {
		t.Fatal("a database cannot hold keys")
	}
	return w
}

// keysListed returns the keys that "certutil -K" shows.
func keysListed(t testing.TB, dir, password string) (out []string) {
	t.Helper()
	text, err := tryCertutil(t, dir, "-K", "-f", file(t, []byte(password+"\n")))
	if err != nil && !strings.Contains(text, "no keys found") {
		t.Fatalf("certutil -K: %v: %s", err, text)
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "<") {
			out = append(out, strings.Join(strings.Fields(line), " "))
		}
	}
	return out
}

// p12 is a file that OpenSSL makes.
func p12(t testing.TB, c *cert.Certificate, pkcs8 []byte, name string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "x.p12")
	key := file(t, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
	openssl(t, "pkcs12", "-export", "-inkey", key, "-in", pemFile(t, c), "-name", name, "-passout", "pass:pw", "-out", out)
	return out
}

func importP12(t testing.TB, dir, password, path string) {
	t.Helper()
	pk12util(t, "-i", path, "-d", "sql:"+dir, "-W", "pw", "-K", password)
}

// exported is the key that pk12util -o gives back, as OpenSSL reads it.
func exported(t testing.TB, dir, password, name string) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.p12")
	pk12util(t, "-o", out, "-n", name, "-d", "sql:"+dir, "-W", "abcd", "-K", password)
	text := openssl(t, "pkcs12", "-in", out, "-passin", "pass:abcd", "-nodes", "-nocerts")
	p, _ := pem.Decode(text[bytes.Index(text, []byte("-----BEGIN")):])
	return normal(t, p.Bytes)
}

// normal is PKCS #8 as OpenSSL writes it.
func normal(t testing.TB, pkcs8 []byte) []byte {
	t.Helper()
	return openssl(t, "pkcs8", "-topk8", "-nocrypt", "-inform", "DER", "-outform", "DER", "-in", file(t, pkcs8))
}

func openssl(t testing.TB, args ...string) []byte {
	t.Helper()
	program, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	out, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatalf("openssl %s: %v", strings.Join(args, " "), err)
	}
	return out
}

func pk12util(t testing.TB, args ...string) {
	t.Helper()
	program, err := exec.LookPath("pk12util")
	if err != nil {
		t.Skip("pk12util of NSS is not installed")
	}
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"LC_ALL=C"} // the system's, whatever library is being tested
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pk12util %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// rows counts the objects of a table that speak of certificates and keys.
func rows(t *testing.T, dir, table string) (n int) {
	t.Helper()
	must(t, openFile(t, fileOf(dir, table)).QueryRow("SELECT count(*) FROM "+table+" WHERE a0 IN (x'00000001', x'00000002', x'00000003', x'ce534353', x'0000000b')").Scan(&n))
	return n
}

func fileOf(dir, table string) string {
	if table == "nssPrivate" {
		return filepath.Join(dir, "key4.db")
	}
	return filepath.Join(dir, "cert9.db")
}

func execKeys(t *testing.T, dir, query string, args ...any) {
	t.Helper()
	db := openFile(t, filepath.Join(dir, "key4.db"))
	_, err := db.Exec(query, args...)
	must(t, err)
	must(t, db.Close())
}

// keyIDOf returns the CKA_ID of the certificate of this name.
func keyIDOf(t *testing.T, dir, name string) (id []byte) {
	t.Helper()
	must(t, openSQL(t, dir).QueryRow("SELECT a102 FROM nssPublic WHERE a0 = x'00000001' AND a3 = CAST(? AS BLOB)", name).Scan(&id))
	return id
}

// objects returns what a table holds, a line for each attribute, in order: values that are encrypted only by their length.
func objects(t *testing.T, dir, table string) (out []string) {
	t.Helper()
	db := openFile(t, fileOf(dir, table))
	found, err := db.Query("SELECT * FROM " + table)
	must(t, err)
	defer found.Close()
	columns, err := found.Columns()
	must(t, err)
	for found.Next() {
		values, to := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			to[i] = &values[i]
		}
		must(t, found.Scan(to...))
		class := ""
		for i, name := range columns {
			b, ok := values[i].([]byte)
			if name == "a0" {
				class = hex.EncodeToString(b)
			}
			text := hex.EncodeToString(b)
			if bytes.HasPrefix(b, []byte{0x30, 0x82}) || bytes.HasPrefix(b, []byte{0x30, 0x81}) {
				text = "a sequence"
			}
			if ok {
				out = append(out, class+" "+name+" "+text)
			}
		}
	}
	must(t, found.Err())
	slices.Sort(out)
	return out
}

func ecKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	return key
}
