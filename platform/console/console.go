// Package console is the terminal as this system has it: whether it shows colours, which letters it expects, and on Windows
// what becomes of it when certviewer.exe was double-clicked.
//
// certviewer.exe is one program for window and terminal. For Windows it is one of the console: only for such a program do cmd
// and PowerShell wait, so that `certviewer check | more`, exit codes and questions about PINs work as people expect. One of the
// window would have to attach itself to the console of a shell that has gone on to its next prompt, and would share the
// keyboard with it. What speaks against it, the black box beside the window, Windows 11 leaves away since 24H2 because our
// manifest asks for it ("Console Allocation Policy", learn.microsoft.com; assets/windows); on older ones Leave closes it at
// once.
package console
