#!/bin/bash
# Makes what certviewer.exe carries beside its code: icon, version and manifest (assets/windows). The go command links a
# .syso file that lies beside the sources and is named after the system by itself.
#
# Use: scripts/windows-resource.sh VERSION OUTPUT.syso
set -euo pipefail
cd "$(dirname "$0")/.."

version=$1 output=$2
lab=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-resource.XXXXXX")
trap 'rm -rf "$lab"' EXIT

# Windows compares four numbers: a tag's three, or before the first tag FyneApp.toml's, and how many commits there are.
three=$(sed -nE 's/^v?([0-9]+\.[0-9]+\.[0-9]+).*/\1/p' <<<"$version")
[[ -n $three ]] || three=$(sed -nE 's/^ *Version = "([0-9]+\.[0-9]+\.[0-9]+)".*/\1/p' FyneApp.toml)
numbers=$three.$(($(git rev-list --count HEAD 2>/dev/null || echo 0) % 65536))

for file in certviewer.rc certviewer.manifest; do
	sed "s/@VERSION@/$version/g; s/@NUMBERS@/$numbers/g; s/@COMMAS@/${numbers//./,}/g" "assets/windows/$file" >"$lab/$file"
done
# The sizes that Explorer, the taskbar and the title bar ask for at 100 to 250 %.
convert assets/icon/icon.png -strip -define icon:auto-resize=256,64,48,40,32,24,20,16 "$lab/certviewer.ico"
(cd "$lab" && x86_64-w64-mingw32-windres --codepage=65001 --output-format=coff certviewer.rc certviewer.syso)
mkdir -p "$(dirname "$output")"
mv "$lab/certviewer.syso" "$output"
