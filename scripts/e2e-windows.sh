#!/bin/bash
# Drives the packed certviewer.exe as a person does, under Wine: its commands, what a double click does, and its window on a
# screen of its own. What only a real Windows can show is in docs/windows.md. Keeps pictures in dist/e2e-windows.
#
# Use: scripts/e2e-windows.sh [pictures]      pictures: also takes docs/screenshots/windows-ja.png anew
set -euo pipefail
cd "$(dirname "$0")/.."

# Wine's machine/Root is this computer's own list, which may hold what is nobody's business: in a name space of our own it is
# the distribution's.
if [[ -z ${E2E_WINDOWS_OWN:-} ]] && unshare -rm true 2>/dev/null; then
	E2E_WINDOWS_OWN=1 exec unshare -rm -- "$0" "$@"
fi

pictures=$PWD/dist/e2e-windows
failures=$pictures scenario=windows
lab=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-windows.XXXXXX")
started=()
finish() {
	WINEPREFIX=$lab/wine wineserver -k 2>/dev/null || true
	kill "${started[@]}" 2>/dev/null || true
	wait 2>/dev/null || true
	rm -rf "$lab"
}
trap finish EXIT
mkdir -p "$pictures"
. scripts/e2e/lib.sh
. scripts/e2e/campus.sh

new_home
unset CERTVIEWER_DATA # Windows has a place of its own for it
if [[ -n ${E2E_WINDOWS_OWN:-} ]]; then mount --bind "$lab/bundle.pem" /etc/ssl/certs/ca-certificates.crt; fi
export WINEPREFIX=$lab/wine
wine=$PWD/scripts/wine
scripts/wine-profile.sh
her="$WINEPREFIX/drive_c/users/山田 花子" # names as people have them, with a space
mkdir -p "$her"
unzip -q dist/certviewer-windows.zip -d "$her"
here=$her/certviewer
program=$lab/certviewer # what lib.sh starts
printf '#!/bin/bash\nexec %q %q "$@"\n' "$wine" "$here/certviewer.exe" >"$program"
chmod +x "$program"
roaming=$(find "$WINEPREFIX/drive_c/users" -type d -path '*/AppData/Roaming' | head -n 1)
data=$roaming/certviewer

# windows PATH: as a program under Wine sees it.
windows() { printf 'Z:%s' "${1//\//\\}"; }
# registry ARGUMENT…: asks or changes the registry.
registry() { "$wine" reg "$@" 2>/dev/null | tr -d '\r'; }

# It has one process for each window, which is not the one that was started.
appeared() {
	window=$(xdotool search --onlyvisible --class '^certviewer.exe$' 2>/dev/null | tail -n 1)
	[[ -n $window ]]
}
# quit: ends all that runs under Wine.
quit() {
	wineserver -k || true
	await 10 gone || fail 'the window does not go'
	window=''
}
gone() { ! xdotool search --onlyvisible --class '\.exe$' >/dev/null 2>&1; }

. scripts/e2e/windows-terminal.sh
. scripts/e2e/windows-window.sh
echo "$passed passed"
