//go:build unix && !linux

package platform

// bundleIsChanging: there is no bundle here that this program changes.
func (computer) bundleIsChanging() bool { return false }
