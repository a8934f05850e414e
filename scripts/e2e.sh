#!/bin/bash
# Drives the built program as a person does, on a screen of its own and in a throw-away home: the
# scenarios of scripts/e2e, each by itself. Prints a line for each thing that holds, with what it took.
#
# Use: scripts/e2e.sh [NAME…]      only the scenarios whose names hold one of these
# CERTVIEWER names another program than ./certviewer; E2E_PICTURES a folder that keeps the pictures.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${CERTVIEWER:-$PWD/certviewer}
failures=${E2E_PICTURES:-$PWD/dist/e2e}
work=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-e2e.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$failures" "$work/tools"
tools=$work/tools
cc -O1 -o "$tools/drop" scripts/e2e/drop.c -lX11
scripts/go build -o "$tools/stopwatch" ./internal/fixture/stopwatch

# run SCENARIO: in a shell, a home and a screen of its own; all that it started ends with it.
run() (
	scenario=$(basename "$1" .sh)
	lab=$work/$scenario
	mkdir -p "$lab"
	started=()
	trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; echo $passed >"$lab/passed"' EXIT
	. scripts/e2e/lib.sh
	. "$1"
)

total=0 failed=0
for file in scripts/e2e/[0-9]*.sh; do
	name=$(basename "$file" .sh)
	wanted=$((!$#))
	for word; do [[ $name == *"$word"* ]] && wanted=1; done
	((wanted)) || continue
	run "$file" && code=0 || code=$?
	((code == 0)) || failed=$((failed + 1))
	total=$((total + $(cat "$work/$name/passed" 2>/dev/null || echo 0)))
done
echo "$total passed, $failed failed"
((failed == 0))
