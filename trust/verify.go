package trust

import "context"

// A Standing says whether the programs that use a store believe what it says of an entry.
type Standing string

// The standings. The zero value means that it is not known: nobody asked, or it cannot be told.
const (
	Confirmed Standing = "confirmed" // the store's own library believes the record
	Damaged   Standing = "damaged"   // it does not, and all programs ignore the record
)

// A Verifier is a Store whose own library can tell which of its trust records programs believe.
type Verifier interface {
	Store
	// VerifiedEntries is Entries, with Standing and Ignored filled as far as they are known. Damaged records count
	// for nothing in Trust and Native. That the library cannot be asked, or does not answer, is no error. Where it is
	// asked, first gets what Entries would return meanwhile, to be shown; nil = nobody looks.
	VerifiedEntries(ctx context.Context, first func([]Entry)) ([]Entry, error)
}
