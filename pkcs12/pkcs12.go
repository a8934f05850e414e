// Package pkcs12 opens any .p12 file there is, says honestly why one does not open, and writes files for those who are
// to read them.
//
// Opening has two steps. Parse walks the whole structure, without a PIN: it knows a file that is something else, one that
// is cut off or garbled, a method that this package lacks, and sums the rounds of key derivation that opening
// would cost. File.Open then derives and decrypts, and pairs keys with certificates.
//
// # Reading is our own
//
// go-pkcs12 (software.sslmate.com/src/go-pkcs12) cannot come first in reading. It gives no friendly names; it gives
// keys as Go represents them, which loses those that Go does not know; it derives without bounds and cannot be stopped; and it
// takes the PIN as a string, which cannot be wiped. What it lacks would have to be derived a second time, and it opens
// nothing that our reader does not. Its place is the one where a second opinion counts: it judges what Encode wrote, see
// prove, since a backup that only its own writer can open is none.
//
// # Secrets
//
// PINs and keys are []byte. Forms of the PIN, derived keys and decrypted parts are wiped after use; keys that are
// returned, by who asked for them. What Go's ciphers and hashes keep inside, and go-pkcs12's string, cannot be.
package pkcs12

import "context"

// Open is Parse and File.Open.
func Open(ctx context.Context, file, pin []byte) (*Contents, error) {
	f, err := Parse(file)
	if err != nil {
		return nil, err
	}
	return f.Open(ctx, pin)
}
