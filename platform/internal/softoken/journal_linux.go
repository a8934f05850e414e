//go:build cgo

package softoken

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// The parts of SQLite that are used, from the copy that the library itself is linked to.
static int (*sq_open)(const char *, void **, int, const char *);
static int (*sq_exec)(void *, const char *, void *, void *, void *);
static int (*sq_close)(void *);
static int (*sq_auto)(void (*)(void));
static int (*sq_cancel)(void (*)(void));
static const char *(*sq_filename)(void *, const char *);
static int keep; // 1 = of both files, 2 = of the one without keys

static int keys(void *db) {
	const char *file = sq_filename ? sq_filename(db, "main") : 0;
	size_t n = file ? strlen(file) : 0;
	return n >= 7 && strcmp(file + n - 7, "key4.db") == 0;
}

static int opened(void *db, char **err, const void *api) {
	int k = __atomic_load_n(&keep, __ATOMIC_RELAXED);
	if (k && !(k == 2 && keys(db)))
		sq_exec(db, "PRAGMA journal_mode=PERSIST", 0, 0, 0);
	return 0;
}

static void journal_keep(int k) { __atomic_store_n(&keep, k, __ATOMIC_RELAXED); }
static int journal_kept(void) { return __atomic_load_n(&keep, __ATOMIC_RELAXED); }

// Counting how much memory is used takes a lock at every piece of it (https://sqlite.org/c3ref/c_config_covering_index_scan.html,
// SQLITE_CONFIG_MEMSTATUS, 9). It can be told only before the first use.
static void uncounted(const char *library) {
	void *h = dlopen(library, RTLD_NOW | RTLD_NOLOAD);
	if (!h)
		return;
	int (*config)(int, ...) = dlsym(h, "sqlite3_config");
	if (config)
		config(9, 0);
	dlclose(h);
}

static void *journal_attach(const char *library) {
	void *h = dlopen(library, RTLD_NOW | RTLD_NOLOAD);
	if (!h)
		return 0;
	sq_open = dlsym(h, "sqlite3_open_v2");
	sq_exec = dlsym(h, "sqlite3_exec");
	sq_close = dlsym(h, "sqlite3_close");
	sq_auto = dlsym(h, "sqlite3_auto_extension");
	sq_cancel = dlsym(h, "sqlite3_cancel_auto_extension");
	sq_filename = dlsym(h, "sqlite3_db_filename");
	if (!sq_open || !sq_exec || !sq_close || !sq_auto || !sq_cancel || sq_auto((void (*)(void))opened)) {
		dlclose(h);
		return 0;
	}
	return h;
}

static void journal_detach(void *h) {
	journal_keep(0);
	sq_cancel((void (*)(void))opened);
	dlclose(h);
}

// Going from PERSIST to DELETE takes the lock of a writer and removes the file.
static void journal_remove(const char *path) {
	void *db = 0;
	if (sq_open(path, &db, 2, 0) == 0) // SQLITE_OPEN_READWRITE
		sq_exec(db, "PRAGMA busy_timeout=1000; PRAGMA journal_mode=PERSIST; PRAGMA journal_mode=DELETE", 0, 0, 0);
	sq_close(db);
}
*/
import "C"

import (
	"os"
	"path/filepath"
	"unsafe"
)

// The library commits three times for each certificate, and each time SQLite deletes its rollback journal, which on
// a usual disk takes longer than all the rest. While changes are made the journals are therefore kept and
// overwritten (journal_mode PERSIST), which is as safe and which other programs understand; the last
// to close removes them. The library has no option for this, but SQLite lets every program add to
// what happens when a database is opened (sqlite3_auto_extension).

// countNothing has the library's SQLite not count its memory, which nobody asks it for, and which would be a fifth of the
// work that a plan of many roots is. Best before the library is initialised; later nothing happens.
func countNothing(library string) {
	name := C.CString(library)
	defer C.free(unsafe.Pointer(name))
	C.uncounted(name)
}

// attachJournals prepares this; nil where the library hides its SQLite, and then every journal is deleted as ever.
func attachJournals(library string) unsafe.Pointer {
	name := C.CString(library)
	defer C.free(unsafe.Pointer(name))
	return C.journal_attach(name)
}

// keepJournals keeps the journals from now on, unless the database is written in another way (WAL). It holds for all
// databases of the process, which does no harm to the others: each removes its own.
func (d *database) keepJournals() {
	if d.module.journals == nil {
		return
	}
	for _, f := range d.holders.files {
		if !usesRollback(f) {
			C.journal_keep(0)
			return
		}
	}
	C.journal_keep(1)
}

// withoutKeys calls do, which writes no key and no signature. The library opens the file of the keys all the same, and asks it
// nothing; to keep a journal SQLite would read how its hundred columns are called.
func (d *database) withoutKeys(do func() error) error {
	if C.journal_kept() == 1 {
		C.journal_keep(2)
		defer C.journal_keep(1)
	}
	return do()
}

// usesRollback reports whether a database is written with a rollback journal, and not with a write-ahead log.
func usesRollback(f *os.File) bool {
	var version [2]byte // https://sqlite.org/fileformat2.html: 1 = rollback journal, 2 = write-ahead log
	_, err := f.ReadAt(version[:], 18)
	return err == nil && version == [2]byte{1, 1}
}

// removeJournals ends this, and leaves the files as they are found otherwise.
func (d *database) removeJournals() {
	if d.module.journals == nil || !d.changed {
		return
	}
	C.journal_keep(0)
	for _, name := range []string{certFile, keyFile} {
		path := filepath.Join(d.dir, name)
		if _, err := os.Stat(path + "-journal"); err == nil {
			p := C.CString(path)
			C.journal_remove(p)
			C.free(unsafe.Pointer(p))
		}
	}
}

func detachJournals(h unsafe.Pointer) {
	if h != nil {
		C.journal_detach(h)
	}
}
