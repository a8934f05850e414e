// Package softoken changes certificate databases of NSS (cert9.db and key4.db) through NSS's own
// library, libsoftokn3, as a trust.Writer. Nothing else may write them: NSS believes a trust
// record only with a signature in key4.db that the library makes.
//
// The library's state belongs to the whole process, and a crash in it would take the window along. So
// only child processes open a database, and the first library that such a process loads serves
// all its databases.
package softoken

import (
	"context"
	"errors"
	"time"

	"certviewer/platform/internal/nss"
	"certviewer/trust"
)

// ErrNotBuilt means that this program was built without cgo and can load no library.
var ErrNotBuilt = errors.New("built without support for PKCS #11 libraries")

// ErrNoLibrary means that none of the libraries can be loaded.
var ErrNoLibrary = errors.New("libsoftokn3.so of NSS cannot be loaded")

// Options say how to open a database.
type Options struct {
	Libraries []string    // paths of libsoftokn3.so, the first that can be loaded serves
	Dialect   nss.Dialect // which records the database's program takes first
	// Secret returns the Primary Password, for the first, second and third attempt. What it returns is
	// wiped. Its error ends the change that needed the password. It may be nil.
	Secret    func(attempt int) ([]byte, error)
	Patience  time.Duration // how long to wait for a program that holds the database; 0 = Patience
	Inspected Inspection    // what Inspect found, where it was called; it holds as long as the files are untouched
}

// Patience is how long a change waits for a program that holds the database. Firefox holds it for
// milliseconds; a program that holds it for this long hangs.
const Patience = 30 * time.Second

// attempts is how often a Primary Password is asked for.
const attempts = 3

// Open opens the database in the folder dir for change. It changes nothing by itself. Errors are
// trust.ErrAbsent, trust.ErrReadOnly, ErrNoLibrary, ErrNotBuilt, the context's or a *trust.Problem.
func Open(ctx context.Context, dir string, o Options) (trust.Writer, error) { return open(ctx, dir, o) }

// An Inspection is what two files of a database were like when our own reader found them fit to be opened.
type Inspection string

// Inspect does what Open begins with, before anybody needs it: our own reader looks at the database in the folder dir. An
// empty Inspection means that Open is to look, and to say what is wrong.
func Inspect(ctx context.Context, dir string) Inspection { return inspected(ctx, dir) }

// Preload loads the library that Open would load, while nobody knows yet which database it is for. What goes wrong shows
// itself there.
func Preload(libraries []string) { preload(libraries) }

// Create makes an empty database, without a Primary Password, in a folder that is there and has none.
// Errors are those of Open, and trust.ErrPresent.
func Create(ctx context.Context, dir string, o Options) error { return create(ctx, dir, o) }
