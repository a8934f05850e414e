package diagnose

import (
	"slices"
	"strings"
	"unicode"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// certutilFolder returns the folder of a database that NSS's certutil can change. Firefox's and Thunderbird's
// are left out: from version 153 on these obey another kind of trust record first, which certutil does
// not write, so that its change would be without effect.
func (in *Input) certutilFolder(s *facts.Store) (string, bool) {
	ok := in.Host.Computer.OS == "linux" && s.Scope == trust.ScopeUser && s.Path != "" && !hasCertificateManager(s)
	return s.Path, ok
}

// certutilEntry is certutilFolder for an entry that certutil can be told by its nickname: certutil knows no other
// name, and takes the first of several certificates with one nickname.
func (in *Input) certutilEntry(p place) (string, bool) {
	dir, ok := in.certutilFolder(p.store)
	if !ok || p.Name == "" || strings.ContainsFunc(p.Name, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) || r == unicode.ReplacementChar }) {
		return "", false
	}
	namesakes := 0
	for _, e := range p.store.Entries {
		if e.Name == p.Name {
			namesakes++
		}
	}
	return dir, namesakes == 1
}

// hasCertificateManager reports whether the program that owns s lets its user decide on trust.
func hasCertificateManager(s *facts.Store) bool {
	return s.Application == programFirefox || s.Application == programThunderbird
}

// Programs by their ID in the catalogue.
const (
	programFirefox     = "firefox"
	programThunderbird = "thunderbird"
)

// modify is certutil's line for an entry's flags. It replaces all of them.
func modify(dir, nickname, flags string) string {
	return "certutil -M -d " + shell("sql:"+dir) + " -n " + shell(nickname) + " -t " + flags
}

// changed returns an entry's flags in certutil's notation, "CT,C,", with some purposes added and others taken
// away. What the other flags say, a block too, stays. Time stamps have no flag.
func changed(native string, add, take []cert.Purpose) string {
	var groups [3]string // servers and signing in, mail, software
	copy(groups[:], strings.Split(native, ","))
	for i := range groups {
		groups[i] = strings.Map(func(r rune) rune {
			if strings.ContainsRune("cpCTP", r) {
				return r // "u" says that there is a key, and is not for us to set
			}
			return -1
		}, groups[i])
	}
	for _, p := range take {
		if f, ok := purposeFlags[p]; ok {
			groups[f.group] = without(groups[f.group], f.letter+"P")
		}
	}
	for _, p := range add {
		if f, ok := purposeFlags[p]; ok {
			groups[f.group] = without(groups[f.group], f.letter+"cpP") + f.letter
		}
	}
	return strings.Join(groups[:], ",")
}

// purposeFlags is where certutil notes that a CA is trusted for a purpose.
var purposeFlags = map[cert.Purpose]struct {
	group  int
	letter string
}{
	cert.Server: {0, "C"}, cert.Client: {0, "T"}, cert.Email: {1, "C"}, cert.Code: {2, "C"},
}

func without(s, letters string) string {
	return string(slices.DeleteFunc([]rune(s), func(r rune) bool { return strings.ContainsRune(letters, r) }))
}

// shell quotes a word for a POSIX shell.
func shell(word string) string {
	special := func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("@%+=:,./-_", r))
	}
	if word != "" && !strings.ContainsFunc(word, special) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
