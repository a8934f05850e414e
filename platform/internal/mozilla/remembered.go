package mozilla

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	"certviewer/trust"
)

// A Remembered is one choice that Firefox remembers: which certificate a site gets, without asking.
type Remembered struct {
	Host string
	// Attributes tell containers and embedding sites apart: "^partitionKey=…".
	Attributes  string
	Certificate trust.Reference
	Nothing     bool // the site gets no certificate at all

	slot int
}

// The file is one of Firefox's DataStorage (security/manager/ssl/data_storage/src/lib.rs): slots of a fixed size, each with
// a checksum, the number of days it was used on, the last of them, a key and a value, filled up with zeros. A slot is
// free when one of the first three is not right.
const (
	slotHead  = 6
	slotKey   = 256
	slotValue = 1024
	slotSize  = slotHead + slotKey + slotValue
	slotsMost = 2048
)

// noCertificate is the value for a site that gets none (nsClientAuthRemember::SentinelValue).
const noCertificate = "no client certificate"

// ParseRemembered reads ClientAuthRememberList.bin. Slots that are free, damaged or make no sense are left out.
func ParseRemembered(data []byte) (out []Remembered) {
	for i := 0; i < slotsMost && len(data) >= slotSize; i, data = i+1, data[slotSize:] {
		s := data[:slotSize]
		if free(s) {
			continue
		}
		if r, ok := parseChoice(unpad(s[slotHead:slotHead+slotKey]), unpad(s[slotHead+slotKey:])); ok {
			r.slot = i
			out = append(out, r)
		}
	}
	return out
}

// free reports whether Firefox takes a slot for empty.
func free(slot []byte) bool {
	return checksum(slot) != 0 || binary.BigEndian.Uint16(slot[2:]) == 0 || binary.BigEndian.Uint16(slot[4:]) == 0
}

// checksum is 0 for a slot that is whole.
func checksum(slot []byte) (sum uint16) {
	for ; len(slot) > 1; slot = slot[2:] {
		sum ^= binary.BigEndian.Uint16(slot)
	}
	return sum
}

func unpad(b []byte) string { return string(bytes.TrimRight(b, "\x00")) }

// parseChoice reads one choice. The key is "host,,attributes"; between the commas once was the server's
// fingerprint (nsClientAuthRemember::GetEntryKey).
func parseChoice(key, value string) (r Remembered, ok bool) {
	parts := strings.SplitN(key, ",", 3)
	if len(parts) != 3 || parts[0] == "" {
		return r, false
	}
	r.Host, r.Attributes = parts[0], parts[2]
	if value == noCertificate {
		r.Nothing = true
		return r, true
	}
	r.Certificate, ok = ParseDBKey(value)
	return r, ok
}

// Forget returns data with every choice freed that forget says yes to, as Firefox itself frees one: with zeros. Every other
// byte stays.
func Forget(data []byte, forget func(Remembered) bool) (out []byte, slots [][]byte) {
	out = slices.Clone(data)
	for _, r := range ParseRemembered(data) {
		if forget(r) {
			s := out[r.slot*slotSize : (r.slot+1)*slotSize]
			slots = append(slots, slices.Clone(s))
			clear(s)
		}
	}
	return out, slots
}

// Recall returns data with the slots that Forget freed put back, each into the first free place. A site that got another
// choice since then keeps that one. What is no choice is left out: slots may come from a file that anybody has changed.
func Recall(data []byte, slots [][]byte) []byte {
	out := slices.Clone(data)
	type site struct{ host, attributes string }
	decided := map[site]bool{}
	for _, r := range ParseRemembered(out) {
		decided[site{r.Host, r.Attributes}] = true
	}
	at, whole := 0, len(out)/slotSize
	for _, s := range slots {
		back := ParseRemembered(s)
		if len(s) != slotSize || len(back) != 1 || decided[site{back[0].Host, back[0].Attributes}] {
			continue
		}
		for at < whole && !free(out[at*slotSize:(at+1)*slotSize]) {
			at++
		}
		switch {
		case at >= slotsMost:
			return out
		case at < whole:
			copy(out[at*slotSize:], s)
		default: // behind the last whole slot; what a torn write left there counts for nothing
			out = append(out[:whole*slotSize], s...)
			whole++
		}
		decided[site{back[0].Host, back[0].Attributes}] = true
	}
	return out
}
