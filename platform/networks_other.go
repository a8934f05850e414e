//go:build !linux

package platform

// networkFinders finds nothing: these systems keep networks where only their own functions can read them.
func (computer) networkFinders() []settingsFinder { return nil }
