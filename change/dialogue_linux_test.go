package change

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// A password and a key that went through the dialogue are nowhere in memory once both ends have wiped what they hold.
func TestDialogueKeepsNoSecret(t *testing.T) {
	ends := func(a, b any, wipe func()) {
		t.Helper()
		r, w := io.Pipe()
		said := make(chan error, 1)
		go func() { said <- newLine(nil, w).say(a) }()
		if err := errors.Join(newLine(r, nil).hear(b), <-said); err != nil {
			t.Fatal(err)
		}
		wipe()
	}
	secret := make([]byte, 120) // of a length that base64 needs no padding for
	rand.Read(secret)
	text := base64.StdEncoding.AppendEncode(nil, secret)
	masked := make([]byte, len(text))
	for i := range text {
		masked[i] = text[i] ^ mask
	}
	if n := copies(t, masked); n == 0 {
		t.Fatal("a copy that is there is not found")
	}
	clear(text)
	var got order
	var told report
	ends(order{Go: 1, Secret: secret, Key: secret}, &got, func() {
		if !bytes.Equal(got.Secret, secret) || !bytes.Equal(got.Key, secret) || got.Go != 1 {
			t.Errorf("%+v", got)
		}
		clear(got.Secret)
		clear(got.Key)
	})
	ends(report{Ready: new(int), Key: secret}, &told, func() {
		if !bytes.Equal(told.Key, secret) || told.Ready == nil {
			t.Errorf("%+v", told)
		}
		clear(told.Key)
	})
	clear(secret)
	if n := copies(t, masked); n > 0 {
		t.Errorf("%d copies are left", n)
	}
}

const mask = 0x5a

// copies counts where the memory of this process holds what is masked.
func copies(t *testing.T, masked []byte) (n int) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	memory, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	b := make([]byte, 1<<20)
	defer clear(b)
	for region := range strings.Lines(string(maps)) {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(region, "%x-%x %s", &from, &to, &rights); err != nil || !strings.HasPrefix(rights, "rw") {
			continue
		}
		for at := from; at < to; at += int64(len(b) - len(masked)) {
			got, err := memory.ReadAt(b[:min(int64(len(b)), to-at)], at)
			if err != nil {
				break // what the kernel keeps for itself
			}
			n += count(b[:got], masked)
		}
	}
	return n
}

func count(b, masked []byte) (n int) {
	for {
		i := bytes.IndexByte(b, masked[0]^mask)
		if i < 0 || len(b)-i < len(masked) {
			return n
		}
		b = b[i:]
		same := true
		for j := range masked {
			same = same && b[j] == masked[j]^mask
		}
		if same {
			n++
		}
		b = b[1:]
	}
}
