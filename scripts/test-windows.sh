#!/bin/bash
# Tests what is Windows' own under Wine: as any user, without a display, in a profile of Wine's that is made for it and thrown
# away. What only a real Windows can show is in docs/windows.md.
#
# Use: scripts/test-windows.sh [ARGUMENT OF go test]...
set -euo pipefail
cd "$(dirname "$0")/.."
go=${GO:-scripts/go}
here=$PWD
work=$(mktemp -d)
export WINEPREFIX=$work/wine CGO_ENABLED=0 CERTVIEWER_DATA='C:\certviewer'
finish() {
	WINEPREFIX=$work/wine wineserver -k 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT
run() { "$here/scripts/wine" "$@"; }
# windows PATH: as a program under Wine sees it.
windows() { printf 'Z:%s' "${1//\//\\}"; }

# What is open while this runs must not be the person's own Wine.
scripts/wine-profile.sh
x86_64-w64-mingw32-gcc -Os -s -Wall -o "$work/enumerate.exe" platform/testdata/enumerate.c -lcrypt32

# A root, and profiles of Mozilla's programs that trust it for servers.
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/root.key" -out "$work/root.pem" -days 30 -utf8 -subj '/CN=試験ルート/O=Test' 2>/dev/null
for profile in Mozilla/Firefox/Profiles/abcd.default-release Thunderbird/Profiles/efgh.default; do
	dir=$work/home/AppData/Roaming/$profile
	mkdir -p "$dir"
	certutil -N -d "sql:$dir" --empty-password
	certutil -A -d "sql:$dir" -n 'test root' -t C,, -i "$work/root.pem"
	printf '[Profile0]\nName=default\nIsRelative=1\nPath=Profiles/%s\n' "${profile##*/}" >"$dir/../../profiles.ini"
done
CERTVIEWER_ENUMERATOR=$(windows "$work/enumerate.exe")
CERTVIEWER_PROFILES=$(windows "$work/home")
export CERTVIEWER_ENUMERATOR CERTVIEWER_PROFILES

# Tests that need folders of their own are left out: under Wine they cannot be removed.
GOOS=windows "$go" test -count=1 -p 1 -exec "$here/scripts/wine" "$@" ./platform/internal/crypt32/... ./platform/internal/uac ./platform/internal/wlanapi ./platform/instance ./platform/console ./trust/...
GOOS=windows "$go" test -count=1 -exec "$here/scripts/wine" "$@" ./cli -run Spread
GOOS=windows "$go" test -count=1 -exec "$here/scripts/wine" "$@" ./platform -run 'Windows|Enumerator|OnDemand'

# Wine has no wireless network: a library in the place of its own has one.
x86_64-w64-mingw32-gcc -Os -s -Wall -shared -o "$WINEPREFIX/drive_c/windows/system32/wlanapi.dll" platform/internal/wlanapi/testdata/wlanapi.c
CERTVIEWER_WLAN_PROFILE=$(windows "$here/platform/testdata/networks/wifi-simple.xml")
export CERTVIEWER_WLAN_PROFILE
GOOS=windows "$go" test -count=1 -exec "$here/scripts/wine" "$@" ./platform/internal/wlanapi

# The program itself, without its window.
GOOS=windows "$go" build -tags "${TAGS:-migrated_fynedo,no_emoji},ci" -o "$work/certviewer.exe" ./cmd/certviewer
. scripts/test-windows-program.sh
echo "ok  	certviewer.exe under Wine"
