package cert

import "strings"

// attributeNames are the short names of attribute types: those of RFC 4514 section 3, further
// descriptors of the IANA registry "LDAP Parameters", and emailAddress (RFC 2985), which all
// tools print. OID in dotted form to name.
var attributeNames = map[string]string{
	"2.5.4.3":                    "CN",
	"2.5.4.7":                    "L",
	"2.5.4.8":                    "ST",
	"2.5.4.10":                   "O",
	"2.5.4.11":                   "OU",
	"2.5.4.6":                    "C",
	"2.5.4.9":                    "STREET",
	"0.9.2342.19200300.100.1.25": "DC",
	"0.9.2342.19200300.100.1.1":  "UID",

	"2.5.4.4":                   "sn",
	"2.5.4.5":                   "serialNumber",
	"2.5.4.12":                  "title",
	"2.5.4.13":                  "description",
	"2.5.4.15":                  "businessCategory",
	"2.5.4.16":                  "postalAddress",
	"2.5.4.17":                  "postalCode",
	"2.5.4.18":                  "postOfficeBox",
	"2.5.4.20":                  "telephoneNumber",
	"2.5.4.41":                  "name",
	"2.5.4.42":                  "givenName",
	"2.5.4.43":                  "initials",
	"2.5.4.44":                  "generationQualifier",
	"2.5.4.46":                  "dnQualifier",
	"2.5.4.51":                  "houseIdentifier",
	"2.5.4.65":                  "pseudonym",
	"2.5.4.97":                  "organizationIdentifier",
	"0.9.2342.19200300.100.1.3": "mail",
	"1.2.840.113549.1.9.1":      "emailAddress",
}

// attributeOIDs is attributeNames by encoded OID, to the dotted form: one string for all certificates.
var attributeOIDs = func() map[string]string {
	out := make(map[string]string, len(attributeNames))
	for oid := range attributeNames {
		out[content(oid)] = oid
	}
	return out
}()

// attributeByName is the way back, by lower-case name.
var attributeByName = func() map[string]string {
	out := make(map[string]string, len(attributeNames))
	for oid, name := range attributeNames {
		out[strings.ToLower(name)] = oid
	}
	return out
}()

// attributeOID returns the dotted form of an encoded attribute type.
func attributeOID(encoded []byte) string {
	if oid, ok := attributeOIDs[string(encoded)]; ok {
		return oid
	}
	return oidString(encoded)
}
