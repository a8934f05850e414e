package wlanapi

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	modwlanapi = windows.NewLazySystemDLL("wlanapi.dll")

	procWlanOpenHandle     = modwlanapi.NewProc("WlanOpenHandle")
	procWlanCloseHandle    = modwlanapi.NewProc("WlanCloseHandle")
	procWlanEnumInterfaces = modwlanapi.NewProc("WlanEnumInterfaces")
	procWlanGetProfileList = modwlanapi.NewProc("WlanGetProfileList")
	procWlanGetProfile     = modwlanapi.NewProc("WlanGetProfile")
	procWlanFreeMemory     = modwlanapi.NewProc("WlanFreeMemory")
)

const clientVersion = 2 // that of Windows Vista and later

// interfaceInfo is WLAN_INTERFACE_INFO.
type interfaceInfo struct {
	guid windows.GUID
	_    [256]uint16 // strInterfaceDescription
	_    uint32      // isState
}

// profileInfo is WLAN_PROFILE_INFO.
type profileInfo struct {
	name [256]uint16
	_    uint32 // dwFlags
}

// A list is WLAN_INTERFACE_INFO_LIST or WLAN_PROFILE_INFO_LIST; its items follow it.
type list struct {
	items uint32
	index uint32
}

func itemsOf[T any](l *list) []T {
	return unsafe.Slice((*T)(unsafe.Add(unsafe.Pointer(l), unsafe.Sizeof(*l))), l.items)
}

// Profiles returns the wireless networks that this person may see, of all interfaces. The error is ErrAbsent where there are
// none to be seen.
func Profiles() ([]Profile, error) {
	if err := procWlanOpenHandle.Find(); err != nil {
		return nil, errors.Join(ErrAbsent, err)
	}
	var version uint32
	var client windows.Handle
	err := call(procWlanOpenHandle, clientVersion, 0, uintptr(unsafe.Pointer(&version)), uintptr(unsafe.Pointer(&client)))
	switch {
	case errors.Is(err, windows.ERROR_SERVICE_NOT_ACTIVE), errors.Is(err, windows.ERROR_SERVICE_DOES_NOT_EXIST):
		return nil, errors.Join(ErrAbsent, err)
	case err != nil:
		return nil, err
	}
	defer procWlanCloseHandle.Call(uintptr(client), 0)
	var interfaces *list
	if err := call(procWlanEnumInterfaces, uintptr(client), 0, uintptr(unsafe.Pointer(&interfaces))); err != nil {
		return nil, err
	}
	defer free(unsafe.Pointer(interfaces))
	var out []Profile
	for _, i := range itemsOf[interfaceInfo](interfaces) {
		pp, err := profilesOf(client, i.guid)
		if err != nil {
			return out, err
		}
		out = append(out, pp...)
	}
	return out, nil
}

func profilesOf(client windows.Handle, guid windows.GUID) (out []Profile, err error) {
	var profiles *list
	if err := call(procWlanGetProfileList, uintptr(client), uintptr(unsafe.Pointer(&guid)), 0, uintptr(unsafe.Pointer(&profiles))); err != nil {
		return nil, err
	}
	defer free(unsafe.Pointer(profiles))
	for _, p := range itemsOf[profileInfo](profiles) {
		var text *uint16
		var flags uint32 // nothing is asked for: keys stay encrypted
		x := Profile{Name: windows.UTF16ToString(p.name[:])}
		x.Err = call(procWlanGetProfile, uintptr(client), uintptr(unsafe.Pointer(&guid)), uintptr(unsafe.Pointer(&p.name[0])), 0,
			uintptr(unsafe.Pointer(&text)), uintptr(unsafe.Pointer(&flags)), 0)
		if x.Err == nil {
			x.XML = windows.UTF16PtrToString(text)
			free(unsafe.Pointer(text))
		}
		out = append(out, x)
	}
	return out, nil
}

// call calls a function that returns zero or an error of Windows.
//
//go:uintptrescapes
func call(p *windows.LazyProc, args ...uintptr) error {
	if r, _, _ := p.Call(args...); r != 0 {
		return windows.Errno(r)
	}
	return nil
}

func free(p unsafe.Pointer) { procWlanFreeMemory.Call(uintptr(p)) }
