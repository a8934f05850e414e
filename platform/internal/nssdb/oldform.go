package nssdb

import (
	"bytes"
	"path/filepath"

	"certviewer/cert"
	"certviewer/platform/internal/regular"
)

const (
	oldMagic = "\x00\x06\x15\x61" // a hash of Berkeley DB 1.85, as NSS makes it on every computer
	maxOld   = 64 << 20

	// inOnePiece is less than what NSS puts into a file beside the database, in place of into it (legacydb/dbmshim.c:
	// DBS_MAX_ENTRY_SIZE is 14 KiB, and an entry has little beside the certificate).
	inOnePiece = 12 << 10
)

// Lacks reports whether the folder dir has a database of the old form that certainly holds none of the certificates. NSS keeps
// each in one piece as it is encoded (legacydb/pcertdb.c: EncodeDBCertEntry), so it is looked for without reading the
// rest. What cannot be read, and what is no such database, may hold anything.
func Lacks(dir string, cc []*cert.Certificate) bool {
	data, _, err := regular.Read(filepath.Join(dir, oldFile), maxOld)
	if err != nil || !bytes.HasPrefix(data, []byte(oldMagic)) {
		return false
	}
	for _, c := range cc {
		if len(c.Raw) > inOnePiece || bytes.Contains(data, c.Raw) {
			return false
		}
	}
	return true
}
