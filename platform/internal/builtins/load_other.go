//go:build !(cgo && linux)

package builtins

import "certviewer/platform/internal/nss"

func load(string) ([]*nss.Token, error) { return nil, ErrNotBuilt }
