package pkcs12

import (
	"crypto"
	"crypto/x509"
	"math/big"
)

// subjectKey returns the content of the BIT STRING of a SubjectPublicKeyInfo (RFC 5280 4.1): the key without its
// parameters, which writers leave out or write in several ways.
func subjectKey(spki []byte) []byte {
	e, ok := whole(spki, tagSequence)
	r := reader(e.content)
	r.take(tagSequence)
	key, okKey := r.take(tagBitString)
	if !ok || !okKey || len(key.content) < 2 {
		return nil
	}
	return key.content[1:] // after the number of unused bits
}

// publicKey returns the public key of a PKCS #8 key as subjectKey does, or nil when it cannot be had. It reads rather
// than computes it where the private key holds it, for Go refuses the keys of RSA-PSS and of curves that it does not have.
func publicKey(key []byte) []byte {
	e, ok := whole(key, tagSequence)
	if !ok {
		return nil
	}
	r := reader(e.content)
	r.takeInteger()
	a, _ := r.takeAlgorithm()
	private, _ := r.takeOctets()
	r.take(tagContext0)                                            // attributes
	if stated, ok := r.take(0x81); ok && len(stated.content) > 1 { // RFC 5958 2
		return stated.content[1:]
	}
	switch a.oid {
	case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10": // RSA, RSA-PSS
		return publicRSA(private)
	case "1.2.840.10045.2.1": // EC
		if public := statedEC(private); public != nil {
			return public
		}
	case "1.2.840.10040.4.1":
		return publicDSA(a.params, private)
	}
	return publicByGo(key)
}

// publicRSA makes an RSAPublicKey of an RSAPrivateKey (RFC 8017 appendix A.1).
func publicRSA(private []byte) []byte {
	e, _ := whole(private, tagSequence)
	r := reader(e.content)
	r.takeInteger()
	modulus, ok := r.take(tagInteger)
	exponent, okExponent := r.take(tagInteger)
	if !ok || !okExponent {
		return nil
	}
	return appendElement(nil, tagSequence, append(appendElement(nil, tagInteger, modulus.content), appendElement(nil, tagInteger, exponent.content)...))
}

// statedEC returns the point that an ECPrivateKey holds (RFC 5915 3). Java leaves it out.
func statedEC(private []byte) []byte {
	e, _ := whole(private, tagSequence)
	r := reader(e.content)
	r.takeInteger()
	r.takeOctets()
	r.take(tagContext0) // the curve
	explicit, _ := r.take(tagContext1)
	in := reader(explicit.content)
	point, ok := in.take(tagBitString)
	if !ok || len(point.content) < 2 {
		return nil
	}
	return point.content[1:]
}

// maxDSA bounds the numbers of a DSA key, in bits: raising to a power takes the cube of it.
const maxDSA = 4096

// publicDSA computes y = g^x mod p (FIPS 186-4 4.1).
func publicDSA(params element, private []byte) []byte {
	var numbers []*big.Int
	for r := reader(params.content); len(numbers) < 3; {
		e, ok := r.take(tagInteger)
		if !ok {
			return nil
		}
		numbers = append(numbers, new(big.Int).SetBytes(e.content))
	}
	e, ok := whole(private, tagInteger)
	p, g, x := numbers[0], numbers[2], new(big.Int).SetBytes(e.content)
	if !ok || p.Sign() == 0 || p.BitLen() > maxDSA || x.BitLen() > maxDSA {
		return nil
	}
	y := new(big.Int).Exp(g, x, p)
	content := y.Bytes()
	if y.BitLen()%8 == 0 {
		content = append([]byte{0}, content...)
	}
	return appendElement(nil, tagInteger, content)
}

// publicByGo is for what Go can parse.
func publicByGo(key []byte) []byte {
	private, err := x509.ParsePKCS8PrivateKey(key)
	if err != nil {
		return nil
	}
	holder, ok := private.(interface{ Public() crypto.PublicKey })
	if !ok {
		return nil
	}
	spki, err := x509.MarshalPKIXPublicKey(holder.Public())
	if err != nil {
		return nil
	}
	return subjectKey(spki)
}
