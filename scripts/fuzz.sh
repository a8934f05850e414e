#!/bin/bash
# Runs every fuzz target of the tree for a while.
#
# Use: scripts/fuzz.sh [TIME]      20s each, unless told otherwise
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
run=0
while IFS=: read -r file target; do
	target=${target#func } target=${target%%(*}
	echo "== ${file%/*} $target"
	# Without a bound, all of that time may go into making one find smaller: a minute each.
	if ! scripts/go test -run '^$' -fuzz "^$target\$" -fuzztime "${1:-20s}" -fuzzminimizetime 10x "${file%/*}" 2>&1 | tee "$log"; then
		# Before Go 1.27 a busy machine may miss the end of the time, and go then calls it a failure
		# though no input failed (go.dev/issue/75804).
		grep -q 'context deadline exceeded' "$log" && ! grep -q 'Failing input written' "$log" || exit 1
	fi
	run=$((run + 1))
done < <(grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*(' . | sort)
((run)) || { echo "there is no fuzz target" >&2; exit 1; }
echo "$run targets, no input failed"
