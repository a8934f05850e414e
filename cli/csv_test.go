package cli

import (
	"bytes"
	"testing"
)

// What a spreadsheet would compute stands as text; a number below zero stays a number.
func TestPrintCSV(t *testing.T) {
	var out bytes.Buffer
	s := &session{Streams: Streams{Out: &out}}
	if err := s.printCSV([][]string{{"a", "=1+1", "-730", "-1+1", "-", "+81", "@x", "\ttab", "b\x1b[2J", `"q", r`, "山田"}}); err != nil {
		t.Fatal(err)
	}
	if want := "a,'=1+1,-730,'-1+1,'-,'+81,'@x,'�tab,b�[2J,\"\"\"q\"\", r\",山田\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
