package pkcs12

import (
	"bytes"
	"context"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"testing"
	"time"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The vectors that implementations of RFC 7292 appendix B have in common; the last one has a carry through a zero octet.
func TestDeriveP12(t *testing.T) {
	for _, test := range []struct {
		password, salt string
		purpose        byte
		rounds         int64
		want           string
	}{
		{"smeg", "0a58cf64530d823f", forKey, 1, "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3"},
		{"smeg", "0a58cf64530d823f", forIV, 1, "79993dfe048d3b76"},
		{"smeg", "3d83c0e4546ac140", forMAC, 1, "8d967d88f6caa9d714800ab3d48051d63f73a312"},
		{"queeg", "05dec959acff72f7", forKey, 1000, "ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4"},
		{"queeg", "05dec959acff72f7", forIV, 1000, "11dedad7758d4860"},
		{"queeg", "263216fcc2fab31c", forMAC, 1000, "5ec4c7a80df652294c3925b6489a7ab857c83476"},
		{"sesame", "ffffffffffffffff", forKey, 2048, "7cd9fd3e2b3be7691a44e3bef0f9ea0fb9b897d4e325d9d1"},
		{"", "f37e05b518324b4b", forKey, 2048, "00f759ff47d14dd03665d5943cb3c4a39a2555c02aed66e1"},
	} {
		want := unhex(t, test.want)
		got, err := deriveP12(context.Background(), sha1.New, bmp([]rune(test.password)), unhex(t, test.salt), test.purpose, test.rounds, len(want))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q, %d: %x, %v, want %x", test.password, test.purpose, got, err, want)
		}
	}
}

// RFC 6070, and RFC 7914 section 11.
func TestDerivePBKDF2(t *testing.T) {
	for _, test := range []struct {
		hash           func() hash.Hash
		password, salt string
		rounds         int64
		want           string
	}{
		{sha1.New, "password", "salt", 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"},
		{sha1.New, "password", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1"},
		{sha1.New, "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"},
		{sha1.New, "pass\x00word", "sa\x00lt", 4096, "56fa6aa75548099dcc37d7f03425e0c3"},
		{sha256.New, "passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc" +
			"49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"},
	} {
		want := unhex(t, test.want)
		got, err := derivePBKDF2(context.Background(), test.hash, []byte(test.password), []byte(test.salt), test.rounds, len(want))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q, %d: %x, %v, want %s", test.password, test.rounds, got, err, test.want)
		}
	}
}

// RFC 7914 section 12, the second vector.
func TestDeriveScrypt(t *testing.T) {
	got, err := deriveScrypt(context.Background(), []byte("password"), []byte("NaCl"), 1024, 8, 16, 16)
	if want := unhex(t, "fdbabe1c9d3472007856e7190d01e9fe"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%x, %v, want %x", got, err, want)
	}
}

// A derivation that would take minutes ends at once when it is cancelled.
func TestDeriveCancelled(t *testing.T) {
	const forever = 1 << 40
	for name, derive := range map[string]func(context.Context) error{
		"P12": func(ctx context.Context) error {
			_, err := deriveP12(ctx, sha1.New, nil, nil, forKey, forever, 1)
			return err
		},
		"PBKDF2": func(ctx context.Context) error {
			_, err := derivePBKDF2(ctx, sha1.New, nil, nil, forever, 1)
			return err
		},
		"PBKDF1": func(ctx context.Context) error {
			_, err := derivePBKDF1(ctx, sha1.New, nil, nil, forever, 1)
			return err
		},
		"scrypt": func(ctx context.Context) error { _, err := deriveScrypt(ctx, nil, nil, 1<<16, 8, 4, 1); return err },
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		start := time.Now()
		if err := derive(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 2*time.Second {
			t.Errorf("%s: %v after %s", name, err, time.Since(start))
		}
		cancel()
	}
}

// RFC 2268 section 5.
func TestRC2(t *testing.T) {
	for _, test := range []struct {
		key       string
		effective int
		plain     string
		want      string
	}{
		{"0000000000000000", 63, "0000000000000000", "ebb773f993278eff"},
		{"ffffffffffffffff", 64, "ffffffffffffffff", "278b27e42e2f0d49"},
		{"3000000000000000", 64, "1000000000000001", "30649edf9be7d2c2"},
		{"88", 64, "0000000000000000", "61a8a244adacccf0"},
		{"88bca90e90875a", 64, "0000000000000000", "6ccf4308974c267f"},
		{"88bca90e90875a7f0f79c384627bafb2", 64, "0000000000000000", "1a807d272bbe5db1"},
		{"88bca90e90875a7f0f79c384627bafb2", 128, "0000000000000000", "2269552ab0f85ca6"},
		{"88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e", 129, "0000000000000000", "5b78d3a43dfff1f1"},
	} {
		var c cipher.Block = newRC2(unhex(t, test.key), test.effective)
		got := make([]byte, c.BlockSize())
		c.Encrypt(got, unhex(t, test.plain))
		if !bytes.Equal(got, unhex(t, test.want)) {
			t.Errorf("%s, %d bits: %x, want %s", test.key, test.effective, got, test.want)
		}
		if c.Decrypt(got, got); !bytes.Equal(got, unhex(t, test.plain)) {
			t.Errorf("%s, %d bits: decrypted to %x", test.key, test.effective, got)
		}
	}
}
