package platform

import "golang.org/x/sys/windows"

// onWine reports whether this is Wine, with a profile of its own.
var onWine = windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
