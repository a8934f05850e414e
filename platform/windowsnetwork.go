package platform

import (
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"certviewer/facts"
	"certviewer/trust"
)

// What Windows' network profiles say of certificates (learn.microsoft.com, "WLAN_profile Schema", "LAN_profile Schema", "OneX Schema",
// "EAPHost and Legacy Schema"; [MS-GPWL] 2.2.3.2.5 and 6.8). This file is of no system, so that it is tested on all of them.

// windowsManager keeps the networks of Windows.
const windowsManager = "windows"

// eapTLS is the number of the way to sign in with a certificate (RFC 5216).
const eapTLS = "13"

// Usages that Windows takes for signing in to a network by themselves.
const (
	oidClientAuth = "1.3.6.1.5.5.7.3.2"
	oidAnyPurpose = "1.3.6.1.4.1.311.10.12.1" // Microsoft's own
)

// An element is a part of a profile. Documents of one schema differ in how they write its namespace, so that names are
// looked for without it.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Elements []element  `xml:",any"`
}

// first returns the first element below e that is wanted, in the order of the document.
func (e *element) first(wanted func(*element) bool) *element {
	if e == nil {
		return nil
	}
	for i := range e.Elements {
		x := &e.Elements[i]
		if wanted(x) {
			return x
		}
		if x = x.first(wanted); x != nil {
			return x
		}
	}
	return nil
}

// find returns the first element of this name below e.
func (e *element) find(name string) *element {
	return e.first(func(x *element) bool { return x.XMLName.Local == name })
}

// all returns the elements of this name below e, those inside each other left out.
func (e *element) all(name string) (out []*element) {
	if e == nil {
		return nil
	}
	for i := range e.Elements {
		if x := &e.Elements[i]; x.XMLName.Local == name {
			out = append(out, x)
		} else {
			out = append(out, x.all(name)...)
		}
	}
	return out
}

func (e *element) text() string {
	if e == nil {
		return ""
	}
	return strings.TrimSpace(e.Text)
}

// on reports whether an element, or its attribute Enabled, says true.
func (e *element) on() bool { return e != nil && (e.text() == "true" || e.text() == "1") }

func (e *element) enabled() bool {
	return e != nil && slices.ContainsFunc(e.Attrs, func(a xml.Attr) bool {
		return a.Name.Local == "Enabled" && (a.Value == "true" || a.Value == "1")
	})
}

// errProfile says that a text is no profile of a network.
var errProfile = errors.New("this is no profile of a network")

// parseWindowsNetwork reads a profile of a wireless network or a cable; nil when it signs in with no certificate, or with one on a
// smart card, which no store has.
func parseWindowsNetwork(text string) (*facts.Network, error) {
	var root element
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is in UTF-8 by now, whatever it says
	if err := d.Decode(&root); err != nil {
		return nil, fmt.Errorf("%w: %w", errProfile, err)
	}
	if root.XMLName.Local != "WLANProfile" && root.XMLName.Local != "LANProfile" {
		return nil, fmt.Errorf("%w: <%s>", errProfile, root.XMLName.Local)
	}
	ssid := root.find("SSID")
	n := &facts.Network{Manager: windowsManager, SSID: ssid.find("name").text()}
	if b, err := hex.DecodeString(ssid.find("hex").text()); err == nil && n.SSID == "" {
		n.SSID = string(b)
	}
	for _, x := range root.Elements {
		if x.XMLName.Local == "name" {
			n.Name = x.text()
		}
	}
	oneX := root.find("OneX")
	s := facts.Selection{Stores: []trust.StoreID{"user/" + storePersonal}} // a person's own, while somebody is signed in
	switch oneX.find("authMode").text() {
	case "machine":
		s.Stores = []trust.StoreID{"machine/" + storePersonal}
	case "guest":
		return nil, nil
	}
	n.Selection = &s
	host := oneX.find("EapHostConfig")
	tls := tlsOf(host)
	switch {
	case tls != nil:
	case host.find("EapMethod").find("Type").text() == eapTLS: // in the binary form of Windows Vista: how it picks is not known
		return n, nil
	default:
		return nil, nil
	}
	source := tls.find("CredentialsSource")
	if source.find("SmartCard") != nil {
		return nil, nil
	}
	simple := source.find("SimpleCertSelection") // absent = true
	s.Asks = simple != nil && !simple.on()
	filter := tls.find("FilteringInfo")
	if l := filter.find("CAHashList"); l.enabled() {
		s.Issuers = hashes(l.all("IssuerHash"))
	}
	s.Usages = usagesOf(filter)
	n.CA = strings.Join(hashes(tls.find("ServerValidation").all("TrustedRootCA")), " ")
	return n, nil
}

// tlsOf returns the settings of EAP-TLS, which may be those of a way that goes on inside another, such as PEAP; nil when there are none.
func tlsOf(host *element) *element {
	return host.first(func(x *element) bool {
		return x.XMLName.Local == "EapType" && strings.Contains(strings.ToLower(x.XMLName.Space), "eaptlsconnectionproperties")
	})
}

// usagesOf returns the sets of usages that a filter takes, each of which is enough.
func usagesOf(filter *element) (out [][]string) {
	named := map[string]string{}
	for _, m := range filter.find("EKUMapping").all("EKUMap") {
		named[m.find("EKUName").text()] = m.find("EKUOID").text()
	}
	for _, l := range []struct{ list, usage string }{{"ClientAuthEKUList", oidClientAuth}, {"AnyPurposeEKUList", oidAnyPurpose}} {
		list := filter.find(l.list)
		if !list.enabled() {
			continue
		}
		set := []string{l.usage}
		for _, x := range list.all("EKUMapInList") {
			if oid := named[x.find("EKUName").text()]; oid != "" && !slices.Contains(set, oid) {
				set = append(set, oid)
			}
		}
		out = append(out, set)
	}
	if filter.find("AllPurposeEnabled").on() {
		out = append(out, []string{})
	}
	return out
}

// hashes returns fingerprints by SHA-1, which Windows writes with spaces in between. What is none is left out.
func hashes(all []*element) (out []string) {
	for _, x := range all {
		b, err := hex.DecodeString(strings.Join(strings.Fields(x.text()), ""))
		if err == nil && len(b) == 20 {
			out = append(out, hex.EncodeToString(b))
		}
	}
	return out
}
