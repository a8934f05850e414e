package platform

import "strings"

// An anchorage is how a family of distributions takes roots from its administrator: files in a folder,
// and a tool that makes the bundle anew from them and from its own packages.
type anchorage struct {
	place     string   // the administrator's folder
	suffix    string   // what the tool takes there
	tool      []string // by absolute path, with its arguments
	blocklist []string // the folder in which a certificate is distrusted, newest name first; none on Debian
	conf      string   // Debian: the list of the packages' certificates, in which "!" leaves one out
	packages  string   // Debian: what the lines of conf are relative to
	links     string   // Debian: the folder in which the tool keeps a link to each file
}

// anchorages are the families that can be changed: update-ca-certificates(8), update-ca-trust(8). Arch's "trust
// anchor --store" would name the file after the certificate's own text, so its folder is filled in the same way as
// Fedora's, which its tool reads too.
var anchorages = []anchorage{
	{
		place: "/usr/local/share/ca-certificates", suffix: ".crt", tool: []string{"/usr/sbin/update-ca-certificates"},
		conf: "/etc/ca-certificates.conf", packages: "/usr/share/ca-certificates", links: "/etc/ssl/certs",
	},
	{
		place: "/etc/pki/ca-trust/source/anchors", suffix: ".pem", tool: []string{"/usr/bin/update-ca-trust", "extract"},
		blocklist: []string{"/etc/pki/ca-trust/source/blocklist", "/etc/pki/ca-trust/source/blacklist"},
	},
	{
		place: "/etc/ca-certificates/trust-source/anchors", suffix: ".pem", tool: []string{"/usr/bin/update-ca-trust"},
		blocklist: []string{"/etc/ca-certificates/trust-source/blocklist"},
	},
}

// anchorage returns the way of this system; false when it has none of them.
func (c computer) anchorage() (a anchorage, ok bool) {
	for _, a := range anchorages {
		if isFile(c.path(a.tool[0])) && isDir(c.path(a.place)) {
			return c.rooted(a), true
		}
	}
	return anchorage{}, false
}

// rooted puts the computer's root in front of all paths.
func (c computer) rooted(a anchorage) anchorage {
	a.place, a.tool = c.path(a.place), append([]string{c.path(a.tool[0])}, a.tool[1:]...)
	folders := a.blocklist
	a.blocklist = nil
	for _, dir := range folders {
		if dir = c.path(dir); isDir(dir) {
			a.blocklist = append(a.blocklist, dir)
		}
	}
	if a.conf != "" {
		a.conf, a.packages, a.links = c.path(a.conf), c.path(a.packages), c.path(a.links)
	}
	return a
}

// setLine returns the list of Debian's conf with the lines that name one of files left out, or taken in; and whether
// anything changed. What it does not know it leaves as it is.
func setLine(conf string, files map[string]bool, out bool) (string, bool) {
	lines := strings.SplitAfter(conf, "\n")
	changed := false
	for i, line := range lines {
		name, isOut := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "!")
		if !files[name] || isOut == out {
			continue
		}
		changed = true
		if out {
			lines[i] = "!" + line
		} else {
			lines[i] = line[1:]
		}
	}
	return strings.Join(lines, ""), changed
}
