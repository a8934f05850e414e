package platform

// NoDump does nothing: Windows writes an image of a program that crashes only where an administrator has set up
// LocalDumps ("Collecting User-Mode Dumps", learn.microsoft.com).
func NoDump() error { return nil }
