package pkcs12

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"

	"certviewer/cert"
)

// What is no .p12 at all is named by its content, and never called a wrong PIN.
func TestOtherFile(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	w, err := z.Create("my.p12")
	if err != nil {
		t.Fatal(err)
	}
	w.Write(write(t, id, chain, "pin", Modern))
	z.Close()
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: id.Key})
	for name, test := range map[string]struct {
		data []byte
		kind string
	}{
		"empty":       {nil, KindEmpty},
		"ZIP":         {archive.Bytes(), cert.KindZIP},
		"PEM":         {id.Leaf.PEM(), KindCertificates},
		"DER":         {id.Leaf.Raw, KindCertificates},
		"PKCS #7":     {cert.EncodePKCS7(chain), KindCertificates},
		"PEM key":     {keyPEM, cert.KindKey},
		"PEM both":    {append(keyPEM, id.Leaf.PEM()...), KindWithKey},
		"DER key":     {id.Key, cert.KindKey},
		"text":        {[]byte("Dear Hanako, your PIN is 1234."), cert.KindText},
		"web page":    {[]byte("<!DOCTYPE html><title>Sign in</title>"), cert.KindHTML},
		"zeros":       {make([]byte, 5000), cert.KindUnknown},
		"another tag": {[]byte{0x31, 3, 2, 1, 3}, cert.KindUnknown},
	} {
		_, err := Open(context.Background(), test.data, []byte("pin"))
		if !isVerdict(err, &OtherFile{test.kind}) {
			t.Errorf("%s: %v, want %s", name, err, test.kind)
		}
	}
	var tooLarge *cert.FileError
	if _, err := Parse(make([]byte, 100<<20)); !errors.As(err, &tooLarge) || tooLarge.Code != cert.FileTooLarge {
		t.Errorf("100 MB: %v", err)
	}
	path := t.TempDir()
	if _, err := ReadFile(filepath.Join(path, "not-there.p12")); !errors.As(err, &tooLarge) || tooLarge.Code != cert.FileMissing {
		t.Errorf("not there: %v", err)
	}
	put(t, path, "a.p12", archive.Bytes())
	if data, err := ReadFile(filepath.Join(path, "a.p12")); err != nil || !bytes.Equal(data, archive.Bytes()) {
		t.Errorf("ReadFile: %d octets, %v", len(data), err)
	}
}

// Some gateways and web pages hand a .p12 out as text.
func TestBase64(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	file := write(t, id, chain, "pin", Modern)
	for _, text := range []string{
		base64.StdEncoding.EncodeToString(file),
		"\r\n" + strings.ReplaceAll(base64.StdEncoding.EncodeToString(file), "A", "A\r\n"),
		string(pem.EncodeToMemory(&pem.Block{Type: "PKCS12", Bytes: file})),
	} {
		sameIdentity(t, mustOpen(t, []byte(text), "pin"), id, chain)
	}
}

// Trailing octets, which transfers leave, are no fault.
func TestTrailing(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	sameIdentity(t, mustOpen(t, append(write(t, id, chain, "pin", Modern), 0, 0, '\n'), "pin"), id, chain)
}

// A file that was cut off is damaged wherever it was cut, in every form of the outer structure.
func TestTruncated(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	file := write(t, id, chain, "pin", Everywhere)
	for name, file := range map[string][]byte{"DER": file, "BER": indefinite(t, file)} {
		for n := 2; n < len(file); n++ { // the first octet alone is the text "0"
			_, err := Open(context.Background(), file[:n], []byte("pin"))
			if !isVerdict(err, &Damaged{Where: WhereEnd}) {
				t.Fatalf("%s, %d of %d octets: %v", name, n, len(file), err)
			}
		}
	}
}

// A file with one octet changed is not blamed on the PIN: it has a MAC and two encrypted parts, of which one opens.
func TestAltered(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	for _, to := range []Destination{Modern, Everywhere} {
		file := write(t, id, chain, "pin", to)
		for i := range file {
			altered := bytes.Clone(file)
			altered[i] ^= 0x15
			f, err := parse(altered, 10*testRounds) // a changed number of rounds shall not make the test slow
			if err == nil {
				var c *Contents
				if c, err = f.Open(context.Background(), []byte("pin")); err == nil {
					sameIdentity(t, c, id, chain) // the parameters of the MAC's hash, which mean nothing
				}
			}
			if isVerdict(err, &WrongPIN{}) {
				t.Errorf("octet %d of %d: %v", i, len(file), err)
			}
		}
	}
}

// A wrong PIN is a wrong PIN, with and without a MAC, and the right one works afterwards with the same File.
func TestWrongPIN(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	file := write(t, id, chain, "pin", Modern)
	for name, file := range map[string][]byte{"MAC": file, "no MAC": withoutMAC(t, file)} {
		f, err := Parse(file)
		if err != nil {
			t.Fatal(err)
		}
		if !f.NeedsPIN() {
			t.Errorf("%s: needs no PIN", name)
		}
		for i := range 10 {
			pin := strings.Repeat("x", i)
			if _, err := f.Open(context.Background(), []byte(pin)); !isVerdict(err, &WrongPIN{}) {
				t.Errorf("%s, %q: %v", name, pin, err)
			}
		}
		for range 2 { // opening uses nothing up
			c, err := f.Open(context.Background(), []byte("pin"))
			if err != nil {
				t.Fatal(err)
			}
			sameIdentity(t, c, id, chain)
			c.Wipe()
			if !bytes.Equal(c.Identities[0].Key, make([]byte, len(id.Key))) {
				t.Error("the key is still there")
			}
		}
	}
}

// A wrong PIN and damage are told apart without a MAC as long as one part opens.
func TestDamagedWithoutMAC(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	file := withoutMAC(t, write(t, id, chain, "pin", Modern))
	f, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, where := range []string{WhereList, WhereKey} {
		altered := bytes.Clone(file)
		part := f.safes[i].ciphertext
		if part == nil {
			part = f.safes[i].bags[0].shrouded.ciphertext
		}
		altered[bytes.Index(file, part)+5] ^= 1 // of the first block: the length
		if _, err := Open(context.Background(), altered, []byte("pin")); !isVerdict(err, &Damaged{Where: where}) {
			t.Errorf("%s: %v", where, err)
		}
	}
}

// OpenSSL can use one password for the MAC and another for the rest ("-twopass"). That is no damage.
func TestTwoPasswords(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	file := write(t, id, chain, "inner", Modern)
	w := newWriter(context.Background(), []byte("outer"), Modern)
	w.rounds = testRounds
	file = withMAC(t, withoutMAC(t, file), w)
	if _, err := Open(context.Background(), file, []byte("outer")); !isVerdict(err, &Unsupported{}) {
		t.Error(err)
	}
	if _, err := Open(context.Background(), file, []byte("neither")); !isVerdict(err, &WrongPIN{}) {
		t.Error(err)
	}
}

// The rounds are summed before anything is derived, also those of keys inside an encrypted part before their turn.
func TestTooMuchWork(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	file := write(t, id, chain, "pin", Modern)
	f, err := parse(file, 3*testRounds)
	if err != nil || f.rounds != 3*testRounds {
		t.Fatalf("%+v, %v", f, err)
	}
	if _, err := parse(file, 3*testRounds-1); !isVerdict(err, &TooMuchWork{3 * testRounds, 3*testRounds - 1}) {
		t.Error(err)
	}

	hidden := withHiddenKey(t, id, "pin", 1000)
	f, err = parse(hidden, 500)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Open(context.Background(), []byte("pin")); !isVerdict(err, &TooMuchWork{1000 + testRounds, 500}) {
		t.Error(err)
	}
	if c := mustOpen(t, hidden, "pin"); len(c.Keys) != 1 || !bytes.Equal(c.Keys[0].Key, id.Key) {
		t.Error("a key inside an encrypted part is not found")
	}
	if _, err := f.Open(context.Background(), []byte("wrong")); !isVerdict(err, &WrongPIN{}) {
		t.Error(err)
	}
	if sum := add(math.MaxInt64-1, 5); sum != math.MaxInt64 {
		t.Error(sum)
	}
	if product := times(1<<20, 1<<40, 1<<20); product != math.MaxInt64 {
		t.Error(product)
	}
}

// A file that would take many seconds ends when the person cancels.
func TestCancel(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	w := newWriter(context.Background(), []byte("pin"), Modern)
	w.rounds = MaxRounds
	slow := fileOf(keyBag(sequence(func(b *cryptobyte.Builder) {
		b.AddBytes(w.algorithm())
		b.AddASN1OctetString(make([]byte, 64))
	})))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := Open(ctx, slow, []byte("pin")); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 2*time.Second {
		t.Errorf("%v after %s", err, time.Since(start))
	}
	if _, err := Encode(ctx, id, chain, []byte("pin"), Modern); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Encode: %v", err)
	}
}
