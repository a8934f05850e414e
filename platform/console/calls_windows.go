package console

import (
	"unicode/utf16"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel32                  = windows.NewLazySystemDLL("kernel32.dll")
	procFreeConsole           = kernel32.NewProc("FreeConsole")
	procGetConsoleProcessList = kernel32.NewProc("GetConsoleProcessList")
	procWideCharToMultiByte   = kernel32.NewProc("WideCharToMultiByte")
)

func freeConsole() error {
	if ok, _, err := procFreeConsole.Call(); ok == 0 {
		return err
	}
	return nil
}

// getConsoleProcessList returns how many processes the console has; 0 when there is no console.
func getConsoleProcessList() int {
	var ids [2]uint32 // more than two are not asked for by name
	n, _, _ := procGetConsoleProcessList.Call(uintptr(unsafe.Pointer(&ids[0])), uintptr(len(ids)))
	return int(n)
}

// wcNoBestFitChars is WC_NO_BEST_FIT_CHARS: no letter is taken for one that only looks like it.
const wcNoBestFitChars = 0x400

// utf8Page is the number of UTF-8 among the code pages (CP_UTF8).
const utf8Page = 65001

// wideCharToMultiByte returns text in a code page. exact is false when a letter was missing there.
func wideCharToMultiByte(page uint32, text []uint16) (out []byte, exact bool) {
	if len(text) == 0 {
		return nil, true
	}
	out = make([]byte, 4*len(text)) // GB 18030 takes the most
	call := func(flags uintptr, missing *int32) uintptr {
		n, _, _ := procWideCharToMultiByte.Call(uintptr(page), flags, uintptr(unsafe.Pointer(&text[0])), uintptr(len(text)),
			uintptr(unsafe.Pointer(&out[0])), uintptr(len(out)), 0, uintptr(unsafe.Pointer(missing)))
		return n
	}
	var missing int32
	if n := call(wcNoBestFitChars, &missing); n > 0 {
		return out[:n], missing == 0
	}
	if n := call(0, nil); n > 0 { // a code page that has every letter cannot be asked what is missing
		return out[:n], true
	}
	return []byte(string(utf16.Decode(text))), true // Windows does not know it: better as it was than not at all
}
