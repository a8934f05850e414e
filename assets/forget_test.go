package assets

import (
	"bytes"
	"os"
	"testing"
)

// What is forgotten is there again when it is asked for.
func TestFontsComeBack(t *testing.T) {
	regular, err := os.ReadFile("font/BIZUDPGothic-Regular.otf")
	if err != nil {
		t.Fatal(err)
	}
	bold, err := os.ReadFile("font/BIZUDPGothic-Bold.otf")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if !bytes.Equal(FontRegular, regular) || !bytes.Equal(FontBold, bold) {
			t.Fatal("a font is not what its file holds")
		}
		ForgetFonts()
	}
}
