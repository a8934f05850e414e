package pkcs12

import (
	"bytes"
	"context"
	"encoding/pem"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
)

// Encrypted PKCS #8 keys as openssl writes them, in all its versions.
func TestDecryptKey(t *testing.T) {
	dir := t.TempDir()
	id, _ := newIdentity(t, "ec")
	putPEM(t, dir, "a", id)
	for _, options := range []string{
		"", "-v2 aes-128-cbc -v2prf hmacWithSHA1", "-v2 aes-192-cbc -v2prf hmacWithSHA512", "-v2 des3 -v2prf hmacWithSHA384", "-v2 aes-256-cbc -v2prf hmacWithSHA224",
		"-v2 aes-256-cbc -v2prf hmacWithSHA512-256", "-scrypt", "-scrypt -scrypt_N 4096 -scrypt_r 4 -scrypt_p 2", "-v1 PBE-SHA1-3DES", "-v1 PBE-SHA1-2DES", "-v1 PBE-SHA1-RC2-40", "-v1 PBE-SHA1-RC4-128",
		"-v1 PBE-MD5-DES", "-v1 PBE-SHA1-DES", "-v1 PBE-MD5-RC2-64", "-v1 PBE-SHA1-RC2-64", "-v2 rc2-40-cbc", "-v2 rc2-64-cbc", "-v2 rc2-cbc", "-iter 5000",
	} {
		args := append([]string{"pkcs8", "-topk8", "-in", "a.key", "-passout", "pass:ひみつ", "-provider", "default", "-provider", "legacy"}, strings.Fields(options)...)
		blocks := pemBlocks(must(t, dir, "openssl", args...), "ENCRYPTED PRIVATE KEY")
		if len(blocks) != 1 {
			t.Fatalf("%s: %d keys", options, len(blocks))
		}
		key, err := DecryptKey(context.Background(), blocks[0], []byte("ひみつ"))
		if err != nil || !bytes.Equal(key, id.Key) {
			t.Errorf("%s: %v", options, err)
		}
		if _, err := DecryptKey(context.Background(), blocks[0], []byte("wrong")); !isVerdict(err, &WrongPIN{}) {
			t.Errorf("%s: a wrong PIN is called %v", options, err)
		}
		for n := range len(blocks[0]) {
			if _, err := DecryptKey(context.Background(), blocks[0][:n], []byte("ひみつ")); !isVerdict(err, &Damaged{Where: WhereKey}) {
				t.Fatalf("%s: cut at %d: %v", options, n, err)
			}
		}
	}
}

func TestEncryptKey(t *testing.T) {
	t.Parallel() // 600,000 rounds
	dir := t.TempDir()
	id, _ := newIdentity(t, "rsa")
	put(t, dir, "pin", []byte("ひみつ\n"))
	for _, to := range []Destination{Modern, Everywhere} {
		encrypted, err := EncryptKey(context.Background(), id.Key, []byte("ひみつ"), to)
		if err != nil {
			t.Fatal(err)
		}
		if key, err := DecryptKey(context.Background(), encrypted, []byte("ひみつ")); err != nil || !bytes.Equal(key, id.Key) {
			t.Errorf("%d: %v", to, err)
		}
		put(t, dir, "a.key", pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: encrypted}))
		out := must(t, dir, "openssl", "pkcs8", "-in", "a.key", "-passin", "file:pin", "-provider", "default", "-provider", "legacy")
		if keys := pemBlocks(out, "PRIVATE KEY"); len(keys) != 1 || !bytes.Equal(keys[0], id.Key) {
			t.Errorf("%d: openssl read %s", to, out)
		}
	}
	if _, err := EncryptKey(context.Background(), id.Leaf.Raw, nil, Modern); !isVerdict(err, &Damaged{Where: WhereKey}) {
		t.Error(err)
	}
}

// A key's own number of rounds is capped too.
func TestDecryptKeyTooMuchWork(t *testing.T) {
	w := newWriter(context.Background(), nil, Everywhere)
	w.rounds = 1 << 31
	encrypted := sequenceOf(w.algorithm(), appendElement(nil, tagOctetString, make([]byte, 64)))
	if _, err := DecryptKey(context.Background(), encrypted, nil); !isVerdict(err, &TooMuchWork{1 << 31, MaxRounds}) {
		t.Error(err)
	}
}

func sequenceOf(parts ...[]byte) []byte {
	return appendElement(nil, tagSequence, bytes.Join(parts, nil))
}

// Parameters that no derivation can have are damage, and those that would take all memory are not tried.
func TestParameters(t *testing.T) {
	number := func(n int64) []byte {
		var b []byte
		for shift := 56; shift >= 0; shift -= 8 {
			b = append(b, byte(n>>shift))
		}
		return appendElement(nil, tagInteger, b)
	}
	oid := func(dotted string) []byte {
		e, _ := whole(sequence(func(b *cryptobyte.Builder) { addOID(b, dotted) }), tagSequence)
		return e.content
	}
	salt, iv := appendElement(nil, tagOctetString, make([]byte, 8)), appendElement(nil, tagOctetString, make([]byte, 16))
	aes := sequenceOf(oid(oidAES256), iv)
	scrypt := func(n, r, p int64) []byte {
		return sequenceOf(oid(oidScrypt), sequenceOf(salt, number(n), number(r), number(p)))
	}
	pbkdf2 := func(parts ...[]byte) []byte { return sequenceOf(oid(oidPBKDF2), sequenceOf(parts...)) }
	for name, test := range map[string]struct {
		kdf, cipher []byte
		want        error
	}{
		"scrypt":                {scrypt(1024, 8, 1), aes, nil},
		"scrypt: memory":        {scrypt(1<<22, 8, 1), aes, &Unsupported{"scrypt with N=4194304, r=8, p=1"}},
		"scrypt: overflow":      {scrypt(1<<62, 1<<62, 1<<62), aes, &Unsupported{}},
		"scrypt: time":          {scrypt(1<<17, 8, 1<<10), aes, &TooMuchWork{1 << 31, MaxRounds}},
		"scrypt: N":             {scrypt(1000, 8, 1), aes, &Damaged{Where: WhereMethod}},
		"scrypt: r":             {scrypt(1024, 0, 1), aes, &Damaged{Where: WhereMethod}},
		"scrypt: p":             {scrypt(1024, 8, -1), aes, &Damaged{Where: WhereMethod}},
		"PBKDF2: no rounds":     {pbkdf2(salt), aes, &Damaged{Where: WhereMethod}},
		"PBKDF2: 0 rounds":      {pbkdf2(salt, number(0)), aes, &Damaged{Where: WhereMethod}},
		"PBKDF2: -1 rounds":     {pbkdf2(salt, number(-1)), aes, &Damaged{Where: WhereMethod}},
		"PBKDF2: salt":          {pbkdf2(number(1), number(1)), aes, &Damaged{Where: WhereMethod}},
		"PBKDF2: PRF":           {pbkdf2(salt, number(1), sequenceOf(oid("1.2.840.113549.2.6"))), aes, &Unsupported{"HMAC-MD5"}},
		"PBKDF2: no PRF":        {pbkdf2(salt, number(1), number(1)), aes, nil},
		"PBKDF2: broken PRF":    {pbkdf2(salt, number(1), salt), aes, &Damaged{Where: WhereMethod}},
		"another derivation":    {sequenceOf(oid("1.2.3")), aes, &Unsupported{"1.2.3"}},
		"AES: IV":               {pbkdf2(salt, number(1)), sequenceOf(oid(oidAES256), salt), &Damaged{Where: WhereMethod}},
		"AES: no IV":            {pbkdf2(salt, number(1)), sequenceOf(oid(oidAES256)), &Damaged{Where: WhereMethod}},
		"AES-GCM":               {pbkdf2(salt, number(1)), sequenceOf(oid("2.16.840.1.101.3.4.1.46")), &Unsupported{"AES-256-GCM"}},
		"RC2: version":          {pbkdf2(salt, number(1)), sequenceOf(oid(oidRC2), sequenceOf(number(7), salt)), &Damaged{Where: WhereMethod}},
		"RC2: no version":       {pbkdf2(salt, number(1)), sequenceOf(oid(oidRC2), sequenceOf(salt)), nil},
		"RC2: 1024 bits":        {pbkdf2(salt, number(1)), sequenceOf(oid(oidRC2), sequenceOf(number(1024), salt)), nil},
		"RC2: key of 129 bytes": {pbkdf2(salt, number(1), number(129)), sequenceOf(oid(oidRC2), sequenceOf(number(58), salt)), &Damaged{Where: WhereMethod}},
	} {
		encrypted := sequenceOf(sequenceOf(oid(oidPBES2), sequenceOf(test.kdf, test.cipher)), appendElement(nil, tagOctetString, make([]byte, 64)))
		want := test.want
		if want == nil {
			want = &WrongPIN{}
		}
		if _, err := DecryptKey(context.Background(), encrypted, []byte("pin")); !isVerdict(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}
