package platform

import (
	"encoding/base64"
	"path/filepath"
	"strconv"
	"strings"

	"certviewer/facts"
)

// parseNetworkManager reads a connection of NetworkManager (nm-settings-keyfile(5)).
func (c computer) parseNetworkManager(path, text string) []facts.Network {
	k := parseKeyfile(text)
	x := k["802-1x"]
	if x["client-cert"] == "" && x["private-key"] == "" {
		return nil
	}
	n := facts.Network{Manager: networkManager, Config: path, Name: unescapeKeyfile(k["connection"]["id"]), Identity: unescapeKeyfile(x["identity"])}
	for _, section := range []string{"wifi", "802-11-wireless"} {
		if s := k[section]["ssid"]; s != "" {
			n.SSID = octetsOrText(s)
		}
	}
	place := func(key string) (name string, content []byte) {
		return networkManagerPlace(x[key], filepath.Dir(path))
	}
	var held, key []byte
	n.Client, held = place("client-cert")
	n.Key, key = place("private-key")
	n.CA, _ = place("ca-cert")
	if n.Client == "" && held == nil { // with a .p12 file some leave the certificate out: it is in there
		n.Client, held = n.Key, key
	}
	return []facts.Network{c.withCertificate(n, held)}
}

// networkManagerPlace reads a value of client-cert, private-key or ca-cert: a file, a PKCS #11 URI, or the thing itself as
// base64 behind "data:;base64," or as a list of octets.
func networkManagerPlace(value, dir string) (name string, content []byte) {
	value = unescapeKeyfile(value)
	if path, ok := strings.CutPrefix(value, "file://"); ok { // no URL: the path is as it is
		return path, nil
	}
	if data, ok := strings.CutPrefix(value, "data:;base64,"); ok {
		b, _ := base64.StdEncoding.DecodeString(data)
		return "", b
	}
	if b, ok := octetList(value); ok {
		return "", b
	}
	if value == "" || strings.HasPrefix(value, "pkcs11:") || filepath.IsAbs(value) {
		return value, nil
	}
	return filepath.Join(dir, value), nil
}

// octetsOrText reads an SSID: text, or a list of octets where it is no text.
func octetsOrText(value string) string {
	if b, ok := octetList(value); ok {
		return string(b)
	}
	return unescapeKeyfile(value)
}

// octetList reads "49;50;51;".
func octetList(value string) (out []byte, ok bool) {
	rest, ok := strings.CutSuffix(value, ";")
	if !ok {
		return nil, false
	}
	for part := range strings.SplitSeq(rest, ";") {
		n, err := strconv.ParseUint(strings.TrimSpace(part), 10, 8)
		if err != nil {
			return nil, false
		}
		out = append(out, byte(n))
	}
	return out, true
}
