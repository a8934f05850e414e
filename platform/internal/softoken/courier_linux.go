//go:build cgo

package softoken

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"

	"certviewer/platform/internal/nss"
)

// A courier carries private keys from this process to the library and back. The binding leaves copies of all that
// passes through it in C's memory, where they cannot be wiped; so keys pass only encrypted, with a key that both ends
// agreed on (ECDH on P-256, KDF of ANSI X9.63 with SHA-256) and that never passes itself.
type courier struct {
	d     *database
	block cipher.Block        // our end
	key   pkcs11.ObjectHandle // the library's
}

// curveP256 is the DER of the curve's name (RFC 5480 2.1.1.1).
var curveP256 = []byte{0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07}

// newCourier agrees on a key. It is an object of the session, which no file ever holds. Close forgets it.
func (d *database) newCourier() (*courier, error) {
	public, private, err := d.GenerateKeyPair(d.Handle, mechanism(pkcs11.CKM_EC_KEY_PAIR_GEN, nil),
		[]*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_TOKEN, false), pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, curveP256)},
		[]*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_TOKEN, false), pkcs11.NewAttribute(pkcs11.CKA_DERIVE, true)})
	if err != nil {
		return nil, fmt.Errorf("C_GenerateKeyPair: %w", err)
	}
	defer d.DestroyObject(d.Handle, public)
	defer d.DestroyObject(d.Handle, private)
	a, err := d.Attributes(public, pkcs11.CKA_EC_POINT)
	if err != nil {
		return nil, err
	}
	var point []byte // PKCS #11 2.40, 6.3.5: a DER OCTET STRING
	if _, err := asn1.Unmarshal(a[0], &point); err != nil {
		return nil, fmt.Errorf("CKA_EC_POINT: %w", err)
	}
	theirs, err := ecdh.P256().NewPublicKey(point)
	if err != nil {
		return nil, err
	}
	ours, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	secret, err := ours.ECDH(theirs)
	if err != nil {
		return nil, err
	}
	kdf := sha256.New()
	kdf.Write(secret)
	kdf.Write([]byte{0, 0, 0, 1})
	agreed := kdf.Sum(nil)
	k := &courier{d: d}
	k.block, err = aes.NewCipher(agreed)
	clear(secret)
	clear(agreed)
	if err != nil {
		return nil, err
	}
	k.key, err = d.DeriveKey(d.Handle,
		mechanism(pkcs11.CKM_ECDH1_DERIVE, pkcs11.NewECDH1DeriveParams(pkcs11.CKD_SHA256_KDF, nil, ours.PublicKey().Bytes())),
		private, []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_CLASS, uint(pkcs11.CKO_SECRET_KEY)),
			pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, uint(pkcs11.CKK_AES)),
			pkcs11.NewAttribute(pkcs11.CKA_VALUE_LEN, uint(sha256.Size)),
			pkcs11.NewAttribute(pkcs11.CKA_TOKEN, false),
			pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true),
			pkcs11.NewAttribute(pkcs11.CKA_WRAP, true),
			pkcs11.NewAttribute(pkcs11.CKA_UNWRAP, true),
		})
	if err != nil {
		return nil, fmt.Errorf("C_DeriveKey: %w", err)
	}
	return k, nil
}

func (k *courier) close() { k.d.DestroyObject(k.d.Handle, k.key) }

// A parcel is a private key in PKCS #8 on its way, encrypted by AES in CBC mode with the padding of PKCS #7.
type parcel struct{ iv, data []byte }

// pack makes a parcel of plain, whose memory it takes.
func (k *courier) pack(plain []byte) parcel {
	pad := blockSize - len(plain)%blockSize
	data := append(plain, bytes.Repeat([]byte{byte(pad)}, pad)...)
	iv := make([]byte, blockSize)
	rand.Read(iv)
	cipher.NewCBCEncrypter(k.block, iv).CryptBlocks(data, data)
	return parcel{iv, data}
}

// open is the other direction, with memory of its own.
func (k *courier) open(p parcel) ([]byte, error) {
	if len(p.data) == 0 || len(p.data)%blockSize != 0 {
		return nil, errParcel
	}
	plain := make([]byte, len(p.data))
	cipher.NewCBCDecrypter(k.block, p.iv).CryptBlocks(plain, p.data)
	pad := int(plain[len(plain)-1])
	if pad == 0 || pad > blockSize || pad > len(plain) {
		clear(plain)
		return nil, errParcel
	}
	return plain[:len(plain)-pad], nil
}

var errParcel = errors.New("C_WrapKey: what comes back is no encrypted key")

// send has the library take the key in p, as an object with these attributes besides those that
// every private key has.
func (k *courier) send(p parcel, attributes ...*pkcs11.Attribute) (pkcs11.ObjectHandle, error) {
	h, err := k.d.UnwrapKey(k.d.Handle, mechanism(pkcs11.CKM_AES_CBC_PAD, p.iv), k.key, p.data, append(attributes,
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, uint(nss.ClassPrivateKey)),
		pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
		pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true),
		pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, true), // as pk12util and Firefox do: without it there are no backups
	))
	if err != nil {
		return 0, fmt.Errorf("C_UnwrapKey: %w", err)
	}
	return h, nil
}

// fetch has the library hand out a key.
func (k *courier) fetch(h pkcs11.ObjectHandle) (parcel, error) {
	iv := make([]byte, blockSize)
	rand.Read(iv)
	data, err := k.d.WrapKey(k.d.Handle, mechanism(pkcs11.CKM_AES_CBC_PAD, iv), k.key, h)
	if err != nil {
		return parcel{}, fmt.Errorf("C_WrapKey: %w", err)
	}
	return parcel{iv, data}, nil
}

func mechanism(kind uint, parameter any) []*pkcs11.Mechanism {
	return []*pkcs11.Mechanism{pkcs11.NewMechanism(kind, parameter)}
}
