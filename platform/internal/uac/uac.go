// Package uac starts this program again with administrator's rights on Windows, and speaks with it: Windows gives such a
// process none of its parent's files, so that the two meet at a named pipe. Who may open the pipe, and who did, is checked
// on both sides.
package uac
