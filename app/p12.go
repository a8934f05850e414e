package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/message"
	"certviewer/pkcs12"
)

// A P12 is a .p12 file on its way into this computer's stores: read, and once its PIN is known, open.
type P12 struct {
	Name  string              // the file's last part; of Installed, what the certificate is called
	Old   []*cert.Certificate // whose place the newest takes, where the person said so; nil = see Superseded
	Prove bool                // a store that has all of it already is asked to prove the key: a swap rests on that
	Trust []change.Request    // the roots in the file that the person wants trusted too; Op and Stores do not count: see Roots

	file     *pkcs12.File // nil of Installed
	contents *pkcs12.Contents
	tries    int
}

// ReadP12 reads the structure of a .p12 file. What no PIN can help with is told before anybody is asked for one: the
// errors are *message.Problem, blocks 206 to 209 and those of files, or ctx's. A file that needs no PIN is open.
func ReadP12(ctx context.Context, path string) (*P12, error) {
	f := &P12{Name: filepath.Base(path)}
	data, err := patient(ctx, path, func() ([]byte, error) { return pkcs12.ReadFile(path) })
	if err != nil {
		return nil, FileProblem(path, err)
	}
	if f.file, err = pkcs12.Parse(data); err != nil {
		return nil, f.problem(err)
	}
	if f.NeedsPIN() {
		return f, nil
	}
	return f, f.Unlock(ctx, nil)
}

// Installed stands for a certificate that stores have already, with its private key: a swap may begin with one. Its key
// stays where it is, so it cannot be imported anywhere.
func (a *App) Installed(x *cert.Certificate) *P12 {
	c := &pkcs12.Contents{Identities: []pkcs12.Identity{{Leaf: x}}}
	return &P12{Name: a.Catalog.ShortName(x), contents: c}
}

// IsFile reports whether there is a file, and with it the private key.
func (f *P12) IsFile() bool { return f.file != nil }

// NeedsPIN reports whether anything in the file is protected.
func (f *P12) NeedsPIN() bool { return f.IsFile() && f.file.NeedsPIN() }

// Unlock opens the file. The error is a *message.Problem, p12-wrong-pin or from the fifth try on p12-wrong-pin-again
// among them, or ctx's. The caller wipes pin.
func (f *P12) Unlock(ctx context.Context, pin []byte) error {
	c, err := f.file.Open(ctx, pin)
	if err != nil {
		return f.problem(err)
	}
	f.contents = c
	if len(c.Identities) == 0 {
		f.Close()
		return &message.Problem{What: withoutIdentity(c)}
	}
	newest := func(a, b pkcs12.Identity) int { return b.Leaf.NotBefore.Compare(a.Leaf.NotBefore) }
	slices.SortStableFunc(c.Identities, newest)
	return nil
}

// withoutIdentity says what a file holds in which no key has its certificate.
func withoutIdentity(c *pkcs12.Contents) message.Message {
	switch {
	case len(c.Keys) > 0 && len(c.Certificates) > 0:
		return message.M("p12-key-mismatch")
	case len(c.Keys) > 0:
		return message.M("p12-other-file", "kind", message.M(cert.KindKey), "variant", "inside")
	}
	return message.M("p12-other-file", "kind", message.M(pkcs12.KindCertificates), "variant", "inside")
}

// Open reports whether what is in the file is known.
func (f *P12) Open() bool { return f.contents != nil }

// Close wipes the private keys. The file has to be unlocked anew after that.
func (f *P12) Close() {
	if f.contents != nil {
		f.contents.Wipe()
		f.contents = nil
	}
}

// Suggest returns what a person may have meant who typed pin, and the block that asks: see pkcs12.Suggest.
func (f *P12) Suggest(pin []byte) []pkcs12.Suggestion { return pkcs12.Suggest(pin) }

// Certificates returns those that are in the file with their keys, the newest first.
func (f *P12) Certificates() (out []*cert.Certificate) {
	for _, id := range f.contents.Identities {
		out = append(out, id.Leaf)
	}
	return out
}

// identities are the same for a plan.
func (f *P12) identities() (out []change.Identity) {
	with := slices.Clone(f.contents.Certificates)
	for _, id := range f.contents.Identities {
		with = append(with, id.Leaf)
	}
	for _, id := range f.contents.Identities {
		out = append(out, change.Identity{Certificate: id.Leaf, Name: id.FriendlyName, With: with})
	}
	return out
}

// key is the private key that an import brings.
func (f *P12) key(s change.Step) []byte {
	if f.contents == nil {
		return nil
	}
	for _, id := range f.contents.Identities {
		if id.Leaf.SHA256.String() == s.SHA256 {
			return id.Key
		}
	}
	return nil
}

// problem is what a person reads of an error of package pkcs12. Of the verdicts only damage has more to tell than its block.
func (f *P12) problem(err error) error {
	var what message.Message
	var cause error
	if _, ok := errors.AsType[*pkcs12.WrongPIN](err); ok {
		what = message.M("p12-wrong-pin")
		if f.tries++; f.tries >= 5 {
			what = message.M("p12-wrong-pin-again", "count", f.tries)
		}
	} else if e, ok := errors.AsType[*pkcs12.Damaged](err); ok {
		what, cause = message.M("p12-damaged", "where", message.M(e.Where)), err
	} else if e, ok := errors.AsType[*pkcs12.Unsupported](err); ok {
		what = message.M("p12-unsupported", "method", e.Name)
	} else if e, ok := errors.AsType[*pkcs12.TooMuchWork](err); ok {
		what = message.M("p12-too-much-work", "count", int(e.Rounds), "total", int(e.Cap))
	} else if e, ok := errors.AsType[*pkcs12.OtherFile](err); ok {
		what = message.M("p12-other-file", "kind", message.M(e.Kind))
	} else if errors.Is(err, context.Canceled) {
		return err
	} else {
		return FileProblem(f.Name, err)
	}
	return &message.Problem{What: what, Cause: cause}
}
