package pkcs12

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"slices"

	"certviewer/cert"
)

// Content types (RFC 5652 4, 8).
const (
	oidData          = "1.2.840.113549.1.7.1"
	oidEncryptedData = "1.2.840.113549.1.7.6"
)

// A File is a PKCS #12 file whose structure was read, and nothing in it decrypted yet.
type File struct {
	mac      *mac   // nil when it has none
	contents []byte // what the MAC is over
	safes    []safe
	rounds   int64 // of all derivations that can be seen from outside
	cap      int64
}

// A safe is one of the parts that are encrypted each by itself: either encrypted, or with bags.
type safe struct {
	scheme     *scheme
	ciphertext []byte
	bags       []bag
}

// ReadFile reads the bytes of a file for Parse: of regular files alone, of cert.MaxFileSize at most. Its errors
// are those of cert.ReadFile.
func ReadFile(path string) ([]byte, error) {
	f, err := cert.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, cert.MaxFileSize+1)) // one more, if it has grown: Parse refuses it
}

// Parse reads the structure of a file, without a PIN: what is damaged, what is unsupported and what would take
// too long is known before the person is asked for one. It refers to data afterwards. The error is *OtherFile, *Damaged,
// *Unsupported or *TooMuchWork, or a *cert.FileError for more than cert.MaxFileSize.
func Parse(data []byte) (*File, error) { return parse(data, MaxRounds) }

func parse(data []byte, cap int64) (*File, error) {
	if len(data) > cert.MaxFileSize {
		return nil, &cert.FileError{Code: cert.FileTooLarge}
	}
	e, body, err := readPFX(unwrap(data))
	if err != nil {
		if other := otherKind(data); other != "" {
			return nil, &OtherFile{other}
		}
		return nil, err
	}
	f := &File{cap: cap}
	if err := f.readContents(e); err != nil {
		return nil, err
	}
	if len(body) > 0 {
		e, ok := body.take(tagSequence)
		if !ok {
			return nil, damaged(WhereCheck, "MacData")
		}
		if f.mac, err = newMAC(e); err != nil {
			return nil, err
		}
		f.rounds = add(f.rounds, f.mac.rounds)
	}
	if f.rounds > cap {
		return nil, &TooMuchWork{f.rounds, cap}
	}
	return f, nil
}

// NeedsPIN says whether anything in the file is protected by a PIN. One that has nothing of the kind opens with any.
func (f *File) NeedsPIN() bool {
	for _, s := range f.safes {
		if s.scheme != nil {
			return true
		}
		for _, b := range s.bags {
			if b.shrouded != nil {
				return true
			}
		}
	}
	return f.mac != nil
}

// unwrap returns the DER or BER in data: some mail gateways and web pages hand it out in base64, with PEM's lines
// around it or without.
func unwrap(data []byte) []byte {
	if len(data) == 0 || data[0] == tagSequence {
		return data
	}
	text := bytes.TrimSpace(data)
	if begin := bytes.Index(text, []byte("-----BEGIN PKCS12-----")); begin >= 0 {
		text = text[begin+len("-----BEGIN PKCS12-----"):]
		if end := bytes.Index(text, []byte("-----END")); end >= 0 {
			text = text[:end]
		}
	}
	der, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(text), nil)))
	if err != nil || len(der) == 0 || der[0] != tagSequence {
		return data
	}
	return der
}

// readPFX reads the outermost structure: the ContentInfo, and what follows it (RFC 7292 4). The error is what is wrong
// if this is such a file at all.
func readPFX(data []byte) (info element, body reader, err error) {
	outer, _, err := readElement(data) // what transfers leave behind it is no fault
	switch {
	case errors.Is(err, errCut):
		return info, nil, damaged(WhereEnd, "%d octets, and more are announced", len(data))
	case err != nil:
		return info, nil, damaged(WhereStart, "%v", err)
	case outer.tag != tagSequence:
		return info, nil, damaged(WhereStart, "identifier %#02x", outer.tag)
	}
	body = outer.content
	version, ok := body.takeInteger()
	if !ok {
		return info, nil, damaged(WhereStart, "version")
	}
	info, ok = body.take(tagSequence)
	if !ok {
		return info, nil, damaged(WhereStart, "ContentInfo")
	}
	if version != 3 {
		return info, nil, damaged(WhereStart, "version %d", version)
	}
	return info, body, nil
}

// otherKind says what a file is that is no PKCS #12 file; "" when it is one, though a damaged one.
func otherKind(data []byte) string {
	if len(data) == 0 {
		return KindEmpty
	}
	if beginsAsPFX(data) {
		return ""
	}
	f, err := cert.Read(bytes.NewReader(data), "")
	switch {
	case err == nil && slices.ContainsFunc(f.Skipped, func(s cert.Skip) bool { return s.What == cert.KindKey }):
		return KindWithKey
	case err == nil:
		return KindCertificates
	}
	e, ok := errors.AsType[*cert.FileError](err)
	if !ok || e.Kind == cert.KindP12 || e.Kind == cert.KindDamaged && data[0] == tagSequence {
		return ""
	}
	return e.Kind
}

// beginsAsPFX says whether the first octets are those of a PFX, as far as they are there: a SEQUENCE, version 3, and
// a ContentInfo.
func beginsAsPFX(data []byte) bool {
	if len(data) < 2 || data[0] != tagSequence || data[1] < 0x80 { // none that holds anything is shorter than 128 octets
		return false
	}
	body := data[min(2+int(data[1]&0x7f), len(data)):]
	version := []byte{tagInteger, 1, 3, tagSequence}
	return bytes.HasPrefix(body, version[:min(len(version), len(body))])
}

// readContents reads the AuthenticatedSafe.
func (f *File) readContents(info element) error {
	kind, value, err := readInfo(info)
	if err != nil {
		return err
	}
	if kind != oidData {
		return unsupported(kind)
	}
	in := reader(value.content)
	var ok bool
	if f.contents, ok = in.takeOctets(); !ok {
		return damaged(WhereList, "AuthenticatedSafe")
	}
	list, ok := whole(f.contents, tagSequence)
	if !ok {
		return damaged(WhereList, "AuthenticatedSafe")
	}
	for r := reader(list.content); len(r) > 0; {
		e, ok := r.take(tagSequence)
		if !ok || len(f.safes) == maxBags {
			return damaged(WhereList, "safe %d", len(f.safes)+1)
		}
		s, err := newSafe(e)
		if err != nil {
			return err
		}
		f.safes = append(f.safes, s)
		f.rounds = add(f.rounds, s.rounds())
	}
	return nil
}

// readInfo reads a ContentInfo (RFC 5652 3).
func readInfo(info element) (kind string, value element, err error) {
	r := reader(info.content)
	kind, ok := r.takeOID()
	if !ok {
		return "", value, damaged(WhereList, "ContentInfo")
	}
	value, ok = r.take(tagContext0)
	if !ok {
		return "", value, damaged(WhereList, "ContentInfo of type %s", kind)
	}
	return kind, value, nil
}

// newSafe reads one ContentInfo of the AuthenticatedSafe.
func newSafe(info element) (s safe, err error) {
	kind, value, err := readInfo(info)
	if err != nil {
		return s, err
	}
	in := reader(value.content)
	switch kind {
	case oidData:
		octets, ok := in.takeOctets()
		contents, okContents := whole(octets, tagSequence)
		if !ok || !okContents {
			return s, damaged(WhereList, "SafeContents")
		}
		s.bags, err = appendBags(nil, contents, 0)
		return s, err
	case oidEncryptedData:
		return newEncryptedSafe(in)
	}
	return s, unsupported(kind)
}

// newEncryptedSafe reads EncryptedData (RFC 5652 8), and decrypts nothing.
func newEncryptedSafe(in reader) (s safe, err error) {
	e, _ := in.take(tagSequence)
	r := reader(e.content)
	_, okVersion := r.takeInteger()
	info, _ := r.take(tagSequence)
	r = info.content
	_, okType := r.takeOID()
	a, okAlgorithm := r.takeAlgorithm()
	content, okContent := r.next()
	if !okVersion || !okType || !okAlgorithm || !okContent {
		return s, damaged(WhereList, "EncryptedData")
	}
	if s.scheme, err = newScheme(a); err != nil {
		return s, err
	}
	ciphertext, ok := content.octets()
	if !ok || !s.scheme.cipher.fits(len(ciphertext)) {
		return s, damaged(WhereList, "EncryptedData: %d octets of ciphertext", len(ciphertext))
	}
	s.ciphertext = ciphertext
	return s, nil
}

// rounds sums what the safe's derivations cost, of what can be seen without decrypting it.
func (s *safe) rounds() int64 {
	if s.scheme != nil {
		return s.scheme.rounds
	}
	return bagRounds(s.bags)
}

func bagRounds(bags []bag) (sum int64) {
	for _, b := range bags {
		if b.shrouded != nil {
			sum = add(sum, b.shrouded.rounds)
		}
	}
	return sum
}
