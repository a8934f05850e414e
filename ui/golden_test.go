package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
)

// The pages as they are drawn, in both languages. After a change on purpose, the new file is beside the
// old one, in testdata/failed.
func TestGoldenPages(t *testing.T) {
	zone := time.Local
	time.Local = time.UTC // the history tells the hour
	t.Cleanup(func() { time.Local = zone })
	for _, lang := range []string{"en", "ja"} {
		for _, page := range []PageID{PageHealth, PageCertificates, PageHistory, PageSettings} {
			core := newFake(t)
			core.records = changes(core)
			core.kept = remembered(core)
			w := open(t, core, Options{Lang: lang, Page: page})
			test.AssertRendersToMarkup(t, fmt.Sprintf("%s_%s.xml", page, lang), w.win.Canvas())
		}
	}
}
