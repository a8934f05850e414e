package cert

import (
	"crypto/x509"
	"fmt"
)

// signatureNames are signature algorithms as Go's x509.SignatureAlgorithm names them, and, in the
// same manner, those that Go does not know (RFC 3279, 4055, 5758, 8410, 9881). By dotted OID.
var signatureNames = byContent(map[string]string{
	"1.2.840.113549.1.1.2":    "MD2-RSA",
	"1.2.840.113549.1.1.3":    "MD4-RSA",
	"1.2.840.113549.1.1.4":    "MD5-RSA",
	"1.2.840.113549.1.1.5":    "SHA1-RSA",
	"1.3.14.3.2.29":           "SHA1-RSA", // OIW, used by makecert.exe
	"1.2.840.113549.1.1.14":   "SHA224-RSA",
	"1.2.840.113549.1.1.11":   "SHA256-RSA",
	"1.2.840.113549.1.1.12":   "SHA384-RSA",
	"1.2.840.113549.1.1.13":   "SHA512-RSA",
	"1.2.840.10040.4.3":       "DSA-SHA1",
	"2.16.840.1.101.3.4.3.1":  "DSA-SHA224",
	"2.16.840.1.101.3.4.3.2":  "DSA-SHA256",
	"1.2.840.10045.4.1":       "ECDSA-SHA1",
	"1.2.840.10045.4.3.1":     "ECDSA-SHA224",
	"1.2.840.10045.4.3.2":     "ECDSA-SHA256",
	"1.2.840.10045.4.3.3":     "ECDSA-SHA384",
	"1.2.840.10045.4.3.4":     "ECDSA-SHA512",
	"1.3.101.112":             "Ed25519",
	"1.3.101.113":             "Ed448",
	"2.16.840.1.101.3.4.3.17": "ML-DSA-44",
	"2.16.840.1.101.3.4.3.18": "ML-DSA-65",
	"2.16.840.1.101.3.4.3.19": "ML-DSA-87",
})

// oidRSAPSS is a signature algorithm whose hash is in its parameters, and a kind of key.
var oidRSAPSS = content("1.2.840.113549.1.1.10")

// hashNames are the hashes of RSASSA-PSS parameters (RFC 4055 2.1).
var hashNames = byContent(map[string]string{
	"1.3.14.3.2.26":          "SHA1",
	"2.16.840.1.101.3.4.2.4": "SHA224",
	"2.16.840.1.101.3.4.2.1": "SHA256",
	"2.16.840.1.101.3.4.2.2": "SHA384",
	"2.16.840.1.101.3.4.2.3": "SHA512",
})

// keyNames are the kinds of keys that need no size; curveNames the curves of RFC 5480 and RFC 5639.
var (
	keyNames = byContent(map[string]string{
		"1.3.101.110":             "X25519",
		"1.3.101.111":             "X448",
		"1.3.101.112":             "Ed25519",
		"1.3.101.113":             "Ed448",
		"2.16.840.1.101.3.4.3.17": "ML-DSA-44",
		"2.16.840.1.101.3.4.3.18": "ML-DSA-65",
		"2.16.840.1.101.3.4.3.19": "ML-DSA-87",
	})
	curveNames = byContent(map[string]string{
		"1.2.840.10045.3.1.1":   "P192",
		"1.3.132.0.33":          "P224",
		"1.2.840.10045.3.1.7":   "P256",
		"1.3.132.0.34":          "P384",
		"1.3.132.0.35":          "P521",
		"1.3.132.0.10":          "secp256k1",
		"1.3.36.3.3.2.8.1.1.7":  "brainpoolP256r1",
		"1.3.36.3.3.2.8.1.1.11": "brainpoolP384r1",
		"1.3.36.3.3.2.8.1.1.13": "brainpoolP512r1",
		"1.2.156.10197.1.301":   "SM2",
	})
	oidRSA = content("1.2.840.113549.1.1.1")
	oidDSA = content("1.2.840.10040.4.1")
	oidEC  = content("1.2.840.10045.2.1")
)

// goAlgorithms are the algorithms that Go may be able to verify, by the name Go gives them.
var goAlgorithms = func() map[string]x509.SignatureAlgorithm {
	out := map[string]x509.SignatureAlgorithm{}
	for a := x509.MD5WithRSA; a <= x509.PureEd25519; a++ {
		out[a.String()] = a
	}
	return out
}()

// signatureName names the algorithm of the content of an AlgorithmIdentifier.
func signatureName(r reader) string {
	oid, ok := r.take(tagOID)
	if !ok {
		return ""
	}
	if string(oid.content) == oidRSAPSS {
		return pssHash(r) + "-RSAPSS"
	}
	if name, ok := signatureNames[string(oid.content)]; ok {
		return name
	}
	return oidString(oid.content)
}

// pssHash returns the hash that RSASSA-PSS parameters name; SHA1 is their default.
func pssHash(r reader) string {
	params, _ := r.take(tagSequence)
	r = params.content
	explicit, ok := r.take(tagContext0)
	if !ok {
		return "SHA1"
	}
	r = explicit.content
	algorithm, _ := r.take(tagSequence)
	r = algorithm.content
	oid, _ := r.take(tagOID)
	if name, ok := hashNames[string(oid.content)]; ok {
		return name
	}
	return oidString(oid.content)
}

// keyName names the key of the content of a SubjectPublicKeyInfo.
func keyName(r reader) string {
	algorithm, _ := r.take(tagSequence)
	key, _ := r.take(tagBitString)
	params := reader(algorithm.content)
	oid, ok := params.take(tagOID)
	if !ok {
		return ""
	}
	switch kind := string(oid.content); kind {
	case oidRSA, oidRSAPSS:
		return sized("RSA", leadingInteger(reader(octets(key))))
	case oidDSA:
		return sized("DSA", leadingInteger(params))
	case oidEC:
		curve, ok := params.take(tagOID)
		if !ok {
			return "EC" // the curve's numbers are spelt out, or inherited from the issuer
		}
		if name, ok := curveNames[string(curve.content)]; ok {
			return "EC-" + name
		}
		return "EC-" + oidString(curve.content)
	default:
		if name, ok := keyNames[kind]; ok {
			return name
		}
		return oidString(oid.content)
	}
}

// leadingInteger returns the first INTEGER of the SEQUENCE that r begins with: an RSA modulus, or p of DSA.
func leadingInteger(r reader) []byte {
	seq, _ := r.take(tagSequence)
	r = seq.content
	n, _ := r.take(tagInteger)
	return n.content
}

// sized adds the length of n in bits to the name of an algorithm.
func sized(name string, n []byte) string {
	for len(n) > 0 && n[0] == 0 {
		n = n[1:]
	}
	if len(n) == 0 {
		return name
	}
	return fmt.Sprintf("%s-%d", name, BitLen(n))
}
