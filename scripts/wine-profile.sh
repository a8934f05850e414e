#!/bin/bash
# Makes a profile of Wine's at WINEPREFIX in which our programs run.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/wine wineboot -i >/dev/null 2>&1
scripts/wine winecfg -v win10 >/dev/null 2>&1
# Go asks Windows for random numbers by a library that Wine 8 does not have.
x86_64-w64-mingw32-gcc -Os -s -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" scripts/testdata/bcryptprimitives.c -ladvapi32
