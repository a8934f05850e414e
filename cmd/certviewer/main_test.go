package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, programs)
}

// programs are what the test's own binary can be started as.
var programs = map[string]func(){"certviewer": main}

// TestScripts runs testdata/*.txtar: a new person's home each, with real NSS databases by certutil.
func TestScripts(t *testing.T) {
	p := scriptParams()
	p.Dir = "testdata"
	testscript.Run(t, p)
}

// scriptParams gives each script a new person's home, and no session.
func scriptParams() testscript.Params {
	return testscript.Params{
		RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("LANG", "en_GB.UTF-8")
			e.Setenv("CERTVIEWER_DATA", filepath.Join(e.WorkDir, "data"))
			e.Setenv("SSL_CERT_FILE", filepath.Join(e.WorkDir, "bundle.pem"))
			e.Setenv("SSL_CERT_DIR", filepath.Join(e.WorkDir, "nodir"))
			return os.MkdirAll(filepath.Join(e.WorkDir, "home"), 0o700)
		},
		Condition: func(cond string) (bool, error) {
			_, err := exec.LookPath(cond)
			return err == nil, nil
		},
		Cmds: maps.Clone(people),
	}
}

// people are the commands of scripts besides testscript's own.
var people = map[string]func(*testscript.TestScript, bool, []string){"mkcert": mkcert, "tree": tree}

// mkcert makes a certificate: mkcert [-ca] [-from T] [-to T] [-use client|email|server] SUBJECT ISSUER OUT.
// Names are CN, O, L, C in the order given, "C=JP,O=x,CN=y". The key goes to OUT.key.
func mkcert(ts *testscript.TestScript, _ bool, args []string) {
	fl := flag.NewFlagSet("mkcert", flag.ContinueOnError)
	ca := fl.Bool("ca", false, "")
	from := fl.String("from", time.Now().AddDate(-1, 0, 0).Format(time.RFC3339), "")
	to := fl.String("to", time.Now().AddDate(2, 0, 0).Format(time.RFC3339), "")
	use := fl.String("use", "", "")
	ts.Check(fl.Parse(args))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	ts.Check(err)
	tmpl := &x509.Certificate{
		SerialNumber: serial, RawSubject: rawName(ts, fl.Arg(0)), NotBefore: when(ts, *from), NotAfter: when(ts, *to),
		BasicConstraintsValid: true, IsCA: *ca, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
	}
	if *ca {
		tmpl.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	}
	if eku, ok := map[string]x509.ExtKeyUsage{"client": x509.ExtKeyUsageClientAuth, "email": x509.ExtKeyUsageEmailProtection, "server": x509.ExtKeyUsageServerAuth}[*use]; ok {
		tmpl.ExtKeyUsage = []x509.ExtKeyUsage{eku}
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, &x509.Certificate{RawSubject: rawName(ts, fl.Arg(1))}, key.Public(), key)
	ts.Check(err)
	pk, err := x509.MarshalPKCS8PrivateKey(key)
	ts.Check(err)
	out := ts.MkAbs(fl.Arg(2))
	ts.Check(os.WriteFile(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644))
	ts.Check(os.WriteFile(out+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pk}), 0o600))
}

func when(ts *testscript.TestScript, s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	ts.Check(err)
	return t
}

func rawName(ts *testscript.TestScript, s string) []byte {
	oids := map[string]asn1.ObjectIdentifier{"C": {2, 5, 4, 6}, "L": {2, 5, 4, 7}, "O": {2, 5, 4, 10}, "OU": {2, 5, 4, 11}, "CN": {2, 5, 4, 3}}
	var name pkix.RDNSequence
	for _, part := range strings.Split(s, ",") {
		k, v, _ := strings.Cut(part, "=")
		if oids[k] == nil {
			ts.Fatalf("mkcert: no attribute %q", k)
		}
		name = append(name, pkix.RelativeDistinguishedNameSET{{Type: oids[k], Value: v}})
	}
	b, err := asn1.Marshal(name)
	ts.Check(err)
	return b
}

// tree writes every file below a folder with its hash, mode and times to OUT: two such lists are equal when
// nothing was touched.
func tree(ts *testscript.TestScript, _ bool, args []string) {
	var b strings.Builder
	root := ts.MkAbs(args[0])
	ts.Check(filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fi, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprint(&b, strings.TrimPrefix(p, root), " ", fi.Mode(), " ", fi.Size(), " ", fi.ModTime().UnixNano())
		if fi.Mode().IsRegular() {
			c, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, " %x", sha256.Sum256(c))
		}
		b.WriteByte('\n')
		return nil
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o644))
}
