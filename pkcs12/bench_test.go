package pkcs12

import (
	"context"
	"testing"

	library "software.sslmate.com/src/go-pkcs12"
)

// benchFile makes a file as most are: RSA, one certificate of its chain, 2,048 rounds.
func benchFile(b *testing.B, to Destination) []byte {
	id, chain := newIdentity(b, "rsa")
	w := newWriter(context.Background(), []byte("pin"), to)
	w.rounds = 2048
	file, err := w.file(id, id.Key, chain)
	if err != nil {
		b.Fatal(err)
	}
	return file
}

// BenchmarkOpen compares opening with go-pkcs12, which does less, and with the whole process of openssl.
func BenchmarkOpen(b *testing.B) {
	for to, name := range []string{"modern", "everywhere"} {
		file := benchFile(b, Destination(to))
		b.Run(name+"/ours", func(b *testing.B) {
			for b.Loop() {
				mustOpen(b, file, "pin")
			}
		})
		b.Run(name+"/go-pkcs12", func(b *testing.B) {
			for b.Loop() {
				if _, _, _, err := library.DecodeChain(file, "pin"); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/openssl", func(b *testing.B) {
			dir := b.TempDir()
			put(b, dir, "a.p12", file)
			for b.Loop() {
				must(b, dir, "openssl", "pkcs12", "-in", "a.p12", "-noout", "-passin", "pass:pin", "-provider", "default", "-provider", "legacy")
			}
		})
	}
}
