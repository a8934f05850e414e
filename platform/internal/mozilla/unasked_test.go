package mozilla

import "testing"

func TestUnasked(t *testing.T) {
	const itself, asks = `user_pref("security.default_personal_cert", "Select Automatically");`, `user_pref("security.default_personal_cert", "Ask Every Time");`
	for _, tt := range []struct {
		name, prefs, user string
		want              bool
	}{
		{"nothing said", "", "", false},
		{"set in about:config", itself, "", true},
		{"asks", asks, "", false},
		{"user.js goes first", asks, itself, true},
		{"user.js goes first, to ask", itself, asks, false},
		{"the last of two", itself + asks, "", false},
		{"in a comment", "// " + itself, "", false},
		{"the name of a certificate, as once", `user_pref("security.default_personal_cert", "Alice");`, "", false},
		{"no string", itself, `user_pref("security.default_personal_cert", 1);`, true},
	} {
		if got := Unasked([]byte(tt.prefs), []byte(tt.user)); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
