package app

import (
	"encoding/base64"
	"encoding/pem"
	"strings"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/trust"
)

// AdminLines are the commands with which an administrator makes a step that this program may not. They bring the certificate
// along: it came from a file perhaps, and the administrator sits at another computer.
func AdminLines(host *facts.Host, s change.Step, code string) []string {
	if code != "change-admin-commands" {
		return nil
	}
	if _, list, ok := strings.Cut(string(s.Store), "/"); ok && s.Store != "system" && host != nil && host.Computer.OS == "windows" {
		return windowsLines(list, s)
	}
	if s.Store != "system" {
		return nil
	}
	file := "certviewer-" + s.SHA256[:16] + ".crt"
	write := "(echo -----BEGIN CERTIFICATE-----; echo " + base64.StdEncoding.EncodeToString(s.DER) + " | fold -w 64; echo -----END CERTIFICATE-----) >" + file
	family := ""
	if host != nil {
		family = host.Computer.Family
	}
	restores := s.Op == change.Restore && s.Before != nil
	wasBlocked := restores && (s.Before.Native == "!" || s.Before.Native == "blocklist") // as the bundle's writer notes it
	adds := s.Op == change.Add || s.Op == change.Trust || restores && s.Before.Present
	blocks, unblocks := s.Op == change.Distrust || wasBlocked, restores && s.Of == change.Distrust && !wasBlocked
	switch family {
	case "fedora":
		const blocklist, anchors = "/etc/pki/ca-trust/source/blocklist/", "/etc/pki/ca-trust/source/anchors/"
		switch {
		case unblocks:
			return []string{takeAway(blocklist, s), "sudo update-ca-trust"}
		case blocks:
			return []string{write, "sudo install -m 644 " + file + " " + blocklist, "sudo update-ca-trust"}
		case adds: // what is blocked stays so, whatever trusts it
			return []string{takeAway(blocklist, s), write, "sudo install -m 644 " + file + " " + anchors, "sudo update-ca-trust"}
		}
		return []string{write, "sudo trust anchor --remove " + file}
	case "arch":
		const blocklist = "/etc/ca-certificates/trust-source/blocklist/"
		switch {
		case unblocks:
			return []string{takeAway(blocklist, s), "sudo update-ca-trust"}
		case blocks:
			return []string{write, "sudo install -m 644 " + file + " " + blocklist, "sudo update-ca-trust"}
		case adds:
			return []string{takeAway(blocklist, s), write, "sudo trust anchor --store " + file}
		}
		return []string{write, "sudo trust anchor --remove " + file}
	}
	const local, packaged, list = "/usr/local/share/ca-certificates/", "/usr/share/ca-certificates/", "/etc/ca-certificates.conf"
	leaveOut := func(from, to string) []string { // with a "!" a package's file is left out (update-ca-certificates(8))
		return []string{
			"grep -rlF '" + pemLine(s.DER) + "' " + packaged + " | sed 's|" + packaged + "||' | xargs -I{} sudo sed -i 's|^" + from + "$|" + to + "|' " + list,
			"sudo update-ca-certificates",
		}
	}
	switch {
	case unblocks:
		return leaveOut("!{}", "{}")
	case blocks:
		return leaveOut("{}", "!{}")
	case adds:
		return []string{write, "sudo install -m 644 " + file + " " + local, "sudo update-ca-certificates"}
	}
	return []string{takeAway(local, s), "sudo update-ca-certificates --fresh"}
}

// takeAway is the line that takes the certificate's files out of a folder, whatever they are called. There may be none, and no folder.
func takeAway(folder string, s change.Step) string {
	return "grep -rlsF '" + pemLine(s.DER) + "' " + folder + " | xargs -rd '\\n' sudo rm --"
}

// pemLine is a line that a certificate's file has and that of no other certificate, for the file may have any name: the last
// whole one, which is of its signature.
func pemLine(der []byte) string {
	lines := strings.Split(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), "\n")
	return lines[max(0, len(lines)-4)] // before a shorter one, the END and nothing
}

// windowsLines are the commands for a step in one of Windows' lists, or in what a person's list has from the computer's: for a
// terminal of an administrator's, where the computer's list is changed without a further question. None where no command says it.
func windowsLines(list string, s change.Step) []string {
	op, pp := s.Op, s.For
	if op == change.Restore {
		op, pp = towards(list, s)
	}
	file := "certviewer-" + s.SHA256[:16] + ".crt"
	write := "powershell -Command \"[IO.File]::WriteAllBytes('" + file + "', [Convert]::FromBase64String('" + base64.StdEncoding.EncodeToString(s.DER) + "'))\""
	there, to, vouched := s.SHA256[:16], " --store machine/"+list, " --fingerprint "+s.SHA256
	if len(pp) > 0 { // what is in other lists than that of roots is trusted for nothing
		names := make([]string, len(pp))
		for i, p := range pp {
			names[i] = string(p)
		}
		to += " --for " + strings.Join(names, ",")
	}
	switch {
	case op == change.Add:
		return []string{write, "certviewer root add " + file + to + vouched}
	case op == change.Distrust: // it may be in no list
		return []string{write, "certviewer root distrust " + file + to}
	case op == change.Trust && len(pp) > 0: // --for has no word for nothing
		return []string{"certviewer root trust " + there + to + vouched}
	case op == change.Remove:
		return []string{"certviewer root remove " + there + to}
	}
	return nil
}

// towards is the operation that brings a list back to what it had before the one that s takes back, and for which purposes; none
// where "root add" refuses it or cannot say it.
func towards(list string, s change.Step) (change.Op, []cert.Purpose) {
	var pp []cert.Purpose
	switch {
	case s.Before == nil:
		return "", nil
	case !s.Before.Held():
		return change.Remove, nil
	case list == "Disallowed":
		return change.Distrust, nil
	case !s.Certificate().IsCA():
		return "", nil
	case list != "Root":
		return change.Add, nil
	}
	for _, p := range cert.Purposes {
		switch j := s.Before.Trust[p]; {
		case j.Verdict == trust.Distrusted || j.IssuedBefore != nil:
			return "", nil
		case j.Verdict == trust.Trusted:
			pp = append(pp, p)
		}
	}
	if len(pp) == 0 {
		return "", nil
	}
	return change.Add, pp // which changes the purposes of one that is there
}
