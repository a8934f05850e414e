package softoken

import (
	"fmt"
	"strings"
)

// noDatabases are the parameters with which the library opens no database at all on being loaded
// (secmod.db(5) of NSS, "Module Specs").
const noDatabases = "configdir='' certPrefix='' keyPrefix='' secmod='' flags=readOnly,noCertDB,noModDB,forceOpen,optimizeSpace"

// openSpec is the module spec that opens the database in dir as the token of slot.
func openSpec(slot uint, dir string, readOnly bool) string {
	token := "configDir=" + quote("sql:"+dir, '\'', '\'') + " tokenDescription='certviewer'"
	if readOnly {
		token += " flags=readOnly"
	}
	return "tokens=" + quote(fmt.Sprintf("0x%x=%s", slot, quote(token, '<', '>')), '[', ']')
}

// closeSpec is the module spec that closes the database of slot.
func closeSpec(slot uint) string { return fmt.Sprintf("tokens=[0x%x=<>]", slot) }

// quote puts s between two delimiters, with a backslash before each of them and before backslashes in
// s. A value that is quoted inside another is quoted again as a whole (utilpars.c of NSS).
func quote(s string, open, shut byte) string {
	var b strings.Builder
	b.WriteByte(open)
	for i := range len(s) {
		if c := s[i]; c == '\\' || c == open || c == shut {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte(shut)
	return b.String()
}
