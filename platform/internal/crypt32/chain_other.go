//go:build !windows

package crypt32

func buildChains(ChainQuestion) ([]ChainAnswer, error) { return nil, ErrNotWindows }
