package assets

import (
	"os"
	"syscall"
	"unsafe"
)

// ForgetFonts gives back the memory that the fonts' bytes take, megabytes that whoever parsed them has copied: they
// lie in the program's own file, where the system reads them again should anybody ask (madvise(2), MADV_DONTNEED,
// for a file that is mapped and was not written to).
func ForgetFonts() {
	for _, font := range [][]byte{FontRegular, FontBold} {
		page := uintptr(os.Getpagesize())
		start := uintptr(unsafe.Pointer(unsafe.SliceData(font)))
		skip := (page - start%page) % page // pages that others share stay
		syscall.Madvise(font[skip:uintptr(len(font))-(start+uintptr(len(font)))%page], syscall.MADV_DONTNEED)
	}
}
