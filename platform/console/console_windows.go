package console

import (
	"os"

	"golang.org/x/sys/windows"
)

// Colours makes f understand colours (virtual terminal sequences), if it is a console that can: since Windows 10. It reports
// whether it does. The mode is the console's own, and a shell that goes on with it expects nothing else since PowerShell 5.1.
func Colours(f *os.File) bool {
	h := windows.Handle(f.Fd())
	var mode uint32
	if windows.GetConsoleMode(h, &mode) != nil {
		return false
	}
	const sequences = windows.ENABLE_PROCESSED_OUTPUT | windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING
	return os.Getenv("TERM") != "dumb" && (mode&sequences == sequences || windows.SetConsoleMode(h, mode|sequences) == nil)
}

// Leave closes the console that an older Windows opened for this start alone, as after a double click, and reports whether
// somebody still reads what is printed: a shell's console, a file or a pipe. It is called before the window opens.
func Leave() (heard bool) {
	if getConsoleProcessList() == 1 {
		leave()
	}
	return readable(os.Stdout) || readable(os.Stderr)
}

// leave gives the console up. Its handles end with it, and their numbers may be given to the next file that is opened: a late
// line must not end up there.
func leave() {
	for id, file := range map[uint32]*os.File{
		windows.STD_INPUT_HANDLE: os.Stdin, windows.STD_OUTPUT_HANDLE: os.Stdout, windows.STD_ERROR_HANDLE: os.Stderr,
	} {
		var mode uint32
		if windows.GetConsoleMode(windows.Handle(file.Fd()), &mode) == nil { // else a file or a pipe, which stays
			file.Close()
			windows.SetStdHandle(id, 0) // where Go writes of a crash
		}
	}
	freeConsole()
}

// readable reports whether what is written to f arrives somewhere.
func readable(f *os.File) bool {
	kind, err := windows.GetFileType(windows.Handle(f.Fd()))
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}
