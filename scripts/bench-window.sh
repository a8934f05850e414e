#!/bin/bash
# Measures the window against other windows, in one run on one machine and on one screen without a
# graphics card, and prints ratios: XCA 2.4, which opens a database of as many certificates, and windows
# that Fyne makes with hardly anything in them (internal/fixture/refwindow). Everybody is timed in the
# same way, from outside, by what is seen (internal/fixture/stopwatch).
#
# Use: scripts/bench-window.sh     RUNS=9 for more runs each
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${RUNS:-5} before_home=$HOME
lab=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-bench.XXXXXX")
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$lab"' EXIT
# A link: a build in the meantime measures nothing, and neither does a copy that has just been written.
ln certviewer certviewer-window "$lab/" 2>/dev/null || cp certviewer certviewer-window "$lab/"
for tool in stopwatch refwindow manycerts; do
	scripts/go build -ldflags '-s -w' -o "$lab/$tool" "./internal/fixture/$tool"
done

echo "making the fixtures: two minutes …" >&2
"$lab/manycerts" -n 2000 -dir "$lab/certs"
few=$lab/few/.pki/nssdb many=$lab/many/.pki/nssdb
mkdir -p "$few" "$many"
certutil -N -d "sql:$few" --empty-password
certutil -B -d "sql:$few" -i "$lab/certs/batch" >"$lab/log" 2>&1 || { cat "$lab/log" >&2; exit 1; }
certutil -N -d "sql:$many" --empty-password
"$lab/manycerts" -n 100000 -nssdb "$many"

export XDG_RUNTIME_DIR=$lab/run LC_ALL=C.UTF-8 QT_QPA_PLATFORM=xcb
export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent # else a bus is started, and stays
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME WAYLAND_DISPLAY SSL_CERT_FILE SSL_CERT_DIR
mkdir -m 0700 "$lab/run"

# XCA asks for the password of a new database on a terminal, twice; after that it takes it as a flag.
export HOME=$lab/xca
mkdir "$HOME"
{ sleep 1; echo bench; sleep 1; echo bench; sleep 3; } |
	script -qec "xca --no-gui --database=$lab/bench.xdb --import --exit $lab/certs/00000.der" /dev/null >"$lab/log" 2>&1 || true
xca --no-gui --database="$lab/bench.xdb" --password=pass:bench --import --exit "$lab"/certs/*.der >"$lab/log" 2>&1

mkfifo "$lab/number"
mkdir "$lab/screen"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -fbdir "$lab/screen" 3>"$lab/number" >"$lab/log" 2>&1 &
started+=($!)
read -r number <"$lab/number"
export DISPLAY=:$number
HOME=$lab openbox >"$lab/log" 2>&1 &
started+=($!)
until xdotool get_num_desktops >/dev/null 2>&1; do sleep 0.05; done

# watch RUNS HOME FLAGS… -- PROGRAM…: the medians of what the stopwatch prints, in $first $written $rest $memory $busy
# $speed $spent; after one run that warms the caches.
watch() {
	local n=$1 i
	export HOME=$2 CERTVIEWER_DATA=$lab/data
	shift 2
	mkdir -p "$HOME"
	for ((i = 0; i <= n; i++)); do
		"$lab/stopwatch" -screen "$lab/screen/Xvfb_screen0" "$@" 2>"$lab/err" >"$lab/line" || { tail -n 3 "$lab/err" >&2; exit 1; }
		((i == 0)) || cat "$lab/line"
	done >"$lab/lines"
	read -r first written rest memory busy speed spent < <(for column in 1 2 3 4 5 6 7; do
		awk -v c=$column '{print $c}' "$lab/lines" | sort -g | awk '{v[NR] = $1} END {printf "%s ", v[int((NR + 1) / 2)]}'
	done; echo)
}

# verdict VALUE at-least|at-most TARGET: a word, and the target.
verdict() {
	awk -v v="$1" -v how="$2" -v t="$3" 'BEGIN {
		printf "(%s %s)  %s\n", how == "at-least" ? "at least" : "at most", t, (how == "at-least" ? v >= t : v <= t) ? "ok" : "MISSED"
	}'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }
line() { printf '%-44s %s\n' "$1" "$2"; }

ours=("$lab/certviewer" --lang en --theme light --page certificates)
echo "medians of $runs runs"

watch "$runs" "$lab/xca" -- xca --database="$lab/bench.xdb" --password=pass:bench
xca=$rest
watch "$runs" "$lab/few" -- "${ours[@]}"
r=$(ratio "$xca" "$rest")
line 'rows of 2,000 certificates painted' "XCA $xca ms, ours $rest ms, ${r}× sooner $(verdict "$r" at-least 6)"
mine=$memory

watch "$runs" "$lab/empty" -- "$lab/refwindow" empty
empty=$first
watch "$runs" "$lab/many" -- "${ours[@]}"
more=$((written - empty))
line 'first rows of 100,000 certificates' "empty window $empty ms, ours $written ms, $more ms later $(verdict $more at-most 600)"

watch "$runs" "$lab/empty" -- "$lab/refwindow" label
r=$(ratio "$mine" "$memory")
line 'memory with 2,000 certificates' "one label $((memory / 1024)) MB, ours $((mine / 1024)) MB, ${r}× $(verdict "$r" at-most 1.3)"

watch 3 "$lab/empty" -idle 10s -- "$lab/refwindow" label
idle=$busy
watch 3 "$lab/few" -idle 10s -- "${ours[@]}"
line 'processor at rest' "one label $idle %, ours $busy % $(verdict "$busy" at-most "$(awk -v i="$idle" 'BEGIN {print i + 0.1}')")"

watch 3 "$lab/empty" -steps 60 -first 'key --delay 0 --repeat 40 Down' -press 'key --delay 0 Down' -- "$lab/refwindow" table
peer=$speed
watch 3 "$lab/many" -steps 200 -- "${ours[@]}" --size 1280x800
line 'lines scrolled on this screen, 100,000 rows' "widget.Table $peer/s, ours $speed/s (a toolkit draws 60 pictures a second)"

# The toolkit's own work, without what draws it: see the benchmarks for what is in them.
bench() { CGO_ENABLED=0 GOFLAGS='-trimpath -buildvcs=false' scripts/go test -tags ci,migrated_fynedo,no_emoji -run '^$' -bench "$2" -benchtime "${3:-1s}" "./$1"; }
export HOME=$before_home
bench ui/widgets '^BenchmarkScroll$' | awk '/^BenchmarkScroll/ {for (i = 2; i <= NF; i++) if ($i == "steps/s") print $1, $(i - 1)}' >"$lab/scroll"
peer=$(awk '/fyne/ {print $2}' "$lab/scroll") speed=$(awk '/ours/ {print $2}' "$lab/scroll")
r=$(ratio "$speed" "$peer")
line 'lines scrolled, 100,000 rows, without drawing' "widget.Table $peer/s, ours $speed/s, ${r}× $(verdict "$r" at-least 7)"
for b in 'app ^BenchmarkFilter100k$ 16 filter' 'ui ^BenchmarkSort100k$ 100 sort'; do
	read -r package name most what <<<"$b"
	bench "$package" "$name" | awk '/ns\/op/ {sub(/^Benchmark[^\/]*\//, "", $1); sub(/-[0-9]+$/, "", $1); print $1, $3 / 1e6}' |
		while read -r which ms; do
			line "$what 100,000 rows: ${which//_/ }" "$(printf '%.1f ms ' "$ms")$(verdict "$ms" at-most "$most")"
		done
done
