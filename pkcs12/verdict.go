package pkcs12

import "fmt"

// WrongPIN is the verdict on a PIN: nothing in the file opens with it, and the file's form is whole. See
// File.Open for how it is told from damage.
type WrongPIN struct{}

// Error says so.
func (*WrongPIN) Error() string { return "wrong PIN" }

// Unsupported is the verdict on a file that is whole and uses a method that this package does not have.
type Unsupported struct {
	Name string // as the field writes it, "Camellia-256-CBC"; the dotted OID of what is unknown
}

// Error names the method.
func (e *Unsupported) Error() string { return "unsupported: " + e.Name }

// Damaged is the verdict on a file that no PIN opens.
type Damaged struct {
	Where  string // a phrase of the locale, such as WhereEnd: "It cannot be read beyond {where}."
	Detail string // for Details and logs
}

// Error gives the detail.
func (e *Damaged) Error() string { return "damaged: " + e.Detail }

// The parts of a file, phrases of the locale.
const (
	WhereStart       = "where.start"
	WhereEnd         = "where.end" // it breaks off
	WhereList        = "where.list"
	WhereCheck       = "where.check" // the MAC
	WhereMethod      = "where.method"
	WhereCertificate = "where.certificate"
	WhereKey         = "where.key"
)

// TooMuchWork is the verdict on a file whose key derivations would take too long. Nothing was derived.
type TooMuchWork struct {
	Rounds, Cap int64 // Rounds is math.MaxInt64 when there are more
}

// Error gives both numbers.
func (e *TooMuchWork) Error() string {
	return fmt.Sprintf("too much work: %d rounds, at most %d are done", e.Rounds, e.Cap)
}

// OtherFile is the verdict on what is no PKCS #12 file at all.
type OtherFile struct {
	Kind string // what it is by its content, a phrase of the locale: KindEmpty, KindCertificates, KindWithKey or one of package cert
}

// Error names the kind.
func (e *OtherFile) Error() string { return "not a PKCS #12 file: " + e.Kind }

// Kinds of other files that package cert has no name for.
const (
	KindEmpty        = "kind.empty"
	KindCertificates = "kind.certificates" // certificates without a key
	KindWithKey      = "kind.with-key"     // in another form
)

// damaged makes a Damaged.
func damaged(where, format string, args ...any) error {
	return &Damaged{where, fmt.Sprintf(format, args...)}
}
