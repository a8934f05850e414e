package pkcs12

// Methods by their dotted OIDs that this package knows by name alone: what it says to be unsupported.
var names = map[string]string{
	// PBES1 and ciphers of PBES2
	"1.2.840.113549.1.5.1":       "PBE-MD2-DES",
	"1.2.840.113549.1.5.4":       "PBE-MD2-RC2-64",
	"1.2.392.200011.61.1.1.1.2":  "Camellia-128-CBC",
	"1.2.392.200011.61.1.1.1.3":  "Camellia-192-CBC",
	"1.2.392.200011.61.1.1.1.4":  "Camellia-256-CBC",
	"1.2.410.200046.1.1.2":       "ARIA-128-CBC",
	"1.2.410.200046.1.1.7":       "ARIA-192-CBC",
	"1.2.410.200046.1.1.12":      "ARIA-256-CBC",
	"1.2.410.200004.1.4":         "SEED-CBC",
	"1.2.410.200004.1.15":        "PBE-SHA1-SEED-CBC",
	"1.2.156.10197.1.104.2":      "SM4-CBC",
	"1.2.840.113533.7.66.10":     "CAST5-CBC",
	"1.3.6.1.4.1.188.7.1.1.2":    "IDEA-CBC",
	"1.3.6.1.4.1.3029.1.2":       "Blowfish-CBC",
	"1.2.840.113549.3.4":         "RC4",
	"1.2.840.113549.3.9":         "RC5-CBC",
	"2.16.840.1.101.3.4.1.1":     "AES-128-ECB",
	"2.16.840.1.101.3.4.1.3":     "AES-128-OFB",
	"2.16.840.1.101.3.4.1.4":     "AES-128-CFB",
	"2.16.840.1.101.3.4.1.6":     "AES-128-GCM",
	"2.16.840.1.101.3.4.1.21":    "AES-192-ECB",
	"2.16.840.1.101.3.4.1.23":    "AES-192-OFB",
	"2.16.840.1.101.3.4.1.24":    "AES-192-CFB",
	"2.16.840.1.101.3.4.1.26":    "AES-192-GCM",
	"2.16.840.1.101.3.4.1.41":    "AES-256-ECB",
	"2.16.840.1.101.3.4.1.43":    "AES-256-OFB",
	"2.16.840.1.101.3.4.1.44":    "AES-256-CFB",
	"2.16.840.1.101.3.4.1.46":    "AES-256-GCM",
	"1.2.840.113549.1.9.16.3.18": "ChaCha20-Poly1305",
	"1.2.643.2.2.21":             "GOST 28147-89",
	"1.2.643.7.1.1.5.1.1":        "GOST R 34.12-2015 Magma",
	"1.2.643.7.1.1.5.2.1":        "GOST R 34.12-2015 Kuznyechik",

	// hashes of MACs, and PRFs
	"1.2.840.113549.2.2":    "MD2",
	"1.2.840.113549.2.5":    "MD5",
	"1.2.840.113549.2.6":    "HMAC-MD5",
	"1.3.36.3.2.1":          "RIPEMD-160",
	"1.2.643.2.2.9":         "GOST R 34.11-94",
	"1.2.643.2.2.10":        "HMAC-GOST R 34.11-94",
	"1.2.643.7.1.1.2.2":     "GOST R 34.11-2012-256",
	"1.2.643.7.1.1.2.3":     "GOST R 34.11-2012-512",
	"1.2.643.7.1.1.4.1":     "HMAC-GOST R 34.11-2012-256",
	"1.2.643.7.1.1.4.2":     "HMAC-GOST R 34.11-2012-512",
	"1.2.156.10197.1.401":   "SM3",
	"1.2.156.10197.1.401.2": "HMAC-SM3",

	// what stands in the place of a PIN
	"1.2.840.113549.1.7.2": "public-key integrity mode (signedData)",
	"1.2.840.113549.1.7.3": "public-key privacy mode (envelopedData)",
}

// unsupported makes an Unsupported of an OID.
func unsupported(oid string) error {
	if name, ok := names[oid]; ok {
		return &Unsupported{name}
	}
	return &Unsupported{oid}
}
