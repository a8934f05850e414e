//go:build unix

package platform

// homeDir returns the person's home folder; "" when there is none.
func (c computer) homeDir() string {
	if c.home != "" {
		return c.home
	}
	return c.env("HOME")
}
