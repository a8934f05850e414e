#!/bin/bash
# Packs certviewer.exe with what belongs to it: how to begin, how files are opened with it, and the licences of all that is
# inside (docs/licences.md). The same sources make the same file: names are sorted, and every time is that of the commit.
#
# Use: scripts/package-windows.sh VERSION SECONDS      after make windows; writes dist/certviewer-windows.zip
set -euo pipefail
cd "$(dirname "$0")/.."

version=$1 epoch=$2
out=$PWD/dist/certviewer-windows.zip
lab=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-package.XXXXXX")
trap 'rm -rf "$lab"' EXIT
folder=$lab/certviewer
mkdir -p "$folder/licences"

# crlf FILE: Windows' line ends.
crlf() { sed 's/$/\r/' "$1"; }

cp dist/windows/certviewer.exe "$folder/"
{ printf '\xef\xbb\xbf'; sed "s/@VERSION@/$version/" assets/windows/README.txt | crlf -; } >"$folder/README.txt" # the mark: Notepad takes it for UTF-8
for file in assets/windows/*.cmd; do crlf "$file" >"$folder/${file##*/}"; done # without: cmd would take it for a command
crlf LICENSE >"$folder/LICENSE.txt"

# The licences of the modules that are linked, of Go, of the font, and of what mingw-w64 adds of its own.
modules=$(GOOS=windows CGO_ENABLED=1 scripts/go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}' ./cmd/certviewer | sort -u)
while read -r path dir; do
	texts=("$dir"/[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]* "$dir"/COPYING* "$dir"/NOTICE* "$dir"/PATENTS*)
	found=0
	for text in "${texts[@]}"; do
		[[ -f $text ]] || continue
		found=1
		crlf "$text" >"$folder/licences/${path//\//-}-$(basename "$text" .txt | sed 's/\.md$//').txt"
	done
	((found)) || { echo "no licence is found for $path" >&2; exit 1; }
done <<<"$modules"
crlf "$(scripts/go env GOROOT)/LICENSE" >"$folder/licences/go-LICENSE.txt"
crlf assets/font/OFL.txt >"$folder/licences/font-OFL.txt"
for text in /usr/share/doc/mingw-w64-{common,x86-64-dev}/copyright /usr/share/{licenses,doc}/mingw64-headers/COPYING*; do
	if [[ -f $text ]]; then
		crlf "$text" >"$folder/licences/mingw-w64.txt"
		break
	fi
done

find "$folder" -exec touch -h -d "@$epoch" {} +
chmod -R u=rwX,go=rX "$folder"
mkdir -p dist
rm -f "$out"
(cd "$lab" && find certviewer -type f | LC_ALL=C sort | TZ=UTC zip -q -9 -X -D "$out" -@)
(cd dist && sha256sum "${out##*/}" | tee "${out##*/}.sha256")
