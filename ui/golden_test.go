package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2/test"
)

// The pages as they are drawn, in both languages. After a change on purpose, the new file is beside the
// old one, in testdata/failed.
func TestGoldenPages(t *testing.T) {
	for _, lang := range []string{"en", "ja"} {
		for _, page := range []PageID{PageHealth, PageCertificates} {
			w := open(t, newFake(t), Options{Lang: lang, Page: page})
			test.AssertRendersToMarkup(t, fmt.Sprintf("%s_%s.xml", page, lang), w.win.Canvas())
		}
	}
}
