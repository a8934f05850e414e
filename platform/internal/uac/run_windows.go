package uac

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

var procShellExecuteEx = windows.NewLazySystemDLL("shell32.dll").NewProc("ShellExecuteExW")

// shellExecuteInfo is SHELLEXECUTEINFOW (shellapi.h).
type shellExecuteInfo struct {
	size, mask                        uint32
	window                            windows.Handle
	verb, file, parameters, directory *uint16
	show                              int32
	instance                          windows.Handle
	idList                            uintptr
	class                             *uint16
	classKey                          windows.Handle
	hotKey                            uint32
	icon                              windows.Handle
	process                           windows.Handle
}

const (
	seeMaskNoCloseProcess = 0x40
	seeMaskNoAsync        = 0x100
	seeMaskFlagNoUI       = 0x400
)

// Run starts a program with administrator's rights: Windows asks the person, in a window of its own. The caller closes the
// handle. The error is ERROR_CANCELLED when the answer is No. Arguments must need no quoting.
func Run(program, arguments string) (windows.Handle, error) {
	runtime.LockOSThread() // COM, which the shell uses, belongs to a thread
	defer runtime.UnlockOSThread()
	const sFalse = windows.Errno(1) // it was so already, and counts as once more
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED|windows.COINIT_DISABLE_OLE1DDE); err == nil || err == sFalse {
		defer windows.CoUninitialize()
	}
	info := shellExecuteInfo{mask: seeMaskNoCloseProcess | seeMaskNoAsync | seeMaskFlagNoUI, show: windows.SW_HIDE}
	info.size = uint32(unsafe.Sizeof(info))
	for to, text := range map[**uint16]string{&info.verb: "runas", &info.file: program, &info.parameters: arguments} {
		p, err := windows.UTF16PtrFromString(text)
		if err != nil {
			return 0, err
		}
		*to = p
	}
	if r, _, err := procShellExecuteEx.Call(uintptr(unsafe.Pointer(&info))); r == 0 {
		return 0, err
	}
	if info.process == 0 {
		return 0, windows.ERROR_PROC_NOT_FOUND
	}
	return info.process, nil
}
