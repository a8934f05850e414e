//go:build !windows

package platform

// installed returns nothing: on other systems each program keeps a store of its own, which tells of it.
func (computer) installed() []string { return nil }
