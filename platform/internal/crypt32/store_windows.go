package crypt32

import (
	"crypto/sha1"
	"errors"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	modcrypt32 = windows.NewLazySystemDLL("crypt32.dll")
	modncrypt  = windows.NewLazySystemDLL("ncrypt.dll")
	modadvapi  = windows.NewLazySystemDLL("advapi32.dll")

	procCertGetCertificateContextProperty    = modcrypt32.NewProc("CertGetCertificateContextProperty")
	procCertSetCertificateContextProperty    = modcrypt32.NewProc("CertSetCertificateContextProperty")
	procCertEnumCertificateContextProperties = modcrypt32.NewProc("CertEnumCertificateContextProperties")
	procCryptFindCertificateKeyProvInfo      = modcrypt32.NewProc("CryptFindCertificateKeyProvInfo")
	procPFXExportCertStoreEx                 = modcrypt32.NewProc("PFXExportCertStoreEx")
	procNCryptSignHash                       = modncrypt.NewProc("NCryptSignHash")
	procNCryptDeleteKey                      = modncrypt.NewProc("NCryptDeleteKey")
	procNCryptFreeObject                     = modncrypt.NewProc("NCryptFreeObject")
	procCryptCreateHash                      = modadvapi.NewProc("CryptCreateHash")
	procCryptSetHashParam                    = modadvapi.NewProc("CryptSetHashParam")
	procCryptSignHash                        = modadvapi.NewProc("CryptSignHashW")
	procCryptDestroyHash                     = modadvapi.NewProc("CryptDestroyHash")
	procCryptGetUserKey                      = modadvapi.NewProc("CryptGetUserKey")
	procCryptExportKey                       = modadvapi.NewProc("CryptExportKey")
	procCryptDestroyKey                      = modadvapi.NewProc("CryptDestroyKey")
)

const encoding = windows.X509_ASN_ENCODING | windows.PKCS_7_ASN_ENCODING

// ERROR_SUCCESS as an error is what a call leaves that failed without a reason.
var errNoReason = errors.New("the call failed, and Windows says no reason")

// failed returns why a call failed that returned zero.
func failed(err error) error {
	if e, ok := errors.AsType[syscall.Errno](err); ok && e == 0 {
		return errNoReason
	}
	return err
}

// A Store is an open store (HCERTSTORE).
type Store windows.Handle

// CertOpenStore opens a system store, or with provider CERT_STORE_PROV_SYSTEM_REGISTRY only what this very place of the
// registry holds. location is one of CERT_SYSTEM_STORE_…, flags are further ones.
func CertOpenStore(provider uintptr, location uint32, name string, flags uint32) (Store, error) {
	p, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return 0, err
	}
	h, err := windows.CertOpenStore(provider, 0, 0, location|flags, uintptr(unsafe.Pointer(p)))
	runtime.KeepAlive(p) // that function takes a number: only calls of the system itself keep what is made one in their arguments
	return Store(h), err
}

// CertCloseStore closes the store; certificates taken out of it live on.
func (s Store) CertCloseStore() error { return windows.CertCloseStore(windows.Handle(s), 0) }

// Certificates calls yield for every certificate until it returns false (CertEnumCertificatesInStore). The context is
// freed when yield returns.
func (s Store) Certificates(yield func(Certificate) bool) error {
	var c *windows.CertContext
	for {
		var err error
		c, err = windows.CertEnumCertificatesInStore(windows.Handle(s), c)
		switch {
		case errors.Is(err, windows.Errno(windows.CRYPT_E_NOT_FOUND)), errors.Is(err, windows.ERROR_NO_MORE_FILES):
			return nil
		case err != nil:
			return err
		case !yield(Certificate{c}):
			return windows.CertFreeCertificateContext(c)
		}
	}
}

// CertFindCertificateInStore returns the certificate of these bytes, which the caller frees. The error is
// CRYPT_E_NOT_FOUND when it is not there.
func (s Store) CertFindCertificateInStore(der []byte) (Certificate, error) {
	sum := sha1.Sum(der)
	blob := windows.CryptHashBlob{Size: uint32(len(sum)), Data: &sum[0]}
	c, err := windows.CertFindCertificateInStore(windows.Handle(s), encoding, 0, windows.CERT_FIND_SHA1_HASH, unsafe.Pointer(&blob), nil)
	if err != nil {
		return Certificate{}, err
	}
	return Certificate{c}, nil
}

// CertAddCertificateContextToStore adds a copy of c and its properties. disposition is CERT_STORE_ADD_….
func (s Store) CertAddCertificateContextToStore(c Certificate, disposition uint32) error {
	return windows.CertAddCertificateContextToStore(windows.Handle(s), c.context, disposition, nil)
}

// A Certificate is a certificate with its properties (PCCERT_CONTEXT).
type Certificate struct{ context *windows.CertContext }

// CertCreateCertificateContext returns a certificate that is in no store; the caller frees it.
func CertCreateCertificateContext(der []byte) (Certificate, error) {
	if len(der) == 0 {
		return Certificate{}, windows.ERROR_INVALID_PARAMETER
	}
	c, err := windows.CertCreateCertificateContext(encoding, &der[0], uint32(len(der)))
	return Certificate{c}, err
}

// CertFreeCertificateContext frees the certificate.
func (c Certificate) CertFreeCertificateContext() { windows.CertFreeCertificateContext(c.context) }

// CertDeleteCertificateFromStore takes the certificate out of its store, and frees it in every case.
func (c Certificate) CertDeleteCertificateFromStore() error {
	return windows.CertDeleteCertificateFromStore(c.context)
}

// DER returns a copy of the certificate's bytes.
func (c Certificate) DER() []byte {
	return append([]byte(nil), unsafe.Slice(c.context.EncodedCert, c.context.Length)...)
}

// Properties returns those of the wanted properties that the certificate has, of CRYPT_DATA_BLOB kind. It opens no key.
func (c Certificate) Properties(want ...uint32) Properties {
	out := Properties{}
	for _, id := range want {
		if b, err := c.CertGetCertificateContextProperty(id); err == nil {
			out[id] = b
		}
	}
	return out
}

// Has reports whether the certificate has a property (CertEnumCertificateContextProperties).
func (c Certificate) Has(id uint32) bool {
	for at := uintptr(0); ; {
		at, _, _ = procCertEnumCertificateContextProperties.Call(uintptr(unsafe.Pointer(c.context)), at)
		if at == 0 || at == uintptr(id) {
			return at != 0
		}
	}
}

// CertGetCertificateContextProperty returns a property that is plain bytes. The error is CRYPT_E_NOT_FOUND when the
// certificate does not have it.
func (c Certificate) CertGetCertificateContextProperty(id uint32) ([]byte, error) {
	var n uint32
	if err := c.getProperty(id, nil, &n); err != nil {
		return nil, err
	}
	b := make([]byte, n)
	if n == 0 {
		return b, nil
	}
	err := c.getProperty(id, unsafe.Pointer(&b[0]), &n)
	return b[:n], err
}

func (c Certificate) getProperty(id uint32, to unsafe.Pointer, n *uint32) error {
	r, _, err := procCertGetCertificateContextProperty.Call(uintptr(unsafe.Pointer(c.context)), uintptr(id), uintptr(to), uintptr(unsafe.Pointer(n)))
	if r == 0 {
		return failed(err)
	}
	return nil
}

// CertSetCertificateContextProperty sets a property that is plain bytes; nil takes it away.
func (c Certificate) CertSetCertificateContextProperty(id uint32, data []byte) error {
	if data == nil {
		return c.setProperty(id, nil)
	}
	blob := windows.CryptDataBlob{Size: uint32(len(data))}
	if len(data) > 0 {
		blob.Data = &data[0]
	}
	return c.setProperty(id, unsafe.Pointer(&blob))
}

func (c Certificate) setProperty(id uint32, data unsafe.Pointer) error {
	r, _, err := procCertSetCertificateContextProperty.Call(uintptr(unsafe.Pointer(c.context)), uintptr(id), 0, uintptr(data))
	if r == 0 {
		return failed(err)
	}
	return nil
}
