package cert

import (
	"bytes"
	"slices"
	"strings"
)

// What a file or a block can be that is no certificate. The values are phrases of the locale:
// "By its content it is {kind}."
const (
	KindKey       = "kind.key"
	KindPublicKey = "kind.public-key"
	KindSSHKey    = "kind.ssh-key"
	KindCSR       = "kind.csr"
	KindCRL       = "kind.crl"
	KindP12       = "kind.p12"
	KindP7        = "kind.p7" // PKCS #7 without certificates
	KindKeystore  = "kind.java-keystore"
	KindPGP       = "kind.pgp"
	KindDatabase  = "kind.database"
	KindEML       = "kind.message" // kind.mail is a certificate for mail
	KindZIP       = "kind.zip"
	KindArchive   = "kind.archive"
	KindPDF       = "kind.pdf"
	KindImage     = "kind.image"
	KindOffice    = "kind.office"
	KindProgram   = "kind.program"
	KindHTML      = "kind.html"
	KindXML       = "kind.xml"
	KindJSON      = "kind.json"
	KindText      = "kind.text"
	KindDamaged   = "kind.damaged" // a certificate file that ends too early or is garbled
	KindUnknown   = "kind.unknown"
)

// derKind says what a DER element is that is neither a certificate nor has any.
func derKind(e element) string {
	var tags []byte // of what is directly in it, as far as is needed
	var parts []element
	for r := reader(e.content); len(tags) < 4; {
		part, ok := r.next()
		if !ok {
			break
		}
		tags, parts = append(tags, part.tag), append(parts, part)
	}
	begins := func(want ...byte) bool { return bytes.HasPrefix(tags, want) }
	switch {
	case begins(tagOID, tagContext0) && oidPrefixed(parts[0], pkcs7):
		return KindP7
	case begins(tagInteger, tagSequence, tagOctetString), // PKCS #8
		begins(tagInteger, tagOctetString),                                                    // RFC 5915
		begins(tagInteger, tagInteger, tagInteger, tagInteger),                                // PKCS #1, DSA
		begins(tagSequence, tagOctetString) && len(tags) == 2 && startsWith(parts[0], tagOID): // PKCS #8, encrypted
		return KindKey
	case begins(tagInteger, tagSequence) && startsWith(parts[1], tagOID):
		return KindP12
	case begins(tagSequence, tagBitString) && startsWith(parts[0], tagOID), begins(tagInteger, tagInteger) && len(tags) == 2:
		return KindPublicKey
	case begins(tagSequence, tagSequence, tagBitString):
		return signedKind(parts[0])
	}
	return KindUnknown
}

// signedKind tells a request (RFC 2986 4.1) from a revocation list (RFC 5280 5.1) by what is signed.
func signedKind(signed element) string {
	r := reader(signed.content)
	r.take(tagInteger)
	first, _ := r.take(tagSequence)
	r.take(tagSequence)
	if e, ok := r.next(); ok && (e.tag == tagUTCTime || e.tag == tagGeneralize) && startsWith(first, tagOID) {
		return KindCRL
	}
	if startsWith(signed, tagInteger) {
		return KindCSR
	}
	return KindUnknown
}

var pkcs7 = content("1.2.840.113549.1.7")

func oidPrefixed(e element, prefix string) bool { return bytes.HasPrefix(e.content, []byte(prefix)) }

func startsWith(e element, tag byte) bool { return len(e.content) > 0 && e.content[0] == tag }

// signatures are the first octets of files.
var signatures = []struct{ begins, kind string }{
	{"PK\x03\x04", KindZIP}, {"PK\x05\x06", KindZIP},
	{"%PDF-", KindPDF},
	{"\x89PNG", KindImage}, {"\xff\xd8\xff", KindImage}, {"GIF8", KindImage}, {"BM", KindImage}, {"II*\x00", KindImage},
	{"SQLite format 3\x00", KindDatabase},
	{"\x00\x06\x15\x61", KindDatabase}, {"\x61\x15\x06\x00", KindDatabase}, // Berkeley DB: cert8.db
	{"\xfe\xed\xfe\xed", KindKeystore}, {"\xce\xce\xce\xce", KindKeystore},
	{"MZ", KindProgram}, {"\x7fELF", KindProgram}, {"\xcf\xfa\xed\xfe", KindProgram},
	{"\xd0\xcf\x11\xe0", KindOffice}, {"{\\rtf", KindOffice},
	{"\x1f\x8b", KindArchive}, {"7z\xbc\xaf\x27\x1c", KindArchive}, {"Rar!", KindArchive}, {"\xfd7zXZ", KindArchive},
	{"BZh", KindArchive}, {"\x28\xb5\x2f\xfd", KindArchive}, {"xar!", KindArchive},
	{"bplist00", KindXML},
}

// textSignatures are the first words of texts, in lower case, behind white space.
var textSignatures = []struct{ begins, kind string }{
	{"<!doctype html", KindHTML}, {"<html", KindHTML}, {"<head", KindHTML},
	{"<?xml", KindXML}, {"<!doctype plist", KindXML},
	{"{", KindJSON}, {"[", KindJSON},
	{"ssh-", KindSSHKey}, {"ecdsa-sha2-", KindSSHKey}, {"sk-ssh-", KindSSHKey}, {"---- begin ssh2", KindSSHKey},
	{"putty-user-key-file", KindSSHKey},
	{"return-path:", KindEML}, {"received:", KindEML}, {"delivered-to:", KindEML}, {"mime-version:", KindEML},
	{"from:", KindEML}, {"from ", KindEML}, {"date:", KindEML}, {"subject:", KindEML}, {"message-id:", KindEML},
}

// sniff says what a file is that holds nothing to do with certificates, by its first octets.
func sniff(b []byte) string {
	b = b[:min(len(b), 4096)]
	text := isText(b)
	for _, s := range signatures {
		if bytes.HasPrefix(b, []byte(s.begins)) && (len(s.begins) > 2 || !text) { // words begin with "BM" and "MZ" too
			return s.kind
		}
	}
	if !text {
		return KindUnknown
	}
	words := bytes.ToLower(bytes.TrimLeft(b, " \t\r\n"))
	for _, s := range textSignatures {
		if bytes.HasPrefix(words, []byte(s.begins)) {
			return s.kind
		}
	}
	return KindText
}

// isText says whether the first octets of a file are text: free of the control characters that no text
// holds. UTF-8 may be cut within a character, and Shift_JIS and EUC-JP are text too, so nothing else is asked for.
func isText(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool {
		const allowed = "\t\n\r\f\x1a\x1b" // ESC begins the character sets of ISO-2022-JP
		return c < ' ' && strings.IndexByte(allowed, c) < 0
	})
}
