//go:build cgo && linux

package softoken_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/nssdb"
	"certviewer/platform/internal/softoken"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// question asks about all records of the database in dir.
func question(t testing.TB, dir string) softoken.Question {
	t.Helper()
	token, err := nssdb.Read(t.Context(), dir)
	must(t, err)
	q := softoken.Question{Libraries: []string{systemLibrary(t)}, Folder: dir}
	for _, r := range token.NSSTrust {
		q.NSSTrust = append(q.NSSTrust, softoken.Named{Issuer: r.Issuer, Serial: r.Serial})
	}
	for _, r := range token.Trust {
		q.Trust = append(q.Trust, softoken.Named{Issuer: r.Issuer, Serial: r.Serial})
	}
	return q
}

// spoil changes a file of a database as no program of NSS does.
func spoil(t testing.TB, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	result, err := db.Exec(query)
	must(t, err)
	if n, err := result.RowsAffected(); err != nil || n == 0 && !strings.HasPrefix(query, "PRAGMA") {
		t.Fatalf("%s: %d rows, %v", query, n, err)
	}
	must(t, db.Close())
}

func copyFile(t testing.TB, to, from string) {
	t.Helper()
	b, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(to, b, 0o600))
}

// traces is what a look at a folder must leave as it was.
func traces(t testing.TB, dir string) (out string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		fi, err := f.Info()
		must(t, err)
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		must(t, err)
		out += fmt.Sprintf("%s %v %d %x\n", f.Name(), fi.Mode(), fi.ModTime().UnixNano(), sha256.Sum256(b))
	}
	return out
}

// withRoots makes a database with two roots of full trust, by NSS's own tool.
func withRoots(t testing.TB, password string) (dir string, c *cert.Certificate) {
	t.Helper()
	dir, c = newDB(t, password), trusttest.Root(t, "first")
	args := []string{"-t", "C,C,C"}
	if password != "" {
		args = append(args, "-f", file(t, []byte(password+"\n")))
	}
	certutil(t, dir, append([]string{"-A", "-n", "first", "-i", pemFile(t, c)}, args...)...)
	certutil(t, dir, append([]string{"-A", "-n", "second", "-i", pemFile(t, trusttest.Root(t, "second"))}, args...)...)
	return dir, c
}

// ofFirst finds the trust record that was made first, and its signatures.
const (
	ofFirst  = " WHERE id = (SELECT min(id) FROM nssPublic WHERE a0 = x'ce534353')"
	signed   = "DELETE FROM metaData WHERE id IN (SELECT id FROM metaData WHERE id LIKE 'sig_cert_%\\_%s' ESCAPE '\\' ORDER BY id LIMIT 1)"
	distrust = "x'ce53435a'"
)

// TestVerify: what the library believes, as certutil sees it, and that asking leaves no trace.
func TestVerify(t *testing.T) {
	if !inChild(t) {
		return
	}
	foreign, _ := withRoots(t, "")
	locked, _ := withRoots(t, "secret")
	for _, tt := range []struct {
		name     string
		password string
		spoil    func(dir string)
		want     []nss.Signature // of the first and the second root
		flags    string          // of the first, as certutil has them; "" = it is not asked
	}{
		{"untouched", "", func(string) {}, []nss.Signature{nss.Good, nss.Good}, "C,C,C"},
		{"trust changed", "", func(dir string) {
			spoil(t, filepath.Join(dir, "cert9.db"), "UPDATE nssPublic SET ace53635b = "+distrust+ofFirst)
		}, []nss.Signature{nss.Bad, nss.Good}, ",,"},
		{"another certificate's", "", func(dir string) {
			spoil(t, filepath.Join(dir, "cert9.db"), "UPDATE nssPublic SET ace5363b4 = zeroblob(20)"+ofFirst)
		}, []nss.Signature{nss.Bad, nss.Good}, ",,"},
		{"signature gone", "", func(dir string) {
			spoil(t, filepath.Join(dir, "key4.db"), strings.ReplaceAll(signed, "%s", "ce536358"))
		}, []nss.Signature{nss.Bad, nss.Good}, ",,"},
		{"unused hash changed", "", func(dir string) {
			spoil(t, filepath.Join(dir, "cert9.db"), "UPDATE nssPublic SET ace5363b5 = zeroblob(16)"+ofFirst)
		}, []nss.Signature{nss.Good, nss.Good}, "C,C,C"},
		{"another's keys", "", func(dir string) {
			copyFile(t, filepath.Join(dir, "key4.db"), filepath.Join(foreign, "key4.db"))
		}, []nss.Signature{nss.Bad, nss.Bad}, ",,"},
		{"Primary Password", "secret", func(string) {}, []nss.Signature{nss.Unchecked, nss.Unchecked}, "C,C,C"},
		{"Primary Password, trust changed", "secret", func(dir string) {
			spoil(t, filepath.Join(dir, "cert9.db"), "UPDATE nssPublic SET ace53635b = "+distrust+ofFirst)
		}, []nss.Signature{nss.Unchecked, nss.Unchecked}, ""},
		{"another's keys, with a Primary Password", "", func(dir string) {
			copyFile(t, filepath.Join(dir, "key4.db"), filepath.Join(locked, "key4.db"))
		}, []nss.Signature{nss.Unchecked, nss.Unchecked}, ""},
		{"write-ahead log", "", func(dir string) {
			spoil(t, filepath.Join(dir, "cert9.db"), "PRAGMA journal_mode = WAL")
		}, []nss.Signature{nss.Unchecked, nss.Unchecked}, ""},
		{"a journal that was left", "", func(dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "key4.db-journal"), []byte("x"), 0o600))
		}, []nss.Signature{nss.Unchecked, nss.Unchecked}, ""},
		{"a journal that was kept", "", func(dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "key4.db-journal"), make([]byte, 512), 0o600))
		}, []nss.Signature{nss.Good, nss.Good}, ""},
		{"no keys", "", func(dir string) { must(t, os.Remove(filepath.Join(dir, "key4.db"))) }, []nss.Signature{nss.Unchecked, nss.Unchecked}, ""},
	} {
		dir, _ := withRoots(t, tt.password)
		q := question(t, dir)
		tt.spoil(dir)
		before := traces(t, dir)
		a, err := softoken.Verify(t.Context(), q)
		if err != nil || !slices.Equal(a.NSSTrust, tt.want) {
			t.Errorf("%s: %v, %v, want %v", tt.name, a.NSSTrust, err, tt.want)
		}
		if after := traces(t, dir); after != before {
			t.Errorf("%s: asking left traces:\n%swas\n%s", tt.name, after, before)
		}
		if tt.flags != "" && !slices.Contains(listed(t, dir), "first "+tt.flags) {
			t.Errorf("%s: certutil sees %q, want %s", tt.name, listed(t, dir), tt.flags)
		}
	}
	dir, _ := withRoots(t, "")
	q := question(t, dir)
	q.NSSTrust[0].Serial = []byte{2, 1, 99}
	if a, err := softoken.Verify(t.Context(), q); err != nil || a.NSSTrust[0] != nss.Unchecked || a.NSSTrust[1] != nss.Good {
		t.Errorf("a record that is not there: %v, %v", a, err)
	}
	q.Folder = t.TempDir()
	if _, err := softoken.Verify(t.Context(), q); err == nil {
		t.Error("a folder without a database has been looked at")
	}
	if files, _ := os.ReadDir(q.Folder); len(files) > 0 {
		t.Errorf("a database was made: %v", files)
	}
}

// TestVerifyModern: a library that knows the newer records checks them, an older one says nothing about them.
func TestVerifyModern(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir, c := withRoots(t, "")
	if os.Getenv(newest) == "" {
		certutil(t, dir, "-D", "-n", "second")
		modernise(t, dir, c)
		a, err := softoken.Verify(t.Context(), question(t, dir))
		if err != nil || len(a.Trust) == 0 || slices.ContainsFunc(a.Trust, func(s nss.Signature) bool { return s != nss.Unchecked }) {
			t.Errorf("an older library says %v, %v", a, err)
		}
		return
	}
	w := open(t, dir)
	s, err := w.State(t.Context(), c)
	must(t, err)
	must(t, w.Restore(t.Context(), c, withModern(t, c, s, 2)))
	must(t, w.Close())
	if a, err := softoken.Verify(t.Context(), question(t, dir)); err != nil || !slices.Equal(a.Trust, []nss.Signature{nss.Good}) {
		t.Errorf("untouched: %v, %v", a, err)
	}
	spoil(t, filepath.Join(dir, "cert9.db"), "UPDATE nssPublic SET a62c = x'00000003' WHERE a0 = x'0000000b'")
	if a, err := softoken.Verify(t.Context(), question(t, dir)); err != nil || !slices.Equal(a.Trust, []nss.Signature{nss.Bad}) || a.NSSTrust[0] != nss.Good {
		t.Errorf("changed: %v, %v", a, err)
	}
}

// TestRepair: trust is written over a damaged record, in a way that programs believe; taken back, they are left
// with no more trust than before.
func TestRepair(t *testing.T) {
	if !inChild(t) {
		return
	}
	for name, do := range map[string]func(dir string){
		"trust changed": func(dir string) {
			spoil(t, filepath.Join(dir, "cert9.db"), "UPDATE nssPublic SET ace53635b = "+distrust+ofFirst)
		},
		"hash changed": func(dir string) {
			spoil(t, filepath.Join(dir, "cert9.db"), "UPDATE nssPublic SET ace5363b4 = zeroblob(20)"+ofFirst)
		},
		"signature gone": func(dir string) {
			spoil(t, filepath.Join(dir, "key4.db"), strings.ReplaceAll(signed, "%s", "ce536358"))
		},
		"signature of the unused hash gone": func(dir string) {
			spoil(t, filepath.Join(dir, "key4.db"), strings.ReplaceAll(signed, "%s", "ce5363b5"))
		},
	} {
		dir, c := withRoots(t, "")
		do(dir)
		was := "first ,,"
		if strings.Contains(name, "unused") {
			was = "first C,C,C"
		}
		w := open(t, dir)
		before, err := w.State(t.Context(), c)
		if err != nil || !before.Present || "first "+before.Native != was {
			t.Fatalf("%s: %+v, %v", name, before, err)
		}
		must(t, w.SetTrust(t.Context(), c, trust.Want{For: []cert.Purpose{cert.Server, cert.Email}}))
		if got := listed(t, dir); !slices.Contains(got, "first C,C,") {
			t.Errorf("%s: repaired, certutil sees %q", name, got)
		}
		if a, err := softoken.Verify(t.Context(), question(t, dir)); err != nil || slices.Contains(a.NSSTrust, nss.Bad) {
			t.Errorf("%s: repaired: %v, %v", name, a, err)
		}
		must(t, w.Restore(t.Context(), c, before))
		after, err := w.State(t.Context(), c)
		if err != nil || after.Hash() != before.Hash() || !slices.Contains(listed(t, dir), was) {
			t.Errorf("%s: taken back: %+v, %v, was %+v; certutil sees %q", name, after, err, before, listed(t, dir))
		}
		must(t, w.Close())
	}
}

// TestAnswer: the parent takes nothing but an answer to its own question.
func TestAnswer(t *testing.T) {
	two := softoken.Question{NSSTrust: make([]softoken.Named, 2)}
	for text, ok := range map[string]bool{
		"": false, "hello": false, "null": false, "{}": false, `{"nss_trust":"AQ=="}`: false, `{"nss_trust":"AQEB"}`: false,
		`{"nss_trust":"AQk="}`: false, `{"nss_trust":"AQI=","trust":"AQ=="}`: false, `{"nss_trust":"AQI="`: false,
		`{"nss_trust":"AQI=","trust":""}`: true,
	} {
		if a, err := softoken.ReadAnswer([]byte(text), two); (err == nil) != ok || ok && !slices.Equal(a.NSSTrust, []nss.Signature{nss.Good, nss.Bad}) {
			t.Errorf("%s: %v, %v", text, a, err)
		}
	}
	for _, text := range []string{"", "[]", `{"folder":"/nonexistent","nss_trust":[{}]}`} {
		var out bytes.Buffer
		if err := softoken.Serve(t.Context(), strings.NewReader(text), &out); err == nil || out.Len() > 0 {
			t.Errorf("%q was answered: %s", text, out.String())
		}
	}
}

func FuzzReadAnswer(f *testing.F) {
	for _, text := range []string{"{}", `{"nss_trust":"AQI=","trust":"AA=="}`, `{"nss_trust":[1]}`} {
		f.Add([]byte(text))
	}
	q := softoken.Question{NSSTrust: make([]softoken.Named, 2), Trust: make([]softoken.Named, 1)}
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := softoken.ReadAnswer(text, q)
		if err != nil {
			return
		}
		if len(a.NSSTrust) != 2 || len(a.Trust) != 1 || max(a.NSSTrust[0], a.NSSTrust[1], a.Trust[0]) > nss.Bad {
			t.Errorf("%q was taken for %v", text, a)
		}
		if again, err := json.Marshal(a); err != nil || len(again) == 0 {
			t.Error(err)
		}
	})
}
