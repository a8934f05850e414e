package platform

import (
	"path/filepath"
	"slices"
)

const softokenName = "libsoftokn3.so"

// softokens returns the paths of NSS's library, the best for a program's database first: the program's own, which knows
// all that the program writes; then the system's; then those that other programs brought along.
func (c computer) softokens(program string) []string {
	var out []string
	add := func(dir string) {
		if lib := filepath.Join(dir, softokenName); isFile(lib) && !slices.Contains(out, lib) {
			out = append(out, lib)
		}
	}
	for _, p := range programFolders {
		if p.program == program {
			for _, dir := range p.dirs {
				add(c.path(dir))
			}
		}
	}
	for _, dir := range systemLibraryFolders() {
		add(c.path(dir))
	}
	for _, p := range programFolders {
		for _, dir := range p.dirs {
			add(c.path(dir))
		}
	}
	return out
}

// softokenFolder returns the folder that the best of softokens needs in LD_LIBRARY_PATH; "" for the system's, which
// needs none.
func (c computer) softokenFolder(program string) string {
	libs := c.softokens(program)
	if len(libs) == 0 {
		return ""
	}
	dir := filepath.Dir(libs[0])
	for _, system := range systemLibraryFolders() {
		if dir == c.path(system) {
			return ""
		}
	}
	return dir
}
