package platform

import (
	"context"
	"path/filepath"
	"runtime"

	"certviewer/trust"
)

const builtinsID trust.StoreID = "nss-builtin"

// multiarch is Debian's name of the folder for libraries of this machine.
var multiarch = map[string]string{
	"386": "i386-linux-gnu", "amd64": "x86_64-linux-gnu", "arm": "arm-linux-gnueabihf", "arm64": "aarch64-linux-gnu",
	"loong64": "loongarch64-linux-gnu", "ppc64le": "powerpc64le-linux-gnu", "riscv64": "riscv64-linux-gnu", "s390x": "s390x-linux-gnu",
}[runtime.GOARCH]

// programFolders are where programs bring their own NSS along.
var programFolders = []struct {
	program string
	dirs    []string
	variant string
}{
	{firefox, []string{"/usr/lib/firefox", "/usr/lib64/firefox", "/usr/lib/firefox-esr", "/opt/firefox", "/usr/local/firefox"}, ""},
	{firefox, []string{"/snap/firefox/current/usr/lib/firefox"}, "snap"},
	{firefox, []string{"/var/lib/flatpak/app/org.mozilla.firefox/current/active/files/lib/firefox"}, "flatpak"},
	{thunderbird, []string{"/usr/lib/thunderbird", "/usr/lib64/thunderbird", "/opt/thunderbird"}, ""},
	{thunderbird, []string{"/snap/thunderbird/current/usr/lib/thunderbird", "/snap/thunderbird/current"}, "snap"},
	{thunderbird, []string{"/var/lib/flatpak/app/org.mozilla.Thunderbird/current/active/files/lib/thunderbird"}, "flatpak"},
}

// findBuiltins finds the lists of built-in roots: that of the system's NSS, and those that
// programs brought along. Newer programs have theirs inside a larger library; then there is none
// to be found, and nothing is said.
func findBuiltins(_ context.Context, c computer) []trust.Store {
	out := []trust.Store{&builtinStore{
		info:    trust.Info{ID: builtinsID, Scope: trust.ScopeComputer},
		library: c.systemLibrary(), reader: c.reader, patience: c.patience,
	}}
	seen := map[string]bool{}
	if lib := out[0].(*builtinStore).library; lib != "" {
		out[0].(*builtinStore).info.Path = lib
		seen[realPath(lib)] = true
	}
	used := map[trust.StoreID]bool{}
	for _, p := range programFolders {
		for _, dir := range p.dirs {
			lib := filepath.Join(c.path(dir), "libnssckbi.so")
			if r := realPath(lib); isFile(lib) && !seen[r] {
				seen[r] = true
				id := unused(used, builtinsID+"@"+trust.StoreID(p.program), p.variant)
				out = append(out, &builtinStore{
					info:    trust.Info{ID: id, Scope: trust.ScopeApplication, Application: p.program, Path: lib},
					library: lib, beside: filepath.Dir(lib), reader: c.reader, patience: c.patience,
				})
			}
		}
	}
	return out
}

// systemLibrary returns the path of the system's list; "" when there is none. p11-kit's serves where
// NSS's own is not installed; Fedora puts it under NSS's name.
func (c computer) systemLibrary() string {
	for _, name := range []string{"libnssckbi.so", "pkcs11/p11-kit-trust.so"} {
		for _, dir := range systemLibraryFolders() {
			if lib := filepath.Join(c.path(dir), name); isFile(lib) {
				return lib
			}
		}
	}
	return ""
}

// systemLibraryFolders are where a system keeps NSS's libraries.
func systemLibraryFolders() []string {
	dirs := []string{"/usr/lib64", "/usr/lib", "/lib64", "/lib"}
	if multiarch != "" {
		dirs = append([]string{"/usr/lib/" + multiarch, "/usr/lib/" + multiarch + "/nss", "/lib/" + multiarch}, dirs...)
	}
	return dirs
}
