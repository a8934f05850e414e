package pkcs12

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"certviewer/cert"
)

// fuzzRounds keeps the fuzzer from spending its time in derivations.
const fuzzRounds = 10 * testRounds

// FuzzOpen: no file makes the reader panic, run on, or give anything but contents or a verdict.
func FuzzOpen(f *testing.F) {
	id, chain := newIdentity(f, "ec")
	for _, to := range []Destination{Modern, Everywhere} {
		file := write(f, id, chain, "pin", to)
		f.Add(file, []byte("pin"))
		f.Add(withoutMAC(f, file), []byte("pin"))
		f.Add(indefinite(f, file), []byte("pin"))
	}
	f.Add(fileOf(certBag(id.Leaf, named("花子"), identified("A")), plainKeyBag(id.Key, identified("A"))), []byte(nil))
	f.Add(withHiddenKey(f, id, "pin", testRounds), []byte("\xff"))
	seeds, err := filepath.Glob(filepath.Join("..", "..", "shared", "corpora", "p12", "*.p12")) // where they are
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range seeds {
		data, err := os.ReadFile(seed)
		if err != nil {
			f.Fatal(err)
		}
		if _, err := parse(data, fuzzRounds); len(data) < 4<<10 && !isVerdict(err, &TooMuchWork{}) { // the fuzzer is slow with large ones
			f.Add(data, []byte("secret"))
		}
	}
	f.Fuzz(func(t *testing.T, file, pin []byte) {
		start := time.Now()
		var c *Contents
		p, err := parse(file, fuzzRounds)
		if err == nil {
			c, err = p.Open(context.Background(), pin)
		}
		if err != nil && !verdict(err) {
			t.Fatalf("%T: %v", err, err)
		}
		if err == nil {
			for _, id := range c.Identities {
				if id.Leaf == nil || len(id.Key) == 0 || id.FriendlyName != cert.Printable(id.FriendlyName) {
					t.Fatalf("%+v", id)
				}
			}
			c.Wipe()
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Fatalf("took %s", d)
		}
	})
}

// FuzzDecryptKey is the same for keys by themselves.
func FuzzDecryptKey(f *testing.F) {
	id, _ := newIdentity(f, "ec")
	for _, to := range []Destination{Modern, Everywhere} {
		w := newWriter(context.Background(), []byte("pin"), to)
		w.rounds = testRounds
		encrypted, err := w.shroud(id.Key)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encrypted)
	}
	f.Fuzz(func(t *testing.T, encrypted []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		key, err := DecryptKey(ctx, encrypted, []byte("pin"))
		if err != nil && !verdict(err) && !errors.Is(err, context.DeadlineExceeded) || err == nil && len(key) == 0 {
			t.Fatalf("%T: %v", err, err)
		}
	})
}

// verdict says whether err is one that a person can be told.
func verdict(err error) bool {
	switch err.(type) {
	case *WrongPIN, *Unsupported, *Damaged, *TooMuchWork, *OtherFile:
		return true
	}
	return false
}

func FuzzSuggest(f *testing.F) {
	f.Add([]byte(" １２３４\n"))
	f.Add([]byte("\u3000\ufeffー\xff"))
	f.Fuzz(func(t *testing.T, pin []byte) {
		for _, s := range Suggest(pin) {
			if len(s.PIN) == 0 || string(s.PIN) == string(pin) {
				t.Fatalf("%q: %q", pin, s.PIN)
			}
			newSecret(s.PIN).wipe()
		}
		newSecret(pin).wipe()
	})
}
