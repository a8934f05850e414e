package cli

import (
	"bytes"
	"encoding/json"
	"runtime"
	"strconv"
	"sync"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
)

// Certificates by the thousand are the one place where encoding/json's reflection is felt: it takes as long
// as reading, hashing and parsing together. So rows are written by hand, by all processors, a row a line; a
// test holds them against encoding/json.

// printRowsJSON writes rows as a JSON array.
func (s *session) printRowsJSON(rows []app.Row) error {
	parts := make([][]byte, runtime.GOMAXPROCS(0))
	size := (len(rows) + len(parts) - 1) / len(parts)
	var wg sync.WaitGroup
	for i := range parts {
		from, to := min(i*size, len(rows)), min((i+1)*size, len(rows))
		wg.Go(func() {
			b := make([]byte, 0, (to-from)*1536)
			for _, r := range rows[from:to] {
				b = appendRow(append(b, ",\n "...), rowJSON(r))
			}
			parts[i] = b
		})
	}
	wg.Wait()
	parts[0] = bytes.TrimPrefix(parts[0], []byte(","))
	end := "]\n"
	if len(rows) > 0 {
		end = "\n]\n"
	}
	for _, part := range append(append([][]byte{[]byte("[")}, parts...), []byte(end)) {
		if err := s.writeJSON(part); err != nil {
			return err
		}
	}
	return nil
}

// appendRow writes what json.Marshal(r) says, with a space after each colon as the other commands have it.
func appendRow(b []byte, r certJSON) []byte {
	w := rowWriter{b: append(b, '{')}
	w.optional("store", (*string)(r.Store))
	w.text("name", r.Name)
	w.text("sha256", r.SHA256)
	w.text("sha1", r.SHA1)
	w.text("subject", r.Subject)
	w.text("issuer", r.Issuer)
	w.text("serial", r.Serial)
	w.text("serial_decimal", r.SerialDecimal)
	w.text("not_before", r.NotBefore)
	w.text("not_after", r.NotAfter)
	w.text("key", r.Key)
	w.text("signature", r.Signature)
	w.text("kind", string(r.Kind))
	w.bool("is_ca", r.IsCA)
	w.object("trust", func() {
		for i, p := range cert.Purposes {
			w.text(string(p), string(r.Trust[i]))
		}
	})
	w.object("trust_detail", func() {
		for i, p := range cert.Purposes {
			d := r.TrustDetail[i]
			w.object(string(p), func() {
				w.text("how", string(d.How))
				w.optional("issued_before", d.IssuedBefore)
			})
		}
	})
	if len(r.Disputed) > 0 {
		w.object("disputed", func() {
			for _, p := range cert.Purposes {
				if v, ok := r.Disputed[p]; ok {
					w.text(string(p), string(v))
				}
			}
		})
	}
	w.text("native_trust", r.NativeTrust)
	w.bool("has_key", r.HasKey)
	if r.Origin != "" {
		w.text("origin", string(r.Origin))
	}
	w.object("programmes", func() {
		for _, p := range catalog.Programmes {
			w.text(string(p), r.Programmes[p].String())
		}
	})
	w.optional("error", r.Error)
	return append(w.b, '}')
}

// A rowWriter appends the members of JSON objects.
type rowWriter struct{ b []byte }

func (w *rowWriter) member(name string) {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ", "...)
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, `": `...)
}

func (w *rowWriter) text(name, v string) {
	w.member(name)
	w.b = appendString(w.b, v)
}

func (w *rowWriter) optional(name string, v *string) {
	w.member(name)
	if v == nil {
		w.b = append(w.b, "null"...)
		return
	}
	w.b = appendString(w.b, *v)
}

func (w *rowWriter) bool(name string, v bool) {
	w.member(name)
	w.b = strconv.AppendBool(w.b, v)
}

func (w *rowWriter) object(name string, members func()) {
	w.member(name)
	w.b = append(w.b, '{')
	members()
	w.b = append(w.b, '}')
}

// appendString writes a JSON string. What is not plain printable text is left to encoding/json.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			var q bytes.Buffer
			e := json.NewEncoder(&q)
			e.SetEscapeHTML(false)
			e.Encode(s) // a string always encodes
			return append(b, tame(bytes.TrimRight(q.Bytes(), "\n"))...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
