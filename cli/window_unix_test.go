//go:build unix

package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certviewer/app"
	"certviewer/facts"
	"certviewer/internal/fixture/nobody"
	"certviewer/message"
	"certviewer/trust"
)

// A file in a folder that may not be entered is none that is not there: the window, or whoever stands in for it, tells why it
// cannot be read.
func TestClosedFile(t *testing.T) {
	if nobody.Instead(t) {
		return
	}
	file := filepath.Join(t.TempDir(), "closed", "x.pem")
	if err := os.Mkdir(filepath.Dir(file), 0); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(app.Deps{
		Open: func(context.Context, trust.Where) ([]trust.Store, error) { return nil, nil }, Now: time.Now,
		Computer: func(context.Context) facts.Computer { return facts.Computer{} },
	})
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	st := Streams{Out: &said, Err: &said}
	code := Run(t.Context(), func() (*app.App, error) { return a, nil }, []string{file}, st, func(a *app.App, w Window) int { return Answer(t.Context(), a, st, w) })
	if want := message.For("en").Terminal().Text("file-no-permission.title", "file", filepath.Base(file)); code != NotDone || !strings.Contains(said.String(), want) {
		t.Errorf("%d, without %q:\n%s", code, want, said.String())
	}
	said.Reset()
	if code := Run(t.Context(), func() (*app.App, error) { return a, nil }, []string{file + "/no", "--nosuch"}, st, nil); code != Usage || !strings.Contains(said.String(), "--nosuch") {
		t.Errorf("%d\n%s", code, said.String())
	}
}
