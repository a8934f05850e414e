package crypt32_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/binary"
	"errors"
	"math/big"
	"slices"
	"testing"

	"certviewer/platform/internal/crypt32"
)

func TestRSAPrivateKey(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	blob := []byte{7, 2, 0, 0, 0, 0xa4, 0, 0, 'R', 'S', 'A', '2'}
	blob = binary.LittleEndian.AppendUint32(blob, 2048)
	blob = binary.LittleEndian.AppendUint32(blob, uint32(key.E))
	number := func(n *big.Int, size int) {
		b := n.FillBytes(make([]byte, size))
		slices.Reverse(b)
		blob = append(blob, b...)
	}
	number(key.N, 256)
	number(key.Primes[0], 128)
	number(key.Primes[1], 128)
	number(key.Precomputed.Dp, 128)
	number(key.Precomputed.Dq, 128)
	number(key.Precomputed.Qinv, 128)
	number(key.D, 256)
	got, err := crypt32.RSAPrivateKey(blob)
	if err != nil || !got.Equal(key) {
		t.Fatalf("%v", err)
	}
	if _, err := crypt32.RSAPrivateKey(append(slices.Clone(blob), 1, 2, 3)); err != nil { // CryptExportKey pads some
		t.Error(err)
	}
	rubbish := slices.Clone(blob)
	rubbish[20+256+5*128+255] |= 0x80 // the private exponent's first byte, as Wine writes it that forgot to clear it
	if got, err := crypt32.RSAPrivateKey(rubbish); err != nil || !got.Equal(key) {
		t.Errorf("rubbish in front of the private exponent: %v", err)
	}
	for n := range blob {
		if _, err := crypt32.RSAPrivateKey(blob[:n]); !errors.Is(err, crypt32.ErrKeyBlob) {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
	for _, at := range []int{0, 8, 13, 25, 300} {
		bad := slices.Clone(blob)
		bad[at] ^= 0x55
		if _, err := crypt32.RSAPrivateKey(bad); !errors.Is(err, crypt32.ErrKeyBlob) {
			t.Errorf("byte %d: %v", at, err)
		}
	}
}
