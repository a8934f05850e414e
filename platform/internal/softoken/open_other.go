//go:build !(cgo && linux)

package softoken

import (
	"context"

	"certviewer/trust"
)

func open(context.Context, string, Options) (trust.Writer, error) { return nil, ErrNotBuilt }

func preload([]string) {}

func inspected(context.Context, string) Inspection { return "" }

func create(context.Context, string, Options) error { return ErrNotBuilt }

func verify(context.Context, Question) (Answer, error) { return Answer{}, ErrNotBuilt }
