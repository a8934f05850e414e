package nssdb

import (
	"encoding/binary"
	"fmt"
	"strings"

	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/sqlitefile"
)

// What is read of each object in cert9.db. A place of a row holds another attribute for each
// class of objects: a third of the values to be fetched, which is what reading spends its time on.
const (
	atClass  = iota // a place in classes; a small number costs nothing to fetch
	atIssuer        // of all classes
	atSerial        // of all classes
	atValue         // a certificate's DER; a trust record's hash of it
	atServer        // a certificate's label; a trust record's levels
	atClient        // a certificate's CKA_ID
	atCode
	atEmail
	atStepUp

	atLabel = atServer
	atID    = atClient
)

// none is in the place of an attribute that a class does not have.
const none = 0xffffffff

var (
	classes = [...]uint32{nss.ClassCertificate, nss.ClassNSSTrust, nss.ClassTrust}

	// attributes are those of each class, from atValue on.
	attributes = [...][len(classes)]uint32{
		{nss.Value, nss.NSSCertSHA1, nss.HashOfCertificate},
		{nss.Label, nss.NSSTrustServer, nss.TrustServer},
		{nss.ID, nss.NSSTrustClient, nss.TrustClient},
		{none, nss.NSSTrustCode, nss.TrustCode},
		{none, nss.NSSTrustEmail, nss.TrustEmail},
		{none, nss.NSSStepUp, none},
	}
)

// readCertificates fills t from a cert9.db, in one pass over its table.
func readCertificates(db *sqlitefile.DB, t *nss.Token) error {
	if err := inspect(db); err != nil {
		return err
	}
	has, err := columns(db, "nssPublic")
	if err != nil {
		return err
	}
	want := []string{byClass("0", "1", "2"), has.name(nss.Issuer), has.name(nss.SerialNumber)}
	for _, a := range attributes {
		want = append(want, byClass(has.name(a[0]), has.name(a[1]), has.name(a[2])))
	}
	size := 0
	return each(db, "nssPublic", want, func(r sqlitefile.Row) error {
		for i := range r {
			if size += len(r.Blob(i)); size > sqlitefile.MaxSize {
				return fmt.Errorf("%w: its values are larger than the file can be", sqlitefile.ErrDamaged)
			}
		}
		class, ok := r[atClass].(int64)
		if !ok {
			return nil
		}
		switch classes[class] {
		case nss.ClassCertificate:
			if len(value(r, atValue)) == 0 {
				return nil // nothing to show; NSS passes it over too
			}
			t.Add(&nss.Certificate{
				DER: value(r, atValue), Label: string(value(r, atLabel)), ID: value(r, atID),
				Issuer: value(r, atIssuer), Serial: value(r, atSerial),
			})
		case nss.ClassNSSTrust:
			t.NSSTrust = append(t.NSSTrust, record(r))
		case nss.ClassTrust:
			t.Trust = append(t.Trust, record(r))
		}
		return nil
	})
}

// byClass returns the SQL that chooses a value by the class of an object, in the order of
// classes.
func byClass(values ...string) string {
	var b strings.Builder
	b.WriteString("CASE a0")
	for i, v := range values {
		fmt.Fprintf(&b, " WHEN x'%08x' THEN %s", classes[i], v)
	}
	return b.String() + " END"
}

func record(r sqlitefile.Row) nss.Record {
	level := func(i int) nss.Level { return nss.LevelOf(number(r.Blob(i))) }
	return nss.Record{
		Issuer: value(r, atIssuer), Serial: value(r, atSerial), Hash: value(r, atValue),
		Server: level(atServer), Client: level(atClient), Code: level(atCode), Email: level(atEmail),
		StepUp: string(r.Blob(atStepUp)) == "\x01",
	}
}

// readKeys fills t.KeyIDs and t.KeyOrder from a key4.db. The IDs stand there in clear, whether there is a
// Primary Password or not; nothing else is read. The order is that of rowid, in which NSS finds keys too:
// sdb_FindObjects in its sdb.c asks by class, for which the table has no index.
func readKeys(db *sqlitefile.DB, t *nss.Token) error {
	t.KeyIDs, t.KeyOrder = map[string]bool{}, map[string]int{}
	if err := inspect(db); err != nil {
		return err
	}
	has, err := columns(db, "nssPrivate")
	if err != nil {
		return err
	}
	return each(db, "nssPrivate", []string{"a0", has.name(nss.ID)}, func(r sqlitefile.Row) error {
		if number(r.Blob(0)) == nss.ClassPrivateKey {
			if id := string(value(r, 1)); id != "" && !t.KeyIDs[id] {
				t.KeyIDs[id] = true
				t.KeyOrder[id] = len(t.KeyIDs)
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

// A columnSet is the columns of a table. How many there are, and in what order, differs between
// versions of NSS, so they are asked for by name.
type columnSet map[string]bool

func columns(db *sqlitefile.DB, table string) (columnSet, error) {
	has := columnSet{}
	err := db.Each("PRAGMA table_xinfo("+table+")", func(r sqlitefile.Row) error {
		if r.Int(6) != 0 { // hidden: a generated column, which would compute
			return fmt.Errorf("%w: column %q of %s is computed", sqlitefile.ErrRefused, r.Text(1), table)
		}
		has[strings.ToLower(r.Text(1))] = true
		return nil
	})
	if err == nil && !has["a0"] {
		err = fmt.Errorf("%w: no table %s of NSS", sqlitefile.ErrForeign, table)
	}
	return has, err
}

// name returns the column of an attribute, "a11" for CKA_VALUE; NULL where this version of NSS has
// none.
func (has columnSet) name(attribute uint32) string {
	if n := fmt.Sprintf("a%x", attribute); has[n] {
		return n
	}
	return "NULL"
}

// each calls do with every object of a table, in the order of rowid. Objects of other classes
// are passed over by do and not by a WHERE: then SQLite comes back after every row, and a table that
// never ends can be left.
func each(db *sqlitefile.DB, table string, want []string, do func(sqlitefile.Row) error) error {
	return db.Each("SELECT "+strings.Join(want, ",")+" FROM "+table+" NOT INDEXED ORDER BY rowid", do)
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
