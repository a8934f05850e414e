package cert

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// MarshalText writes 64 lower-case hexadecimal digits.
func (f Fingerprint) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads 64 hexadecimal digits in either case, and nothing else: for what people type
// there is ParseQuery.
func (f *Fingerprint) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(f)) {
		return fmt.Errorf("a SHA-256 fingerprint has %d digits, not %d", hex.EncodedLen(len(f)), len(text))
	}
	_, err := hex.Decode(f[:], text)
	return err
}

// MarshalJSON writes the DER in base64: all else follows from it.
func (c Certificate) MarshalJSON() ([]byte, error) { return json.Marshal(c.Raw) }

// UnmarshalJSON reads what MarshalJSON wrote. As with Parse, the bytes may be a certificate that Go
// refuses; the error is about the JSON only.
func (c *Certificate) UnmarshalJSON(data []byte) error {
	var der []byte
	if err := json.Unmarshal(data, &der); err != nil {
		return err
	}
	if der != nil {
		*c = *Parse(der)
	}
	return nil
}
