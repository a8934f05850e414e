//go:build unix

package platform

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// The second to ask learns who holds the lock; whoever asks after the end gets it.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	for range 2 {
		unlock, held, err := Lock(path)
		if err != nil || held {
			t.Fatal(held, err)
		}
		if _, held, err := Lock(path); !held || err == nil || err.Error() != fmt.Sprint("process ", os.Getpid()) {
			t.Errorf("%v, %v", held, err)
		}
		unlock()
	}
	if _, held, err := Lock(filepath.Join(path, "nowhere")); held || err == nil {
		t.Errorf("a lock that cannot be: %v, %v", held, err)
	}
}
