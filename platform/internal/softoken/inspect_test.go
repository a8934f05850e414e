//go:build cgo && linux

package softoken_test

import (
	"os"
	"path/filepath"
	"testing"

	"certviewer/platform/internal/softoken"
)

// A look at a database is worth nothing once there is a journal beside it that was not there: it would be laid over the file when
// it is opened.
func TestInspectionEnds(t *testing.T) {
	for _, name := range []string{"cert9.db-journal", "cert9.db-wal", "key4.db-journal", "key4.db-wal"} {
		dir := newDB(t, "")
		before := softoken.Inspect(t.Context(), dir)
		if before == "" || before != softoken.Inspect(t.Context(), dir) {
			t.Fatalf("a database that nobody touches: %q", before)
		}
		must(t, os.WriteFile(filepath.Join(dir, name), make([]byte, 512), 0o600))
		if after := softoken.Inspect(t.Context(), dir); after == before {
			t.Errorf("%s came, and the look at the files before counts", name)
		}
	}
}
