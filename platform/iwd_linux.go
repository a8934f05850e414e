package platform

import (
	"cmp"
	"encoding/hex"
	"path/filepath"
	"strings"

	"certviewer/facts"
)

// parseIWD reads a network of iwd's (iwd.network(5)). Its SSID is the file's name, in hexadecimal behind a "=" where it has
// characters that names of files have not.
func (c computer) parseIWD(path, text string) []facts.Network {
	k := parseKeyfile(text)
	s := k["Security"]
	client := cmp.Or(s["EAP-TLS-ClientCert"], s["EAP-TLS-ClientKeyBundle"])
	if client == "" {
		return nil
	}
	name := strings.TrimSuffix(filepath.Base(path), ".8021x")
	if digits, ok := strings.CutPrefix(name, "="); ok {
		if b, err := hex.DecodeString(digits); err == nil {
			name = string(b)
		}
	}
	n := facts.Network{
		Manager: iwd, Config: path, Name: name, SSID: name, Identity: unescapeKeyfile(s["EAP-Identity"]),
		Key: unescapeKeyfile(cmp.Or(s["EAP-TLS-ClientKey"], s["EAP-TLS-ClientKeyBundle"])), CA: unescapeKeyfile(s["EAP-TLS-CACert"]),
	}
	if pem, ok := strings.CutPrefix(client, "embed:"); ok {
		return []facts.Network{c.withCertificate(n, []byte(k["@pem@"+pem][""]))}
	}
	n.Client = unescapeKeyfile(client)
	return []facts.Network{c.withCertificate(n, nil)}
}
