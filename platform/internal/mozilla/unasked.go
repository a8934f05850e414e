package mozilla

import "bytes"

// How Firefox goes about it when a site asks for a client certificate (nsGetUserCertChoice in TLSClientAuthCertSelection.cpp).
// Any other value than this one means that the person is asked, and so does none.
const (
	choicePref    = "security.default_personal_cert"
	choosesItself = "Select Automatically"
)

// Unasked reports whether a profile's Firefox sends a certificate of its own choice where nothing is remembered, by its prefs.js and
// user.js: at every start what the second says goes before the first. A preference that is no string counts for nothing.
func Unasked(prefs, user []byte) bool {
	for _, text := range [][]byte{user, prefs} {
		if !bytes.Contains(text, []byte(choicePref)) { // in nearly all: it need not be parsed
			continue
		}
		if p, ok := ParsePrefs(text).Find(choicePref); ok && p.IsStr {
			return p.Text == choosesItself
		}
	}
	return false
}
