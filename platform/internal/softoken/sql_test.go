//go:build cgo && linux

package softoken_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
)

// openSQL opens cert9.db as no program should.
func openSQL(t *testing.T, dir string) *sql.DB {
	t.Helper()
	return openFile(t, filepath.Join(dir, "cert9.db"))
}

func openFile(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func execSQL(t *testing.T, dir, query string, args ...any) {
	t.Helper()
	db := openSQL(t, dir)
	_, err := db.Exec(query, args...)
	must(t, err)
	must(t, db.Close())
}

// modernise gives the database the columns that Firefox 153 adds on opening, and a record of the
// newer dialect that distrusts c.
func modernise(t *testing.T, dir string, c *cert.Certificate) {
	t.Helper()
	for _, column := range []string{"a171", "a172", "a62b", "a62c", "a62d", "a62e", "a62f", "a630", "a635", "a8c", "a637"} {
		execSQL(t, dir, "ALTER TABLE nssPublic ADD COLUMN "+column)
	}
	sum := sha256.Sum256(c.Raw)
	n := func(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
	execSQL(t, dir, `INSERT INTO nssPublic (id, a0, a1, a81, a82, a635, a8c, a62c, a62d, a62e, a62f)
		SELECT 7, ?, x'01', a81, a82, ?, ?, ?, ?, ?, ? FROM nssPublic WHERE a0 = ?`,
		n(nss.ClassTrust), sum[:], n(0x250), n(3), n(3), n(3), n(3), n(nss.ClassCertificate))
}
