package cli

import (
	"bytes"
	"strings"
	"testing"
)

// Whoever wants no colours gets none, in the help too.
func TestNoColour(t *testing.T) {
	for _, tt := range []struct {
		args []string
		env  string
		want bool
	}{
		{[]string{"--help"}, "", true},
		{[]string{"--help", "--no-color"}, "", false},
		{[]string{"--no-color", "cert", "--help"}, "", false},
		{[]string{"--help"}, "1", false},
	} {
		t.Setenv("NO_COLOR", tt.env)
		t.Setenv("CERTVIEWER_DATA", t.TempDir())
		var out bytes.Buffer
		code := Run(t.Context(), nil, tt.args, Streams{Out: &out, Err: &out, Colour: true}, nil)
		if got := strings.Contains(out.String(), "\x1b["); got != tt.want || code != Done || out.Len() == 0 {
			t.Errorf("%q, NO_COLOR=%q: colours %v, exit code %d", tt.args, tt.env, got, code)
		}
	}
}
