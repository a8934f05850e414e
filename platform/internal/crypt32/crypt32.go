// Package crypt32 is what of Windows' certificate functions this program uses: a translation with the vendor's
// names (wincrypt.h, ncrypt.h), no cgo, and no opinion on what anything means. What these functions hand out as bytes,
// the properties of a certificate and the list of roots that Windows fetches, is decoded here in plain Go, so that this
// part is tested on every system.
package crypt32

// Properties that Windows keeps beside a certificate (wincrypt.h; their form in the registry is [MS-GPEF] 2.2.1.1.1.1).
const (
	CERT_KEY_PROV_INFO_PROP_ID                 = 2
	CERT_ENHKEY_USAGE_PROP_ID                  = 9 // for what the certificate may be used; absent = whatever it says itself
	CERT_FRIENDLY_NAME_PROP_ID                 = 11
	CERT_DESCRIPTION_PROP_ID                   = 13
	CERT_ARCHIVED_PROP_ID                      = 19
	CERT_NCRYPT_KEY_HANDLE_PROP_ID             = 78
	CERT_ROOT_PROGRAM_CERT_POLICIES_PROP_ID    = 83
	CERT_ROOT_PROGRAM_NAME_CONSTRAINTS_PROP_ID = 84
	CERT_AUTH_ROOT_SHA256_HASH_PROP_ID         = 98
	CERT_DISALLOWED_FILETIME_PROP_ID           = 104 // disabled from then on
	CERT_ROOT_PROGRAM_CHAIN_POLICIES_PROP_ID   = 105
	CERT_DISALLOWED_ENHKEY_USAGE_PROP_ID       = 122 // and for what, where not for everything
	CERT_NOT_BEFORE_FILETIME_PROP_ID           = 126 // what was issued later is not trusted
	CERT_NOT_BEFORE_ENHKEY_USAGE_PROP_ID       = 127 // and for what, where not for everything
)
