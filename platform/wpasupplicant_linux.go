package platform

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"certviewer/facts"
)

// parseWPASupplicant reads the networks of a file of wpa_supplicant's (wpa_supplicant.conf(5)): blocks "network={…}" of lines
// "name=value", and blobs "blob-base64-NAME={…}" that values name as "blob://NAME".
func (c computer) parseWPASupplicant(path, text string) (out []facts.Network) {
	blobs := map[string][]byte{}
	var networks []map[string]string
	var inside map[string]string
	var blob string
	var encoded strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line == "}":
			if blob != "" {
				blobs[blob], _ = base64.StdEncoding.DecodeString(encoded.String())
			}
			blob, inside = "", nil
		case blob != "":
			encoded.WriteString(line)
		case inside != nil:
			if name, value, ok := strings.Cut(line, "="); ok {
				inside[strings.TrimSpace(name)] = strings.TrimSpace(value)
			}
		case line == "network={":
			inside = map[string]string{}
			networks = append(networks, inside)
		default:
			if name, ok := strings.CutPrefix(line, "blob-base64-"); ok {
				if name, ok = strings.CutSuffix(name, "={"); ok {
					blob = name
					encoded.Reset()
				}
			}
		}
	}
	for _, w := range networks {
		client := quoted(cmp.Or(w["client_cert"], w["private_key"])) // a .p12 file is named as the key alone
		if client == "" {
			continue
		}
		n := facts.Network{Manager: wpaSupplicant, Config: path, SSID: quotedOrHex(w["ssid"]), Identity: quoted(w["identity"]), Key: quoted(w["private_key"]), CA: quoted(w["ca_cert"])}
		n.Name = cmp.Or(quoted(w["id_str"]), n.SSID)
		if name, ok := strings.CutPrefix(client, "blob://"); ok {
			out = append(out, c.withCertificate(n, blobs[name]))
			continue
		}
		n.Client = client
		out = append(out, c.withCertificate(n, nil))
	}
	return out
}

// quoted takes the quotes from a value.
func quoted(value string) string {
	if len(value) >= 2 && value[0] == '"' && value[len(value)-1] == '"' {
		return value[1 : len(value)-1]
	}
	return value
}

// quotedOrHex reads an SSID: text in quotes, or hexadecimal without.
func quotedOrHex(value string) string {
	if !strings.HasPrefix(value, `"`) {
		if b, err := hex.DecodeString(value); err == nil {
			return string(b)
		}
	}
	return quoted(value)
}
