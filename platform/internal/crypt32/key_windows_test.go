package crypt32

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

func text(t *testing.T, s string) *uint16 {
	t.Helper()
	p, err := windows.UTF16PtrFromString(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// call calls a function of ncrypt.dll.
//
//go:uintptrescapes
func call(t *testing.T, name string, args ...uintptr) {
	t.Helper()
	if r, _, _ := modncrypt.NewProc(name).Call(args...); r != 0 {
		t.Fatalf("%s: %v", name, status(r))
	}
}

// newKey makes a key of CNG that is in no container, and returns its public half.
func newKey(t *testing.T) (*Key, *rsa.PublicKey) {
	t.Helper()
	name, algorithm, form := text(t, "Microsoft Software Key Storage Provider"), text(t, "RSA"), text(t, "RSAPUBLICBLOB")
	provider, k, b, n := new(windows.Handle), &Key{spec: windows.CERT_NCRYPT_KEY_SPEC, free: true}, make([]byte, 4096), new(uint32)
	call(t, "NCryptOpenStorageProvider", uintptr(unsafe.Pointer(provider)), uintptr(unsafe.Pointer(name)), 0)
	t.Cleanup(func() { procNCryptFreeObject.Call(uintptr(*provider)) })
	call(t, "NCryptCreatePersistedKey", uintptr(*provider), uintptr(unsafe.Pointer(&k.handle)), uintptr(unsafe.Pointer(algorithm)), 0, 0, 0)
	t.Cleanup(k.Close)
	call(t, "NCryptFinalizeKey", uintptr(k.handle), ncryptSilentFlag)
	call(t, "NCryptExportKey", uintptr(k.handle), 0, uintptr(unsafe.Pointer(form)), 0, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), uintptr(unsafe.Pointer(n)), 0)
	e, m := binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:]) // BCRYPT_RSAKEY_BLOB
	return k, &rsa.PublicKey{E: int(new(big.Int).SetBytes(b[24 : 24+e]).Int64()), N: new(big.Int).SetBytes(b[24+e : 24+e+m])}
}

// TestNCryptSignHash: a key of CNG signs, from a stack that grows on the way and while memory is collected. What Windows reads
// was once named by a number that did not keep it where it was.
func TestNCryptSignHash(t *testing.T) {
	k, public := newKey(t)
	for i := range 64 {
		digest := sha256.Sum256([]byte{byte(i)})
		done := make(chan error)
		go func() {
			signature, err := k.NCryptSignHash(digest[:], true)
			if err == nil {
				err = rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature)
			}
			done <- err
		}()
		runtime.GC()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
}
