package mozilla

import (
	"io/fs"
	"os"
)

// sameOwner has nothing to do: a new file gets its rights from the folder.
func sameOwner(*os.File, fs.FileInfo) error { return nil }

// syncFolder has nothing to do: folders cannot be written to the disk by themselves.
func syncFolder(string) error { return nil }
