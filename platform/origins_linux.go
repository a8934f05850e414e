package platform

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"path/filepath"

	"certviewer/trust"
)

// Where the packages of distributions put certificates, and where administrators do. The
// bundle is made of both and does not tell which is from where.
var (
	packagePlaces = []string{
		"/usr/share/ca-certificates",     // Debian, Ubuntu, Alpine; Arch in trust-source below it
		"/usr/share/pki/ca-trust-source", // Fedora, RHEL
		"/usr/share/pki/trust",           // openSUSE
	}
	adminPlaces = []string{
		"/usr/local/share/ca-certificates",          // Debian, Ubuntu, Alpine
		"/etc/pki/ca-trust/source/anchors",          // Fedora, RHEL
		"/etc/ca-certificates/trust-source/anchors", // Arch
		"/etc/pki/trust/anchors",                    // openSUSE
	}
)

// maxPlaceFiles bounds the walk through a place; Debian's has 150 files.
const maxPlaceFiles = 5000

// origins returns a function that says who put a certificate into the bundle.
func (c computer) origins(ctx context.Context) func(der []byte) trust.Origin {
	packaged, added := c.places(ctx, packagePlaces), c.places(ctx, adminPlaces)
	return func(der []byte) trust.Origin {
		switch h := sha256.Sum256(der); {
		case packaged[h]:
			return trust.Distribution
		case added[h]:
			return trust.Admin
		}
		return trust.Added
	}
}

// places returns the hashes of all certificates in PEM files below the folders. The .p11-kit files
// of Fedora and Arch are text with PEM blocks in it.
func (c computer) places(ctx context.Context, dirs []string) map[[sha256.Size]byte]bool {
	out := map[[sha256.Size]byte]bool{}
	for _, dir := range dirs {
		left := maxPlaceFiles
		filepath.WalkDir(c.path(dir), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return nil // what cannot be read says nothing
			}
			if left--; left < 0 || ctx.Err() != nil {
				return fs.SkipAll
			}
			text, err := readRegular(path)
			if err != nil {
				return nil
			}
			blocks := pemCertificates(text)
			if len(blocks) == 0 && len(text) > 0 && text[0] == 0x30 { // DER: update-ca-trust takes both
				blocks = []found{{der: firstElement(text)}}
			}
			for _, b := range blocks {
				out[sha256.Sum256(b.der)] = true
			}
			return nil
		})
	}
	return out
}
