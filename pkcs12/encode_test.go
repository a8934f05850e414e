package pkcs12

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"os"
	"strings"
	"testing"

	"certviewer/cert"
)

// What Encode writes is opened by go-pkcs12 before it is handed out, and here by our reader too.
func TestEncode(t *testing.T) {
	for to, algorithm := range []string{"rsa", "ec"} {
		t.Run(algorithm, func(t *testing.T) {
			t.Parallel() // 600,000 rounds
			id, chain := newIdentity(t, algorithm)
			given := append([]*cert.Certificate{id.Leaf}, append(chain, chain...)...) // a whole chain, with repetitions
			file, err := Encode(context.Background(), id, given, []byte("PIN ひみつ"), Destination(to))
			if err != nil {
				t.Fatal(err)
			}
			sameIdentity(t, mustOpen(t, file, "PIN ひみつ"), id, chain)
			if f, err := Parse(file); err != nil || f.rounds != 3*writeRounds {
				t.Errorf("%+v, %v", f, err)
			}
			var der asn1.RawValue
			if rest, err := asn1.Unmarshal(file, &der); err != nil || len(rest) > 0 {
				t.Errorf("not DER: %v", err)
			}
		})
	}
}

// What is handed over inside this computer costs little, and is the form that everything reads.
func TestEncodeHandover(t *testing.T) {
	id, chain := newIdentity(t, "rsa")
	file, err := Encode(context.Background(), id, chain, []byte("pin"), Handover)
	if err != nil {
		t.Fatal(err)
	}
	sameIdentity(t, mustOpen(t, file, "pin"), id, chain)
	if f, err := Parse(file); err != nil || f.rounds != 3*handoverRounds {
		t.Errorf("%+v, %v", f, err)
	}
}

// A key that Go cannot parse, and a PIN that go-pkcs12 cannot take, are judged by our own reader.
func TestEncodeUnknown(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	t.Parallel()
	id.Key = withAlgorithm(t, id.Key, "1.2.3.4")
	if _, err := x509.ParsePKCS8PrivateKey(id.Key); err == nil {
		t.Error("Go reads it")
	}
	file, err := Encode(context.Background(), id, chain, []byte("🔑"), Modern)
	if err != nil {
		t.Fatal(err)
	}
	sameIdentity(t, mustOpen(t, file, "🔑"), id, chain)
}

func TestEncodeRefuses(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	if _, err := Encode(context.Background(), id, chain, []byte("\xff"), Modern); !errors.Is(err, ErrPIN) {
		t.Error(err)
	}
	id.Key = id.Leaf.Raw
	if _, err := Encode(context.Background(), id, chain, []byte("pin"), Modern); !isVerdict(err, &Damaged{Where: WhereKey}) {
		t.Error(err)
	}
}

// A file that does not give back what was put in is not handed out, whichever of the two readers judges it.
func TestProve(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	other, _ := newIdentity(t, "ec")
	astral := "🔑"
	for _, pin := range []string{"pin", astral} {
		file := write(t, id, chain, pin, Modern)
		check := func(what string, file []byte, id Identity, chain []*cert.Certificate, pin string, want error) {
			t.Helper()
			if err := prove(context.Background(), file, []byte(pin), id, chain); !errors.Is(err, want) {
				t.Errorf("%s: %v", what, err)
			}
		}
		check("same", file, id, chain, pin, nil)
		check("another key", file, Identity{Leaf: id.Leaf, Key: other.Key}, chain, pin, ErrNotProven)
		check("another PIN", file, id, chain, pin+"x", ErrNotProven)
		check("cut off", file[:len(file)-1], id, chain, pin, ErrNotProven)
		check("no chain", file, id, nil, pin, ErrNotProven)
		check("another leaf", file, Identity{Leaf: other.Leaf, Key: id.Key}, chain, pin, ErrNotProven)
	}
}

// openssl and NSS read what is written, and the other way round.
func TestOpenSSLReads(t *testing.T) {
	for _, algorithm := range []string{"rsa", "ec", "ed25519"} {
		id, chain := newIdentity(t, algorithm)
		for to, name := range []string{"modern", "everywhere"} {
			dir := t.TempDir()
			put(t, dir, "pin", []byte("PIN ひみつ\n"))
			put(t, dir, "a.p12", write(t, id, chain, "PIN ひみつ", Destination(to)))
			args := []string{"pkcs12", "-in", "a.p12", "-nodes", "-passin", "file:pin"}
			if Destination(to) == Everywhere {
				args = append(args, "-legacy") // for want of it openssl 3 cannot derive as RFC 7292 says
			}
			out := must(t, dir, "openssl", args...)
			keys, certificates := pemBlocks(out, "PRIVATE KEY"), pemBlocks(out, "CERTIFICATE")
			if len(keys) != 1 || !bytes.Equal(publicKey(keys[0]), publicKey(id.Key)) || len(certificates) != 2 || !bytes.Equal(certificates[0], id.Leaf.Raw) {
				t.Errorf("%s, %s: openssl read\n%s", algorithm, name, out)
			}
			if n := strings.Count(string(out), "friendlyName: "); n != 2 {
				t.Errorf("%s, %s: %d friendly names", algorithm, name, n)
			}
		}
	}
}

func TestNSSReads(t *testing.T) {
	for to, algorithm := range []string{"rsa", "ec"} {
		t.Run(algorithm, func(t *testing.T) {
			t.Parallel() // NSS writes 600,000 rounds
			id, chain := newIdentity(t, algorithm)
			dir := t.TempDir()
			put(t, dir, "a.p12", write(t, id, chain, "PIN ひみつ", Destination(to)))
			must(t, dir, "certutil", "-N", "-d", "sql:.", "--empty-password")
			must(t, dir, "pk12util", "-i", "a.p12", "-d", "sql:.", "-W", "PIN ひみつ")
			must(t, dir, "pk12util", "-o", "b.p12", "-n", id.FriendlyName, "-d", "sql:.", "-W", "ほか")
			c := mustOpen(t, get(t, dir, "b.p12"), "ほか")
			if len(c.Identities) != 1 || c.Identities[0].Leaf.SHA256 != id.Leaf.SHA256 || !bytes.Equal(publicKey(c.Identities[0].Key), publicKey(id.Key)) {
				t.Errorf("back from NSS came %+v", c)
			}
		})
	}
}

// Every way in which openssl writes is read.
func TestReadsOpenSSL(t *testing.T) {
	dir := t.TempDir()
	id, chain := newIdentity(t, "ec")
	id.FriendlyName = "Hanako" // openssl refuses letters beyond the BMP
	putPEM(t, dir, "a", id)
	put(t, dir, "ca.pem", chain[0].PEM())
	export := []string{"pkcs12", "-export", "-inkey", "a.key", "-in", "a.pem", "-certfile", "ca.pem", "-name", id.FriendlyName, "-passout", "pass:pin", "-out", "a.p12"}
	for _, options := range []string{
		"", "-legacy", "-legacy -descert", "-nomac", "-keypbe NONE", "-certpbe NONE", "-keypbe NONE -certpbe NONE -nomac", "-iter 1", "-nomaciter",
		"-legacy -certpbe PBE-SHA1-2DES -keypbe PBE-SHA1-2DES", "-legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-RC2-40",
		"-legacy -certpbe PBE-SHA1-RC4-128 -keypbe PBE-SHA1-RC4-40", "-legacy -certpbe PBE-SHA1-RC4-128 -keypbe PBE-SHA1-RC4-40 -nomac",
		"-legacy -certpbe RC2-CBC -keypbe RC2-40-CBC", "-legacy -certpbe RC2-64-CBC -keypbe DES-CBC",
		"-certpbe AES-128-CBC -keypbe AES-192-CBC", "-certpbe DES-EDE3-CBC -keypbe DES-EDE3-CBC",
		"-macalg sha1", "-macalg sha224", "-macalg sha384", "-macalg sha512", "-macalg sha512-256", "-macalg sha3-256", "-macalg sha3-512",
	} {
		os.Remove(dir + "/a.p12")
		must(t, dir, "openssl", append(export, strings.Fields(options)...)...)
		sameIdentity(t, mustOpen(t, get(t, dir, "a.p12"), "pin"), id, chain)
	}
	for options, name := range map[string]string{
		"-certpbe CAMELLIA-128-CBC": "Camellia-128-CBC", "-keypbe ARIA-256-CBC": "ARIA-256-CBC", "-keypbe SM4-CBC": "SM4-CBC", "-macalg sm3": "SM3",
		"-legacy -keypbe CAST5-CBC": "CAST5-CBC",
	} {
		must(t, dir, "openssl", append(export, strings.Fields(options)...)...)
		if _, err := Parse(get(t, dir, "a.p12")); !isVerdict(err, &Unsupported{name}) {
			t.Errorf("%s: %v", options, err)
		}
	}
}
