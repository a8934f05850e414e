package mozilla

import (
	"bytes"
	"slices"
	"testing"
)

const firefoxList = "ClientAuthRememberList.bin"

func TestParseRemembered(t *testing.T) {
	old := alice(t, "old")
	type choice struct {
		host, attributes string
		nothing, old     bool
	}
	want := []choice{
		{"m.localhost", "^partitionKey=%28https%2Cm.localhost%29", false, true},
		{"none.example.ac.jp", "", true, false},
		{"plain.example.ac.jp", "", false, true},
		{"contained.example.ac.jp", "^userContextId=2&partitionKey=%28https%2Cexample.ac.jp%29", false, true},
	}
	var got []choice
	for _, r := range ParseRemembered(read(t, firefoxList)) {
		got = append(got, choice{r.Host, r.Attributes, r.Nothing, r.Certificate.Means(old)})
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestDamagedRemembered(t *testing.T) {
	data := read(t, firefoxList)
	for name, tt := range map[string]struct {
		data []byte
		want int
	}{
		"empty":             {nil, 0},
		"cut in a slot":     {data[:2*slotSize+700], 2},
		"one octet wrong":   {flip(data, slotSize+20), 3},
		"no score":          {flip(flip(data, 3), 1), 3}, // the checksum is right again
		"text, not slots":   {bytes.Repeat([]byte("plain.example.ac.jp,,\t1\t2\tx\n"), 200), 0},
		"more than Firefox": {bytes.Repeat(data, 600), slotsMost},
	} {
		if got := len(ParseRemembered(tt.data)); got != tt.want {
			t.Errorf("%s: %d choices, want %d", name, got, tt.want)
		}
	}
}

func flip(data []byte, at int) []byte {
	data = slices.Clone(data)
	data[at] ^= 1
	return data
}

func TestForgetAndRecall(t *testing.T) {
	data, old := read(t, firefoxList), alice(t, "old")
	less, slots := Forget(data, func(r Remembered) bool { return r.Certificate.Means(old) })
	if left := ParseRemembered(less); len(slots) != 3 || len(left) != 1 || left[0].Host != "none.example.ac.jp" || len(less) != len(data) {
		t.Fatalf("%d taken, left %+v", len(slots), left)
	}
	if !bytes.Equal(less[slotSize:2*slotSize], data[slotSize:2*slotSize]) || bytes.Count(less[:slotSize], []byte{0}) != slotSize {
		t.Error("another slot was changed, or not all of this one")
	}
	if back := Recall(less, slots); !bytes.Equal(back, data) {
		t.Error("what was freed did not come back to its place")
	}
	// Firefox has been used since then: one site has a new choice, and the file is shorter.
	for name, tt := range map[string]struct {
		now  []byte
		want int
	}{
		"a new choice stays": {slices.Concat(less[slotSize:2*slotSize], changedValue(data[:slotSize])), 4},
		"into nothing":       {nil, 3},
		"a torn write":       {less[:slotSize+5], 3},
	} {
		back := Recall(tt.now, slots)
		if got := ParseRemembered(back); len(got) != tt.want || len(back)%slotSize != 0 || !bytes.HasPrefix(back, tt.now[:len(tt.now)/slotSize*slotSize]) && name == "a new choice stays" {
			t.Errorf("%s: %d choices in %d octets", name, len(got), len(back))
		}
	}
	if got := Recall(nil, [][]byte{nil, []byte("x"), make([]byte, slotSize), data[:2*slotSize]}); len(got) != 0 {
		t.Errorf("%d octets came from what is no slot", len(got))
	}
}

// changedValue is a slot of the same site with "no certificate".
func changedValue(slot []byte) []byte {
	s := slices.Clone(slot)
	clear(s[slotHead+slotKey:])
	copy(s[slotHead+slotKey:], noCertificate)
	sum := checksum(s)
	s[0] ^= byte(sum >> 8)
	s[1] ^= byte(sum)
	return s
}

func FuzzRemembered(f *testing.F) {
	data := read(f, firefoxList)
	f.Add(data, uint8(1))
	f.Add(data[:slotSize+9], uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, mask uint8) {
		all := ParseRemembered(data)
		which := func(r Remembered) bool { return mask>>(r.slot%8)&1 == 1 }
		less, slots := Forget(data, which)
		if left := ParseRemembered(less); len(left)+len(slots) != len(all) || len(less) != len(data) {
			t.Fatalf("%d of %d left, %d taken", len(left), len(all), len(slots))
		}
		seen := map[[2]string]bool{}
		for _, r := range all {
			if r.Host == "" || r.Nothing == (len(r.Certificate.Issuer) > 0) {
				t.Fatalf("%+v", r)
			}
			seen[[2]string{r.Host, r.Attributes}] = true
		}
		for _, r := range ParseRemembered(Recall(less, slots)) {
			delete(seen, [2]string{r.Host, r.Attributes})
		}
		if len(seen) > 0 {
			t.Fatalf("%v did not come back", seen)
		}
	})
}
