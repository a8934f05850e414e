#!/bin/bash
# Measures certviewer against the programs that do the same job, in one run on one machine, and
# prints ratios: seconds alone would say more about the machine than about us.
#
# Use: scripts/bench.sh            RUNS=15 for more runs each
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${RUNS:-7}
fresh=
template=empty
lab=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-bench.XXXXXX")
trap 'rm -rf "$lab"' EXIT
# A link: a build in the meantime measures nothing, and neither does a copy that has just been written.
ln certviewer certviewer-window "$lab/" 2>/dev/null || cp certviewer certviewer-window "$lab/"

# database DIR N: an NSS database with N certificates.
database() {
	mkdir -p "$1"
	scripts/go run ./internal/fixture/manycerts -n "$2" -dir "$lab/certs-$2"
	certutil -N -d "sql:$1" --empty-password
	certutil -B -d "sql:$1" -i "$lab/certs-$2/batch" >"$lab/log" 2>&1 || { cat "$lab/log" >&2; exit 1; }
}

# once COMMAND...: the seconds that it takes. The answers 1 and 3 of a check are answers; a command that cannot be run at all is an
# error. Where $fresh names a database, it begins with an empty one there, or with the folder $template.
once() {
	local start
	[[ -z $fresh ]] || { rm -rf "$fresh"; cp -r "$lab/$template" "$fresh"; }
	start=$EPOCHREALTIME
	"$@" >"$lab/out" 2>"$lab/err" || (($? == 1 || $? == 3)) || { cat "$lab/err" >&2; exit 1; }
	awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.6f\n", b - a}'
}

# turns NAME RELATION TARGET: the functions theirs and ours in turns, so that a slow moment of the machine is everybody's, after one
# run of each that warms the caches; compared by their medians.
turns() {
	local i
	: >"$lab/theirs"
	: >"$lab/ours"
	for ((i = 0; i <= runs; i++)); do
		once theirs >>"$lab/theirs"
		once ours >>"$lab/ours"
	done
	compare "$1" "$(median "$lab/theirs")" "$(median "$lab/ours")" "$2" "$3"
}
median() { tail -n +2 "$1" | sort -n | awk '{t[NR] = $1} END {print t[int((NR + 1) / 2)]}'; }

# compare NAME PEER OURS RELATION TARGET: one line of the report; times in seconds.
compare() {
	awk -v name="$1" -v peer="$2" -v ours="$3" -v rel="$4" -v target="$5" 'BEGIN {
		ratio = rel == "faster" ? peer / ours : ours / peer
		met = rel == "faster" ? ratio >= target : ratio <= target
		sign = rel == "faster" ? "at least" : "at most"
		what = rel == "faster" ? "× as fast" : "× the time"
		printf "%-37s peer %7.1f ms   ours %7.1f ms   %5.1f%s (%s %s)  %s\n",
			name, peer * 1000, ours * 1000, ratio, what, sign, target, met ? "ok" : "MISSED"
	}'
}

echo "making the fixtures …" >&2
database "$lab/nss-5000" 5000
database "$lab/nss-150" 150
scripts/go run ./internal/fixture/manycerts -n 500 -dir "$lab/certs-500"
mkdir "$lab/empty"
certutil -N -d "sql:$lab/empty" --empty-password

export HOME=$lab/home XDG_CONFIG_HOME=$lab/home/.config XDG_DATA_HOME=$lab/home/.local/share CERTVIEWER_DATA=$lab/data
# A home with three profiles, as the programs lay them out.
for profile in .mozilla/firefox/aaaaaaaa.default-release .mozilla/firefox/bbbbbbbb.work .thunderbird/cccccccc.default; do
	mkdir -p "$HOME/$profile"
	cp "$lab"/nss-150/* "$HOME/$profile/"
	ini=$HOME/${profile%/*}/profiles.ini
	number=$(grep -c '^\[Profile' "$ini" 2>/dev/null || true)
	printf '[Profile%s]\nName=%s\nIsRelative=1\nPath=%s\n\n' "${number:-0}" "${profile##*.}" "${profile##*/}" >>"$ini"
done

program=$lab/certviewer
echo "medians of $runs runs"
for n in 5000 150; do
	db=$lab/nss-$n
	listed=$("$program" cert list --nssdb "$db" --store "nssdb:$db" --json | grep -o '"sha256"' | wc -l)
	((listed == n)) || { echo "certviewer lists $listed of the $n certificates of the fixture" >&2; exit 1; }
	theirs() { certutil -L -d "sql:$db"; }
	ours() { "$program" cert list --nssdb "$db" --store "nssdb:$db" --json; }
	turns "cert list, $n certificates" faster "$([[ $n == 5000 ]] && echo 20 || echo 2)"
done
theirs() { trust list; }
ours() { "$program" check; }
turns "check, bundle, built-ins, 3 profiles" slower 3

# Roots put into a database. Both programs wait for the disk after each, so this is about $TMPDIR too.
fresh=$lab/db
for n in 1 500; do
	files=("$lab"/certs-500/*.der)
	files=("${files[@]:0:n}")
	# What certviewer has and certutil has not: a preview, the whole fingerprints, a record for undo before each step, a child
	# process for NSS, and a look at what is there afterwards.
	mapfile -t vouched < <(sha256sum "${files[@]}" | sed 's/^\([0-9a-f]*\) .*/--fingerprint=\1/')
	theirs() {
		local f
		for f in "${files[@]}"; do certutil -A -d "sql:$fresh" -n "${f##*/}" -t C,, -i "$f"; done
	}
	ours() { "$program" root add --store "nssdb:$fresh" --for server --yes "${files[@]}" "${vouched[@]}"; }
	if ((n == 1)); then
		turns "root add" slower 1.5
	else
		runs=5 turns "root add, $n roots in one change" faster 5
	fi
	added=$(certutil -L -d "sql:$fresh" | grep -c ' C,, ')
	((added == n)) || { echo "certviewer added $added roots of $n" >&2; exit 1; }
done

# A .p12 file of 2,048 rounds into three databases: one run of ours, and one of pk12util for each.
template=three
mkdir "$lab/three"
for n in 1 2 3; do cp -r "$lab/empty" "$lab/three/$n"; done
echo 0000 >"$lab/pin"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$lab/me.key" -out "$lab/me.pem" -subj /CN=me -addext extendedKeyUsage=clientAuth 2>"$lab/log"
openssl pkcs12 -export -in "$lab/me.pem" -inkey "$lab/me.key" -name me -iter 2048 -passout "file:$lab/pin" -out "$lab/me.p12"
theirs() {
	local db
	for db in "$fresh"/*; do pk12util -i "$lab/me.p12" -d "sql:$db" -w "$lab/pin"; done
}
ours() { "$program" client import "$lab/me.p12" --pin-file "$lab/pin" --to "nssdb:$fresh/1" --to "nssdb:$fresh/2" --to "nssdb:$fresh/3" --yes; }
turns "client import, 3 databases" slower 1
for n in 1 2 3; do
	certutil -K -d "sql:$fresh/$n" | grep -q '^< 0> *rsa' || { echo "certviewer brought no key into database $n" >&2; exit 1; }
done
fresh=
# Opening such a file, in our process, and openssl as the process that it is.
scripts/go test ./pkcs12 -run '^$' -bench '^BenchmarkOpen$/^modern$/^(ours|openssl)$' -benchtime "${runs}x" >"$lab/out"
opened() { awk -v who="/$1-" 'index($1, who) {printf "%.6f", $3 / 1e9}' "$lab/out"; }
compare "opening a .p12 of 2,048 rounds" "$(opened openssl)" "$(opened ours)" slower 1

/usr/bin/time -f %M -o "$lab/rss" "$program" check >/dev/null 2>&1 || true
awk '/^[0-9]+$/ {printf "check, peak memory %.1f MB (at most 60)  %s\n", $1 / 1024, $1 / 1024 < 60 ? "ok" : "MISSED"}' "$lab/rss"
