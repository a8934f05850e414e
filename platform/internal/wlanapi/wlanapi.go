// Package wlanapi is what of Windows' functions for wireless networks this program uses (wlanapi.h): a translation with the vendor's
// names, no cgo, and no opinion on what a profile means. Only functions are called that need no administrator's rights, and for
// which Windows asks nobody about the computer's location (learn.microsoft.com, "Changes to API behavior for Wi-Fi access
// and location").
package wlanapi

import "errors"

// ErrAbsent says that this computer has no wireless networks: no library, as on a server, or no service.
var ErrAbsent = errors.New("there are no wireless networks on this computer")

// A Profile is a wireless network that this computer knows.
type Profile struct {
	Name string
	XML  string // by the WLAN_profile schema; keys in it are encrypted
	Err  error  // why there is no XML
}
