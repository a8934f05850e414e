package app

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"certviewer/message"
)

// An index says what was given to the system's password store: one small file for each secret, without the secret, in a
// folder of the data folder. Password stores could not say it themselves: the Keychain's tool does not list,
// and none of them knows what a certificate is called. One file each, because the window and a command may add at the
// same time. Its files are read as anybody's: whoever changes one makes us ask for another account of ours, or none.
type index struct{ dir string }

func openIndex() (index, error) {
	d, err := DataFolder()
	return index{filepath.Join(d, "remembered")}, err
}

// accounts are all that we give to a password store.
const accounts = `^(pin|nss)/[0-9a-f]{64}$`

// Far more than anybody has, and far longer than any is.
const mostRemembered, longestRemembered = 1000, 8 << 10

func (x index) file(account string) string {
	return filepath.Join(x.dir, strings.Replace(account, "/", "-", 1)+".json")
}

func (x index) has(account string) bool {
	_, err := os.Lstat(x.file(account))
	return err == nil
}

// add writes r's file whole or not at all. The error is a *message.Problem.
func (x index) add(r Remembered) error {
	b, err := json.Marshal(r)
	if err == nil {
		err = os.MkdirAll(x.dir, 0o700)
	}
	if err == nil {
		err = writeWhole(x.file(r.Account), append(b, '\n'), 0o600, os.Rename)
	}
	if err != nil {
		return &message.Problem{What: message.M("write-failed", "file", filepath.Base(x.dir)), Cause: err}
	}
	return nil
}

func (x index) remove(account string) error {
	err := os.Remove(x.file(account))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &message.Problem{What: message.M("write-failed", "file", filepath.Base(x.dir)), Cause: err}
	}
	return nil
}

// all returns what the files say, the newest first. A file that is damaged counts for nothing.
func (x index) all() (out []Remembered) {
	files, _ := os.ReadDir(x.dir) // none: nothing was ever kept
	for _, f := range files[:min(len(files), mostRemembered)] {
		if r, ok := x.read(f); ok {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Remembered) int {
		return cmp.Or(b.Time.Compare(a.Time), strings.Compare(a.Account, b.Account))
	})
	return out
}

func (x index) read(f fs.DirEntry) (r Remembered, ok bool) {
	fi, err := f.Info()
	if err != nil || !fi.Mode().IsRegular() || fi.Size() > longestRemembered {
		return r, false
	}
	b, err := os.ReadFile(filepath.Join(x.dir, f.Name()))
	if err != nil || json.Unmarshal(b, &r) != nil || !regexp.MustCompile(accounts).MatchString(r.Account) || filepath.Base(x.file(r.Account)) != f.Name() {
		return r, false
	}
	switch r.Kind {
	case AccessPIN:
		return r, r.Account == "pin/"+r.SHA256
	case PrimaryPassword:
		return r, strings.HasPrefix(r.Account, "nss/") && r.Store != ""
	}
	return r, false
}
