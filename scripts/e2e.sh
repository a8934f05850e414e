#!/bin/bash
# Drives the built program as a person does, on a screen of its own and in a throw-away home:
# the window opens, draws and closes; without a screen the health check is printed; nothing in
# the home changes; nothing asks the network. Prints a line for each of these.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$PWD/certviewer
lab=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-e2e.XXXXXX")
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$lab"' EXIT

passed=0
ok() { passed=$((passed + 1)); echo "ok   $*"; }
fail() {
	echo "FAIL $*" >&2
	tail -n 5 "$lab"/*.err >&2 || true
	exit 1
}

# A home of its own: no setting or display of whoever runs this may leak in.
export HOME=$lab/home CERTVIEWER_DATA=$lab/data XDG_RUNTIME_DIR=$lab/run LC_ALL=C.UTF-8
export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent # else a bus is started, and stays
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME DISPLAY WAYLAND_DISPLAY SSL_CERT_FILE SSL_CERT_DIR
mkdir -p -m 0700 "$HOME/.mozilla/firefox/aaaaaaaa.default-release" "$CERTVIEWER_DATA" "$XDG_RUNTIME_DIR"
printf '[Profile0]\nName=default-release\nIsRelative=1\nPath=aaaaaaaa.default-release\n' >"$HOME/.mozilla/firefox/profiles.ini"
profile=$HOME/.mozilla/firefox/aaaaaaaa.default-release
certutil -N -d "sql:$profile" --empty-password
head -c 64 /dev/urandom >"$lab/noise"
certutil -S -d "sql:$profile" -z "$lab/noise" -n own -s 'CN=End to End Root' -x -t C,, -m 4711 -v 12 >/dev/null 2>&1

# state: every file of the home with its content and times, and every folder's listing; all but
# what Fyne keeps for itself: an index of fonts, and an empty file of preferences.
state() {
	local fyne=(-path "$HOME/.cache" -o -path "$HOME/.config")
	find "$HOME" -mindepth 1 '(' "${fyne[@]}" ')' -prune -o -printf '%y %T@ %s %p\n' | sort
	find "$HOME" '(' "${fyne[@]}" ')' -prune -o -type f -exec sha256sum {} + | sort
	find "$HOME/.cache" "$HOME/.config" -type f ! -name 'font_index_*' ! -name preferences.json 2>/dev/null || true
}
state >"$lab/before"

# quiet TRACE: did nobody in this trace connect to a network?
quiet() { ! grep -E 'connect\(.*AF_INET6?' "$1"; }

# without a screen
strace -qq -f -e trace=connect -o "$lab/check.trace" "$program" >"$lab/check.out" 2>"$lab/check.err" && code=0 || code=$?
((code == 0 || code == 1)) || fail "without a display the program ended with $code"
[[ -s $lab/check.out && -s $lab/check.err ]] || fail "without a display there must be the health check, and a word on why"
ok "without a display the health check is printed"
quiet "$lab/check.trace" || fail "the health check asked the network"
ok "the health check asks no network"
"$program" cert list --json >"$lab/list.out" 2>"$lab/list.err" || fail "cert list ended with $?"
grep -q 'End to End Root' "$lab/list.out" || fail "cert list does not show the certificate of the profile"
ok "cert list shows the profile's certificate"

# with a screen: -displayfd takes the first that is free
mkfifo "$lab/number"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$lab/number" >"$lab/xvfb.out" 2>&1 &
started+=($!)
read -r number <"$lab/number"
export DISPLAY=:$number
HOME=$lab openbox >"$lab/openbox.out" 2>&1 &
started+=($!)

# steady WINDOW FILE: a picture of the window once it has stopped changing.
steady() {
	local before='' now
	for ((i = 0; i < 100; i++)); do
		import -window "$1" "$2" 2>/dev/null && now=$(convert "$2" rgb:- | sha256sum) || now=$i
		[[ $now == "$before" ]] && return
		before=$now
		sleep 0.2
	done
	return 1
}

for lang in en ja; do
	strace -qq -f -e trace=connect -o "$lab/window-$lang.trace" "$program" --lang "$lang" >"$lab/window.out" 2>"$lab/window.err" &
	tracer=$!
	started+=("$tracer")
	window=''
	for ((i = 0; i < 150 && ${#window} == 0; i++)); do
		kill -0 "$tracer" 2>/dev/null || fail "the window ($lang) ended at once"
		window=$(xdotool search --onlyvisible --class certviewer 2>/dev/null | tail -n 1 || true)
		sleep 0.2
	done
	[[ -n $window ]] || fail "no window ($lang) within 30 s"
	steady "$window" "$lab/$lang.png" || fail "the window ($lang) never comes to rest"
	colours=$(identify -format %k "$lab/$lang.png")
	((colours > 50)) || fail "the window ($lang) shows $colours colours: it is empty"
	ok "the window ($lang) opens and draws"
	xdotool windowactivate --sync "$window" key --clearmodifiers alt+F4
	wait "$tracer" || fail "the window ($lang) ended with $? when it was closed"
	ok "the window ($lang) closes"
	quiet "$lab/window-$lang.trace" || fail "the window ($lang) asked the network"
	ok "the window ($lang) asks no network"
done
cmp -s "$lab/en.png" "$lab/ja.png" && fail "the window looks the same in both languages"
ok "the window speaks two languages"

state >"$lab/after"
diff "$lab/before" "$lab/after" >&2 || fail "something in the home has changed"
ok "nothing in the home has changed"
echo "$passed passed, 0 failed"
