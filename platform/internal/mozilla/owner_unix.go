//go:build unix

package mozilla

import (
	"io/fs"
	"os"
	"syscall"
)

// sameOwner gives f the mode, and as far as this person may the owner and group, of the file that fi describes.
func sameOwner(f *os.File, fi fs.FileInfo) error {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		if err := f.Chown(int(st.Uid), int(st.Gid)); err != nil && int(st.Uid) != os.Geteuid() {
			return err
		}
	}
	return f.Chmod(fi.Mode().Perm())
}

// syncFolder writes a renamed file's name to the disk.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
