package app

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// The lines that an administrator of Debian gets find the certificate's file by what is in it, whatever its name, and touch no
// other: a shell runs them here on folders of our own.
func TestDebianAdminLines(t *testing.T) {
	if _, err := exec.LookPath("xargs"); err != nil || runtime.GOOS != "linux" {
		t.Skip("needs a shell with grep, sed and xargs of GNU")
	}
	c := gatherer(t).Catalog
	g4, g3 := c.RootByID("digicert-trusted-root-g4").Certificate(), c.RootByID("verisign-class3-pca-g3").Certificate()
	dir := t.TempDir()
	write := func(name string, text []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text := func(der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}) }
	write("usr/share/ca-certificates/mozilla/Főtanúsítvány x.crt", text(g4.Raw))
	write("usr/share/ca-certificates/mozilla/Other.crt", text(g3.Raw))
	write("usr/local/share/ca-certificates/our own.crt", text(g4.Raw))
	write("usr/local/share/ca-certificates/other.crt", text(g3.Raw))
	const list = "# a list\nmozilla/Other.crt\nmozilla/Főtanúsítvány x.crt\n"
	write("etc/ca-certificates.conf", []byte(list))
	host := &facts.Host{Computer: facts.Computer{OS: "linux", Family: "debian"}}
	run := func(op, of change.Op, before *trust.State) {
		t.Helper()
		for _, line := range AdminLines(host, change.Step{Op: op, Of: of, Before: before, Store: "system", SHA256: g4.SHA256.String(), DER: g4.Raw}, "change-admin-commands") {
			if strings.HasPrefix(line, "sudo update-ca-certificates") {
				continue
			}
			line = strings.NewReplacer("sudo ", "", "/usr/", dir+"/usr/", "/etc/", dir+"/etc/").Replace(line)
			cmd := exec.Command("sh", "-c", line)
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
				t.Fatalf("%s: %s: %s %v", op, line, out, err)
			}
		}
	}
	run(change.Add, "", nil)
	added, err := os.ReadFile(filepath.Join(dir, "usr/local/share/ca-certificates/certviewer-"+g4.SHA256.String()[:16]+".crt"))
	if block, rest := pem.Decode(added); err != nil || block == nil || !bytes.Equal(block.Bytes, g4.Raw) || len(rest) > 0 {
		t.Errorf("added is %q (%v)", added, err)
	}
	listed := func(want string) {
		t.Helper()
		if got, _ := os.ReadFile(filepath.Join(dir, "etc/ca-certificates.conf")); string(got) != want {
			t.Errorf("the list is now %s", got)
		}
	}
	blocked := strings.Replace(list, "mozilla/F", "!mozilla/F", 1)
	run(change.Distrust, "", nil)
	listed(blocked)
	// To take that back used to install the root a second time.
	run(change.Restore, change.Distrust, &trust.State{Present: true})
	listed(list)
	run(change.Restore, change.Distrust, &trust.State{Native: "!"}) // and to take that back
	listed(blocked)
	run(change.Remove, "", nil)
	run(change.Remove, "", nil) // nothing is there any more
	left, _ := filepath.Glob(filepath.Join(dir, "usr/local/share/ca-certificates/*"))
	if len(left) != 1 || filepath.Base(left[0]) != "other.crt" {
		t.Errorf("left is %q", left)
	}
}

// On the other distributions p11-kit goes by what is in the file.
func TestOtherAdminLines(t *testing.T) {
	g4 := gatherer(t).Catalog.RootByID("digicert-trusted-root-g4").Certificate()
	for family, want := range map[string]map[change.Op]string{
		"fedora": {change.Add: "source/anchors/", change.Distrust: "source/blocklist/", change.Remove: "trust anchor --remove"},
		"arch":   {change.Add: "trust anchor --store", change.Distrust: "trust-source/blocklist/", change.Remove: "trust anchor --remove"},
	} {
		for op, part := range want {
			host := &facts.Host{Computer: facts.Computer{OS: "linux", Family: family}}
			lines := strings.Join(AdminLines(host, change.Step{Op: op, Store: "system", SHA256: g4.SHA256.String(), DER: g4.Raw}, "change-admin-commands"), "\n")
			if !strings.Contains(lines, part) || !strings.Contains(lines, "(echo -----BEGIN CERTIFICATE-----; echo "+base64.StdEncoding.EncodeToString(g4.Raw)+" | fold -w 64; echo -----END CERTIFICATE-----) >certviewer-"+g4.SHA256.String()[:16]+".crt\n") {
				t.Errorf("%s %s: %s", family, op, lines)
			}
		}
		host := &facts.Host{Computer: facts.Computer{OS: "linux", Family: family}}
		back := change.Step{Op: change.Restore, Of: change.Distrust, Before: &trust.State{Present: true}, Store: "system", SHA256: g4.SHA256.String(), DER: g4.Raw}
		if lines := AdminLines(host, back, "change-admin-commands"); len(lines) != 2 || !strings.Contains(lines[0], want[change.Distrust]) || !strings.Contains(lines[0], " rm ") {
			t.Errorf("%s: taking a block back: %q", family, lines)
		}
	}
}

// What the lines for a block put into a folder of Fedora's and Arch's, those for its undo find there again.
func TestBlockComesAndGoes(t *testing.T) {
	if _, err := exec.LookPath("xargs"); err != nil || runtime.GOOS != "linux" {
		t.Skip("needs a shell with grep and xargs of GNU")
	}
	g4 := gatherer(t).Catalog.RootByID("digicert-trusted-root-g4").Certificate()
	for family, folder := range map[string]string{"fedora": "etc/pki/ca-trust/source/blocklist", "arch": "etc/ca-certificates/trust-source/blocklist"} {
		dir := t.TempDir()
		for _, d := range []string{folder, "etc/pki/ca-trust/source/anchors"} {
			if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		host := &facts.Host{Computer: facts.Computer{OS: "linux", Family: family}}
		run := func(s change.Step) (left []string) {
			t.Helper()
			s.Store, s.SHA256, s.DER = "system", g4.SHA256.String(), g4.Raw
			for _, line := range AdminLines(host, s, "change-admin-commands") {
				if line == "sudo update-ca-trust" || strings.HasPrefix(line, "sudo trust ") {
					continue
				}
				cmd := exec.Command("sh", "-c", strings.NewReplacer("sudo ", "", "/etc/", dir+"/etc/").Replace(line))
				cmd.Dir = dir
				if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
					t.Fatalf("%s: %s: %s %v", family, line, out, err)
				}
			}
			left, _ = filepath.Glob(filepath.Join(dir, folder, "*"))
			return left
		}
		left := run(change.Step{Op: change.Distrust})
		if len(left) != 1 {
			t.Fatalf("%s: blocked by %q", family, left)
		}
		text, err := os.ReadFile(left[0])
		if block, rest := pem.Decode(text); err != nil || block == nil || !bytes.Equal(block.Bytes, g4.Raw) || len(rest) > 0 {
			t.Errorf("%s: blocked is %q (%v)", family, text, err)
		}
		if left := run(change.Step{Op: change.Restore, Of: change.Distrust, Before: &trust.State{Present: true}}); len(left) > 0 {
			t.Errorf("%s: %q stays blocked", family, left)
		}
		// What is to be trusted used to stay blocked, and to take back a block that is not there ended in an error.
		for _, s := range []change.Step{{Op: change.Add}, {Op: change.Trust}, {Op: change.Restore, Of: change.Distrust, Before: &trust.State{Present: true}}} {
			if left := run(change.Step{Op: change.Distrust}); len(left) != 1 {
				t.Fatalf("%s: blocked by %q", family, left)
			}
			for range 2 {
				if left := run(s); len(left) > 0 {
					t.Errorf("%s, %s: %q stays blocked", family, s.Op, left)
				}
			}
		}
		if err := os.RemoveAll(filepath.Join(dir, folder)); err != nil {
			t.Fatal(err)
		}
		run(change.Step{Op: change.Add})
	}
}

// What an administrator of Windows types for the steps of plans. "--for" without a purpose, and the digits of a certificate
// that no list has, used to be refused there.
func TestWindowsAdminLines(t *testing.T) {
	a := gatherer(t)
	g4 := a.Catalog.RootByID("digicert-trusted-root-g4").Certificate()
	list := func(id trust.StoreID, entries ...trust.Entry) facts.Store {
		return facts.Store{Info: trust.Info{ID: id, Scope: trust.ScopeComputer, Writable: true}, Entries: entries}
	}
	const write = "powershell -Command \"[IO.File]::WriteAllBytes('certviewer-552f7bdcf1a7af9e.crt', "
	vouched := " --fingerprint " + g4.SHA256.String()
	for what, c := range map[string]struct {
		request change.Request
		has     []trust.Entry
		writes  bool
		want    string
	}{
		"trusted": {change.Request{Op: change.Add, Stores: []trust.StoreID{"machine/Root"}, For: []cert.Purpose{cert.Code, cert.Email}}, nil, true,
			"certviewer root add certviewer-552f7bdcf1a7af9e.crt --store machine/Root --for code,email" + vouched},
		"a link": {change.Request{Op: change.Add, Stores: []trust.StoreID{"machine/CA"}}, nil, true,
			"certviewer root add certviewer-552f7bdcf1a7af9e.crt --store machine/CA" + vouched},
		"for more": {change.Request{Op: change.Trust, Stores: []trust.StoreID{"machine/Root"}, For: []cert.Purpose{cert.Code}}, []trust.Entry{judgedEntry(g4, nil)}, false,
			"certviewer root trust 552f7bdcf1a7af9e --store machine/Root --for code" + vouched},
		"taken out": {change.Request{Op: change.Remove, Stores: []trust.StoreID{"machine/Root"}}, []trust.Entry{judgedEntry(g4, nil)}, false,
			"certviewer root remove 552f7bdcf1a7af9e --store machine/Root"},
		"blocked": {change.Request{Op: change.Distrust, Stores: []trust.StoreID{"machine/Root"}}, nil, true,
			"certviewer root distrust certviewer-552f7bdcf1a7af9e.crt --store machine/Disallowed"},
	} {
		host := hostOf(list("machine/Root", c.has...), list("machine/CA", c.has...), list("machine/Disallowed"))
		host.Computer.OS = "windows"
		c.request.Certificate, c.request.Stores = g4, c.request.Where()
		p, err := change.Propose(host, a.Catalog, c.request)
		if err != nil || len(p.Steps) != 1 {
			t.Fatalf("%s: %+v %v", what, p, err)
		}
		lines := AdminLines(host, p.Steps[0], "change-admin-commands")
		if len(lines) == 0 || lines[len(lines)-1] != c.want || c.writes != strings.HasPrefix(lines[0], write) || len(lines) > 2 {
			t.Errorf("%s: %q, want %q", what, lines, c.want)
		}
	}
	host := &facts.Host{Computer: facts.Computer{OS: "windows"}}
	if lines := AdminLines(host, change.Step{Op: change.Trust, Store: "firefox:a", SHA256: g4.SHA256.String()}, "change-admin-commands"); lines != nil {
		t.Errorf("Firefox: %q", lines)
	}
}

// An undo that this program may not make has its lines too; where no command says it, nobody is sent to lines that are not there.
func TestWindowsAdminLinesOfUndo(t *testing.T) {
	c := gatherer(t).Catalog
	root, key := trusttest.RootWithKey(t, "Test root")
	leaf := trusttest.Issued(t, "www.example.jp", root, key)
	was := func(e trust.Entry) *trust.State { return &trust.State{Present: true, Trust: e.Trust} }
	mail := was(judgedEntry(root, verdicts{cert.Email: trust.Trusted}))
	before := mail.Trust[cert.Email]
	before.IssuedBefore = &someday
	file := func(x *cert.Certificate) string { return "certviewer-" + x.SHA256.String()[:16] + ".crt" }
	for what, u := range map[string]struct {
		store  trust.StoreID
		x      *cert.Certificate
		of     change.Op
		before *trust.State
		want   string
	}{
		"of an addition":         {"machine/Root", root, change.Add, &trust.State{}, "root remove " + root.SHA256.String()[:16] + " --store machine/Root"},
		"of a block":             {"machine/Disallowed", root, change.Distrust, &trust.State{}, "root remove " + root.SHA256.String()[:16] + " --store machine/Disallowed"},
		"a policy has it too":    {"machine/Root", root, change.Add, &trust.State{Present: true, From: "machine-policy/Root"}, "root remove " + root.SHA256.String()[:16] + " --store machine/Root"},
		"of a removal":           {"machine/Root", root, change.Remove, mail, "root add " + file(root) + " --store machine/Root --for email --fingerprint " + root.SHA256.String()},
		"of other purposes":      {"machine/Root", root, change.Trust, mail, "root add " + file(root) + " --store machine/Root --for email --fingerprint " + root.SHA256.String()},
		"of a link":              {"machine/CA", root, change.Remove, was(judgedEntry(root, nil)), "root add " + file(root) + " --store machine/CA --fingerprint " + root.SHA256.String()},
		"what was blocked":       {"machine/Disallowed", leaf, change.Remove, was(judgedEntry(leaf, nil)), "root distrust " + file(leaf) + " --store machine/Disallowed"},
		"someone's":              {"machine/TrustedPeople", leaf, change.Remove, was(judgedEntry(leaf, nil)), ""},
		"trusted for nothing":    {"machine/Root", root, change.Remove, was(judgedEntry(root, nil)), ""},
		"trusted until some day": {"machine/Root", root, change.Remove, &trust.State{Present: true, Trust: map[cert.Purpose]trust.Judgement{cert.Email: before}}, ""},
	} {
		host := &facts.Host{Computer: facts.Computer{OS: "windows"}}
		s := change.Step{Op: change.Restore, Of: u.of, Before: u.before, Store: u.store, SHA256: u.x.SHA256.String(), DER: u.x.Raw, NeedsAdmin: true}
		lines := AdminLines(host, s, "change-admin-commands")
		got := ""
		if len(lines) > 0 {
			got = strings.TrimPrefix(lines[len(lines)-1], "certviewer ")
		}
		if got != u.want {
			t.Errorf("%s: %q, want %q", what, lines, u.want)
		}
		b := message.For("en").Block(OutcomeMessage(c, host, change.Outcome{Step: s, Fault: &change.Fault{Code: "change-admin-commands", Detail: change.Replaceable}}))
		if do := b.Lines[len(b.Lines)-1].Text; strings.Contains(do, "lines below") != (u.want != "") {
			t.Errorf("%s: %q", what, do)
		}
	}
}
