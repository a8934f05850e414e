//go:build cgo

package softoken

/*
#cgo LDFLAGS: -ldl
#include <stdlib.h>
#include "journal_linux.h"
*/
import "C"

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"unsafe"
)

// The library commits three times for each certificate, and each time SQLite deletes its rollback journal, which on
// a usual disk takes longer than all the rest, and waits until the disk knows of the new one. While changes are made the journals
// are therefore kept and overwritten (journal_mode PERSIST), which is as safe and which other programs understand; the last
// to close removes them. That a journal is in its folder is waited for once, as long as it is the same file. The library has no
// option for this, but SQLite lets every program add to what happens when a database is opened
// (sqlite3_auto_extension), and replace how it opens a folder (xSetSystemCall).
//
// It also opens the file anew for each commit, and SQLite would each time read how its hundred columns are called, which is
// more work than the change. So all that this process has opened of a file shares one cache (sqlite3_enable_shared_cache): the
// locks and journals of the file are the same, and within the process one change comes after the other.

// countNothing has the library's SQLite not count its memory, which nobody asks it for, and which would be a ninth of the
// work that a plan of many roots is. It is for before the library is initialised; later nothing happens
// (https://sqlite.org/c3ref/c_config_covering_index_scan.html, SQLITE_CONFIG_MEMSTATUS).
func countNothing(library string) {
	name := C.CString(library)
	defer C.free(unsafe.Pointer(name))
	C.journal_uncounted(name)
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

// usesRollback reports whether a database is written with a rollback journal, and not with a write-ahead log.
func usesRollback(f *os.File) bool {
	var version [2]byte // https://sqlite.org/fileformat2.html: 1 = rollback journal, 2 = write-ahead log
	_, err := f.ReadAt(version[:], 18)
	return err == nil && version == [2]byte{1, 1}
}

// removeJournals ends this, and leaves the files as they are found otherwise. What a killed process kept goes too: a key that was
// removed may be in it. done waits until they are gone. The disk may take a millisecond to get back what each of them had;
// that is when its last opener closes it, for which nobody waits.
func (d *database) removeJournals() (done func()) {
	var going sync.WaitGroup
	if d.module.journals == nil || d.readOnly {
		return going.Wait
	}
	C.journal_keep(0)
	for _, name := range []string{certFile, keyFile} {
		path := filepath.Join(d.dir, name)
		f, err := os.Open(path + "-journal")
		if err != nil {
			continue
		}
		going.Go(func() {
			if settled(f) {
				p := C.CString(path)
				C.journal_remove(p)
				C.free(unsafe.Pointer(p))
			}
			go f.Close()
		})
	}
	return going.Wait
}

// settled reports whether a journal is one that was kept, with nothing in it that is still to be taken back.
func settled(f *os.File) bool {
	var magic [1]byte
	_, err := f.ReadAt(magic[:], 0)
	return (err == nil || errors.Is(err, io.EOF)) && magic[0] == 0
}

func detachJournals(h unsafe.Pointer) {
	if h != nil {
		C.journal_detach(h)
	}
}
