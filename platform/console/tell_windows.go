package console

import "golang.org/x/sys/windows"

// Tell shows a text in a box, and returns when it was read.
func Tell(title, text string) {
	t, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return // it holds a zero, and is no text
	}
	caption, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return
	}
	windows.MessageBox(0, t, caption, windows.MB_OK|windows.MB_ICONINFORMATION|windows.MB_SETFOREGROUND)
}

// Show opens a file with the program that the person uses for its kind.
func Show(file string) error {
	name, err := windows.UTF16PtrFromString(file)
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, nil, name, nil, nil, windows.SW_SHOWNORMAL)
}
