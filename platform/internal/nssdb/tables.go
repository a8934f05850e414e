package nssdb

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/sqlitefile"
)

// The columns that are read from cert9.db, each named after its attribute ("a11" is CKA_VALUE):
// how many columns there are, and in what order, differs between versions of NSS.
const (
	colClass = iota
	colLabel
	colValue
	colIssuer
	colSerial
	colID
	colOldHash
	colOldServer
	colOldClient
	colOldCode
	colOldEmail
	colStepUp
	colNewHash
	colNewServer
	colNewClient
	colNewCode
	colNewEmail
)

var certAttributes = [...]uint32{
	colClass:     0,
	colLabel:     nss.Label,
	colValue:     nss.Value,
	colIssuer:    nss.Issuer,
	colSerial:    nss.SerialNumber,
	colID:        nss.ID,
	colOldHash:   nss.NSSCertSHA1,
	colOldServer: nss.NSSTrustServer,
	colOldClient: nss.NSSTrustClient,
	colOldCode:   nss.NSSTrustCode,
	colOldEmail:  nss.NSSTrustEmail,
	colStepUp:    nss.NSSStepUp,
	colNewHash:   nss.HashOfCertificate,
	colNewServer: nss.TrustServer,
	colNewClient: nss.TrustClient,
	colNewCode:   nss.TrustCode,
	colNewEmail:  nss.TrustEmail,
}

// readCertificates fills t from a cert9.db, in one pass over its table.
func readCertificates(db *sqlitefile.DB, t *nss.Token) error {
	*t = nss.Token{}
	if err := inspect(db); err != nil {
		return err
	}
	size := 0
	return each(db, "nssPublic", certAttributes[:], func(r sqlitefile.Row) error {
		for i := range r {
			if size += len(r.Blob(i)); size > sqlitefile.MaxSize {
				return fmt.Errorf("%w: its values are larger than the file can be", sqlitefile.ErrDamaged)
			}
		}
		switch number(r.Blob(colClass)) {
		case nss.ClassCertificate:
			if len(value(r, colValue)) == 0 {
				return nil // nothing to show; NSS passes it over too
			}
			t.Certificates = append(t.Certificates, nss.Certificate{
				DER:    value(r, colValue),
				Label:  string(value(r, colLabel)),
				ID:     value(r, colID),
				Issuer: value(r, colIssuer),
				Serial: value(r, colSerial),
			})
		case nss.ClassNSSTrust:
			rec := record(r, colOldHash, colOldServer, colOldClient, colOldCode, colOldEmail)
			rec.StepUp = bytes.Equal(value(r, colStepUp), []byte{1})
			t.NSSTrust = append(t.NSSTrust, rec)
		case nss.ClassTrust:
			t.Trust = append(t.Trust, record(r, colNewHash, colNewServer, colNewClient, colNewCode, colNewEmail))
		}
		return nil
	})
}

func record(r sqlitefile.Row, hash, server, client, code, email int) nss.Record {
	level := func(i int) nss.Level { return nss.LevelOf(number(r.Blob(i))) }
	return nss.Record{
		Issuer: value(r, colIssuer), Serial: value(r, colSerial), Hash: value(r, hash),
		Server: level(server), Client: level(client), Code: level(code), Email: level(email),
	}
}

// readKeys fills t.KeyIDs from a key4.db. The IDs stand there in clear, whether there is a
// Primary Password or not; nothing else is read.
func readKeys(db *sqlitefile.DB, t *nss.Token) error {
	t.KeyIDs = map[string]bool{}
	if err := inspect(db); err != nil {
		return err
	}
	return each(db, "nssPrivate", []uint32{0, nss.ID}, func(r sqlitefile.Row) error {
		if number(r.Blob(0)) == nss.ClassPrivateKey {
			if id := value(r, 1); len(id) > 0 {
				t.KeyIDs[string(id)] = true
			}
		}
		return nil
	})
}

// inspect refuses a database with anything in its schema but ordinary tables and indexes: NSS
// makes nothing else, and a view in place of a table would run what its maker wrote.
func inspect(db *sqlitefile.DB) error {
	return db.Each("SELECT type, name, rootpage, sql FROM sqlite_schema", func(r sqlitefile.Row) error {
		kind, name := r.Text(0), r.Text(1)
		virtual := kind == "table" && (r.Int(2) == 0 || strings.HasPrefix(strings.ToUpper(r.Text(3)), "CREATE VIRTUAL"))
		if (kind != "table" && kind != "index") || virtual {
			return fmt.Errorf("%w: %s %q", sqlitefile.ErrRefused, kind, name)
		}
		return nil
	})
}

// each calls do with the given attributes of every object of a table, in the order of rowid.
// What an older NSS has no column for is NULL. Objects of other classes are passed over here and not
// by a WHERE: then SQLite comes back after every row, and a table that never ends can be left.
func each(db *sqlitefile.DB, table string, attributes []uint32, do func(sqlitefile.Row) error) error {
	has := map[string]bool{}
	err := db.Each("PRAGMA table_xinfo("+table+")", func(r sqlitefile.Row) error {
		if r.Int(6) != 0 { // hidden: a generated column, which would compute
			return fmt.Errorf("%w: column %q of %s is computed", sqlitefile.ErrRefused, r.Text(1), table)
		}
		has[strings.ToLower(r.Text(1))] = true
		return nil
	})
	if err != nil {
		return err
	}
	columns := make([]string, len(attributes))
	for i, a := range attributes {
		if columns[i] = fmt.Sprintf("a%x", a); !has[columns[i]] {
			columns[i] = "NULL"
		}
	}
	if columns[0] == "NULL" {
		return fmt.Errorf("%w: no table %s of NSS", sqlitefile.ErrForeign, table)
	}
	return db.Each("SELECT "+strings.Join(columns, ",")+" FROM "+table+" NOT INDEXED ORDER BY rowid", do)
}

// value returns a column, nil for NSS's mark of an attribute that is there and empty
// (SQLITE_EXPLICIT_NULL in sdb.c).
func value(r sqlitefile.Row, i int) []byte {
	if b := r.Blob(i); string(b) != "\xa5\x00\x5a" {
		return b
	}
	return nil
}

// number reads a CK_ULONG as NSS writes it to a database: four bytes, big-endian. Anything
// else is no number.
func number(b []byte) uint64 {
	if len(b) != 4 {
		return 1<<64 - 1
	}
	return uint64(binary.BigEndian.Uint32(b))
}
