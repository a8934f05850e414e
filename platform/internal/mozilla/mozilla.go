// Package mozilla reads and changes the files besides the databases in which a profile of Firefox or Thunderbird
// names certificates: the preferences (prefs.js) and the choices that Firefox remembers for sites
// (ClientAuthRememberList.bin). It knows when the profile is in use, and never writes to one that is.
package mozilla
