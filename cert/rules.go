package cert

import "crypto/x509"

// leafRules are what a certificate that is no CA needs for a purpose besides the extended key usage: the
// keyUsage bits of RFC 5280 4.2.1.12, one of which is enough, and Netscape's. Client and server are as
// section 2.2 of the Cisco Meeting Server certificate guide tests them. An absent extension forbids nothing.
var leafRules = map[Purpose]struct {
	usage    x509.KeyUsage
	netscape byte
}{
	Client:    {x509.KeyUsageDigitalSignature | x509.KeyUsageKeyAgreement, netscapeClient},
	Server:    {x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageKeyAgreement, netscapeServer},
	Email:     {x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment | x509.KeyUsageKeyEncipherment, netscapeMail},
	Code:      {x509.KeyUsageDigitalSignature, netscapeCode},
	Timestamp: {x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, 0xff},
}

// caRules are the Netscape bits a CA needs for a purpose; it knew nothing of time stamps.
var caRules = map[Purpose]byte{
	Client: netscapeServerCA, Server: netscapeServerCA, Email: netscapeMailCA, Code: netscapeCodeCA, Timestamp: 0xff,
}

// Permits says whether the certificate itself allows p: what its issuers say comes on top. A CA permits
// a purpose when certificates under it may have that purpose.
//
// Without extKeyUsage, and with anyExtendedKeyUsage, every purpose is permitted that keyUsage and
// netscape-cert-type allow. One exception: a certificate that signs time stamps must say so itself
// (RFC 3161 2.3).
func (c *Certificate) Permits(p Purpose) bool {
	e := &c.extensions
	rule, ok := leafRules[p]
	if !ok || c.Subject.Raw == nil { // bytes that are no certificate permit nothing
		return false
	}
	named := e.lists(purposeIDs[p])
	listed := !e.has(hasEKU) || named || e.lists(oidAnyEKU)
	if c.IsCA() {
		return listed && e.may(x509.KeyUsageCertSign) && e.netscape(caRules[p])
	}
	if p == Timestamp {
		listed = named
	}
	return listed && e.may(rule.usage) && e.netscape(rule.netscape)
}

// Purposes returns the purposes that the certificate permits, in the usual order.
func (c *Certificate) Purposes() []Purpose {
	var out []Purpose
	for _, p := range Purposes {
		if c.Permits(p) {
			out = append(out, p)
		}
	}
	return out
}

// IsCA says whether the certificate may issue others. basicConstraints decides where it is there; without
// it, keyCertSign and Netscape's SSL CA count, and a certificate of version 1 that signed itself: roots
// of the nineties have no extensions.
func (c *Certificate) IsCA() bool {
	e := &c.extensions
	switch {
	case e.has(hasBasic):
		return e.ca
	case e.usage&x509.KeyUsageCertSign != 0:
		return true
	case e.has(hasNetscape) && e.cert&netscapeServerCA != 0:
		return true
	}
	return c.version == 1 && c.SelfSigned()
}

// Kind returns the one word for what the certificate is. A CA that issued itself, by name and by the key
// identifiers where it has them, is a root. Where extKeyUsage permits several uses, it is a server's if it names a
// host, as web servers' certificates often permit signing in too; else the first of client, mail, server wins.
//
// A certificate that is not limited by extKeyUsage is judged by its names: host names or addresses make
// it a server's; otherwise it is for signing in where that is permitted, even with a mail address, as
// personal certificates of old serve both; otherwise for mail if it has an address.
func (c *Certificate) Kind() Kind {
	if c.IsCA() {
		if c.SelfIssued() && c.sameKeyIDs() {
			return Root
		}
		return Intermediate
	}
	e := &c.extensions
	if e.has(hasEKU) && !e.lists(oidAnyEKU) {
		switch {
		case c.Permits(Server) && c.namesHost():
			return ServerKind
		case c.Permits(Client):
			return ClientKind
		case c.Permits(Email):
			return MailKind
		case c.Permits(Server):
			return ServerKind
		}
		return OtherKind
	}
	switch {
	case c.Permits(Server) && c.namesHost():
		return ServerKind
	case c.Permits(Client):
		return ClientKind
	case c.Permits(Email) && len(c.Emails()) > 0:
		return MailKind
	case c.Permits(Server):
		return ServerKind
	}
	return OtherKind
}

// namesHost says whether subjectAltName or, in certificates without one, the common name holds the name of a host.
func (c *Certificate) namesHost() bool {
	found := false
	c.generalNames(func(e element) { found = found || e.tag == nameDNS || e.tag == nameIP })
	return found || !c.extensions.has(hasSAN) && looksLikeHost(c.Subject.CommonName())
}

// looksLikeHost says whether s is dotted labels of letters, digits and hyphens, a wildcard in front allowed.
func looksLikeHost(s string) bool {
	dot, label := false, 0
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '*' && i == 0:
			label++
		case r == '.' && label > 0:
			dot, label = true, 0
		default:
			return false
		}
	}
	return dot && label > 0
}
