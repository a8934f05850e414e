package ui

import (
	"errors"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// ErrNoDisplay and ErrNoOpenGL are why no window can be drawn: there is no screen to connect to, or nothing
// to draw with.
var (
	ErrNoDisplay = errors.New("no display can be opened")
	ErrNoOpenGL  = errors.New("no OpenGL")
)

// appear shows the window for the first time, which is when its OpenGL is made. Fyne has no error for that:
// where there is no display it panics with that of GLFW, and where there is no OpenGL it writes to its log and
// then waits for ever beside a window that does not exist.
func appear(win fyne.Window) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = glfwError(r)
		}
	}()
	win.Show()
	if !exists(win) {
		return ErrNoOpenGL
	}
	return nil
}

// glfwError is what a panic of GLFW means. Any other panic is a mistake of ours, and goes on.
func glfwError(r any) error {
	e, ok := r.(error)
	if _, ours := r.(runtime.Error); ours || !ok {
		panic(r)
	}
	if strings.HasPrefix(e.Error(), "NotInitialized") {
		return ErrNoDisplay
	}
	return errors.Join(ErrNoOpenGL, e)
}

// exists says whether the system has the window. A driver that does not say, such as that of tests, has it.
func exists(win fyne.Window) (yes bool) {
	native, ok := win.(driver.NativeWindow)
	if !ok {
		return true
	}
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			yes = c.WindowHandle != 0
		case driver.WaylandWindowContext:
			yes = c.WaylandSurface != 0
		case driver.WindowsWindowContext:
			yes = c.HWND != 0
		case driver.MacWindowContext:
			yes = c.NSWindow != 0
		default:
			yes = true
		}
	})
	return yes
}
