package crypt32

import (
	"errors"
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A KeyProvInfo says where the private key of a certificate is kept (CRYPT_KEY_PROV_INFO).
type KeyProvInfo struct {
	Container, Provider string
	Type, Flags, Spec   uint32
}

type cryptKeyProvInfo struct {
	container, provider *uint16
	provType, flags     uint32
	params              uint32
	param               uintptr
	keySpec             uint32
}

// KeyProvInfo returns CERT_KEY_PROV_INFO_PROP_ID. The error is CRYPT_E_NOT_FOUND when the certificate has no key.
func (c Certificate) KeyProvInfo() (KeyProvInfo, error) {
	var n uint32
	if err := c.getProperty(CERT_KEY_PROV_INFO_PROP_ID, nil, &n); err != nil {
		return KeyProvInfo{}, err
	}
	b := make([]uint64, n/8+1) // aligned as the structure asks
	if err := c.getProperty(CERT_KEY_PROV_INFO_PROP_ID, unsafe.Pointer(&b[0]), &n); err != nil {
		return KeyProvInfo{}, err
	}
	i := (*cryptKeyProvInfo)(unsafe.Pointer(&b[0]))
	return KeyProvInfo{windows.UTF16PtrToString(i.container), windows.UTF16PtrToString(i.provider), i.provType, i.flags, i.keySpec}, nil
}

// SetKeyProvInfo sets CERT_KEY_PROV_INFO_PROP_ID.
func (c Certificate) SetKeyProvInfo(k KeyProvInfo) error {
	container, err := windows.UTF16PtrFromString(k.Container)
	if err != nil {
		return err
	}
	provider, err := windows.UTF16PtrFromString(k.Provider)
	if err != nil {
		return err
	}
	return c.setProperty(CERT_KEY_PROV_INFO_PROP_ID, unsafe.Pointer(&cryptKeyProvInfo{container: container, provider: provider, provType: k.Type, flags: k.Flags, keySpec: k.Spec}))
}

// PFXImportCertStore puts the keys of a .p12 into key containers of this person, and returns a store in memory of its
// certificates. flags are further PKCS12_… and CRYPT_… ones.
func PFXImportCertStore(file []byte, password string, flags uint32) (Store, error) {
	p, err := windows.UTF16FromString(password)
	if err != nil {
		return 0, err
	}
	defer clear(p)
	blob := windows.CryptDataBlob{Size: uint32(len(file)), Data: &file[0]}
	h, err := windows.PFXImportCertStore(&blob, &p[0], windows.CRYPT_USER_KEYSET|flags)
	if err == nil && h == 0 {
		err = errNoReason
	}
	return Store(h), err
}

// Flags of PFXExportCertStoreEx.
const (
	reportNoPrivateKey                    = 0x1
	reportNotAbleToExportPrivateKey       = 0x2
	exportPrivateKeys                     = 0x4
	CRYPT_FIND_USER_KEYSET_FLAG           = 0x1
	CRYPT_FIND_SILENT_KEYSET_FLAG         = 0x40
	ncryptSilentFlag                      = 0x40
	bcryptPadPKCS1                        = 0x2
	hpHashVal                             = 0x2
	CALG_SHA1                       int32 = 0x8004
	CALG_SHA_256                    int32 = 0x800c
)

// PFXExportCertStoreEx returns a .p12 of the store's certificates and private keys.
func (s Store) PFXExportCertStoreEx(password string) ([]byte, error) {
	p, err := windows.UTF16FromString(password)
	if err != nil {
		return nil, err
	}
	defer clear(p)
	export := func(blob *windows.CryptDataBlob) error {
		r, _, err := procPFXExportCertStoreEx.Call(uintptr(s), uintptr(unsafe.Pointer(blob)), uintptr(unsafe.Pointer(&p[0])), 0, reportNoPrivateKey|reportNotAbleToExportPrivateKey|exportPrivateKeys)
		if r == 0 {
			return failed(err)
		}
		return nil
	}
	var blob windows.CryptDataBlob
	if err := export(&blob); err != nil {
		return nil, err
	}
	out := make([]byte, max(blob.Size, 1))
	blob.Data = &out[0]
	err = export(&blob)
	return out[:min(int(blob.Size), len(out))], err
}

// CryptFindCertificateKeyProvInfo looks for the certificate's private key in all containers of this person, and sets
// CERT_KEY_PROV_INFO_PROP_ID when it is there.
func (c Certificate) CryptFindCertificateKeyProvInfo() error {
	r, _, err := procCryptFindCertificateKeyProvInfo.Call(uintptr(unsafe.Pointer(c.context)), CRYPT_FIND_USER_KEYSET_FLAG|CRYPT_FIND_SILENT_KEYSET_FLAG, 0)
	if r == 0 {
		return failed(err)
	}
	return nil
}

// A Key is an open private key: of CNG (NCRYPT_KEY_HANDLE), or a container of CryptoAPI (HCRYPTPROV) with which of its two keys.
type Key struct {
	handle windows.Handle
	spec   uint32
	free   bool
}

// CryptAcquireCertificatePrivateKey opens the certificate's private key. It shows no window: a key that asks for a PIN of its own
// is an error.
func (c Certificate) CryptAcquireCertificatePrivateKey() (*Key, error) {
	k := &Key{}
	err := windows.CryptAcquireCertificatePrivateKey(c.context, windows.CRYPT_ACQUIRE_SILENT_FLAG|windows.CRYPT_ACQUIRE_PREFER_NCRYPT_KEY_FLAG, nil, &k.handle, &k.spec, &k.free)
	return k, err
}

// CNG reports whether it is a key of CNG.
func (k *Key) CNG() bool { return k.spec == windows.CERT_NCRYPT_KEY_SPEC }

// Close closes the key.
func (k *Key) Close() {
	switch {
	case !k.free:
	case k.CNG():
		procNCryptFreeObject.Call(uintptr(k.handle))
	default:
		windows.CryptReleaseContext(k.handle, 0)
	}
}

// status turns a SECURITY_STATUS into an error.
func status(r uintptr) error {
	if r == 0 {
		return nil
	}
	return windows.Errno(uint32(r))
}

// pkcs1PaddingInfo is BCRYPT_PKCS1_PADDING_INFO (bcrypt.h).
type pkcs1PaddingInfo struct{ algorithm *uint16 }

// NCryptSignHash signs a digest by SHA-256: PKCS #1 v1.5 for RSA (RFC 8017 8.2), r and s of equal length for elliptic curves.
func (k *Key) NCryptSignHash(digest []byte, rsa bool) ([]byte, error) {
	var padding *pkcs1PaddingInfo
	var flags uintptr = ncryptSilentFlag
	if rsa {
		name, err := windows.UTF16PtrFromString("SHA256")
		if err != nil {
			return nil, err
		}
		padding, flags = &pkcs1PaddingInfo{name}, flags|bcryptPadPKCS1
	}
	out := make([]byte, 1024)
	var n uint32
	r, _, _ := procNCryptSignHash.Call(uintptr(k.handle), uintptr(unsafe.Pointer(padding)), uintptr(unsafe.Pointer(&digest[0])), uintptr(len(digest)),
		uintptr(unsafe.Pointer(&out[0])), uintptr(len(out)), uintptr(unsafe.Pointer(&n)), flags)
	return out[:n], status(r)
}

// NCryptDeleteKey deletes the key, which closes it.
func (k *Key) NCryptDeleteKey() error {
	r, _, _ := procNCryptDeleteKey.Call(uintptr(k.handle), ncryptSilentFlag)
	if r == 0 {
		k.free = false
	}
	return status(r)
}

// CryptSignHash signs a digest by PKCS #1 v1.5. algorithm is CALG_SHA_256, or CALG_SHA1 for providers of old.
func (k *Key) CryptSignHash(digest []byte, algorithm int32) ([]byte, error) {
	var hash uintptr
	if r, _, err := procCryptCreateHash.Call(uintptr(k.handle), uintptr(algorithm), 0, 0, uintptr(unsafe.Pointer(&hash))); r == 0 {
		return nil, failed(err)
	}
	defer procCryptDestroyHash.Call(hash)
	if r, _, err := procCryptSetHashParam.Call(hash, hpHashVal, uintptr(unsafe.Pointer(&digest[0])), 0); r == 0 {
		return nil, failed(err)
	}
	out := make([]byte, 2048)
	n := uint32(len(out))
	if r, _, err := procCryptSignHash.Call(hash, uintptr(k.spec), 0, 0, uintptr(unsafe.Pointer(&out[0])), uintptr(unsafe.Pointer(&n))); r == 0 {
		return nil, failed(err)
	}
	slices.Reverse(out[:n]) // CryptoAPI writes the least significant byte first
	return out[:n], nil
}

// CryptExportKey returns the private key as a PRIVATEKEYBLOB; the caller wipes it. It fails for a key that is not exportable.
func (k *Key) CryptExportKey() ([]byte, error) {
	var key uintptr
	if r, _, err := procCryptGetUserKey.Call(uintptr(k.handle), uintptr(k.spec), uintptr(unsafe.Pointer(&key))); r == 0 {
		return nil, failed(err)
	}
	defer procCryptDestroyKey.Call(key)
	out := make([]byte, 16<<10) // RSA of 16,384 bits is 9 kB
	n := uint32(len(out))
	if r, _, err := procCryptExportKey.Call(key, 0, privateKeyBlob, 0, uintptr(unsafe.Pointer(&out[0])), uintptr(unsafe.Pointer(&n))); r == 0 {
		return nil, failed(err)
	}
	return out[:n], nil
}

// DeleteKeyset deletes a container of CryptoAPI with its keys (CryptAcquireContext with CRYPT_DELETEKEYSET).
func (i KeyProvInfo) DeleteKeyset() error {
	container, err := windows.UTF16PtrFromString(i.Container)
	if err != nil {
		return err
	}
	provider, err := windows.UTF16PtrFromString(i.Provider)
	if err != nil {
		return err
	}
	if i.Container == "" {
		return errors.New("the container of everybody is not deleted")
	}
	var h windows.Handle
	return windows.CryptAcquireContext(&h, container, provider, i.Type, windows.CRYPT_DELETEKEYSET|windows.CRYPT_SILENT|i.Flags&windows.CRYPT_MACHINE_KEYSET)
}
