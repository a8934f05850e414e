package crypt32_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"certviewer/platform/internal/crypt32"
)

// The parent believes an answer to its own question only.
func TestReadChains(t *testing.T) {
	q := crypt32.ChainQuestion{Certificate: []byte("certificate"), Usages: []crypt32.ChainUsage{{EKU: "1.2"}, {EKU: "1.3"}}}
	self, other := sha256.Sum256(q.Certificate), sha256.Sum256(nil)
	answer := func(chains ...[][]byte) []byte {
		var aa []crypt32.ChainAnswer
		for _, c := range chains {
			aa = append(aa, crypt32.ChainAnswer{Errors: 32, Policy: 5, Chain: c})
		}
		b, err := json.Marshal(aa)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	whole, alone := [][]byte{self[:], other[:]}, [][]byte{self[:]}
	got, err := crypt32.ReadChains(answer(whole, alone), q)
	if err != nil || len(got) != 2 || got[0].Errors != 32 || got[1].Policy != 5 || !bytes.Equal(got[0].Chain[1], other[:]) {
		t.Errorf("%+v, %v", got, err)
	}
	for what, b := range map[string][]byte{
		"nothing": nil, "rubbish": []byte("rubbish"), "no list": []byte("{}"), "one too few": answer(whole), "one too many": answer(whole, alone, alone),
		"no chain": answer(whole, nil), "another certificate": answer(whole, [][]byte{other[:]}), "half a fingerprint": answer(whole, [][]byte{self[:], other[:8]}),
	} {
		if got, err := crypt32.ReadChains(b, q); err == nil {
			t.Errorf("%s: %+v", what, got)
		}
	}
}

// The child reads no nonsense, and on other systems asks nobody.
func TestServeChains(t *testing.T) {
	var out bytes.Buffer
	if err := crypt32.ServeChains(strings.NewReader("rubbish"), &out); err == nil || out.Len() > 0 {
		t.Errorf("%v %q", err, out.String())
	}
	err := crypt32.ServeChains(strings.NewReader(`{"certificate":"AAAA","usages":[{"eku":"1.2"}]}`), &out)
	if err == nil || out.Len() > 0 {
		t.Errorf("what is no certificate was judged: %q", out.String())
	}
	if runtime.GOOS != "windows" && err != crypt32.ErrNotWindows {
		t.Error(err)
	}
}
