# What the scenarios of scripts/e2e share: a home and a screen of their own, and a person's hands and eyes.
# It is sourced by scripts/e2e.sh. Nothing here waits for a time: it waits for something to be seen.
#
# Text is read from the clipboard, as a person would paste it; the picture tells where something is.

passed=0 clicks=0
ok() { passed=$((passed + 1)); echo "ok   $*"; }
fail() {
	echo "FAIL $*" >&2
	[[ -n ${window:-} ]] && import -window root "$failures/${scenario:-unknown}.png" 2>/dev/null && echo "     see $failures/${scenario:-unknown}.png" >&2
	tail -n 5 "$lab"/*.err >&2 2>/dev/null || true
	exit 1
}

# await SECONDS COMMAND…: waits until the command succeeds.
await() {
	local end=$((${EPOCHREALTIME/./} + $1 * 1000000))
	shift
	until "$@"; do
		((${EPOCHREALTIME/./} < end)) || return 1
		sleep 0.05
	done
}

# --- a home --------------------------------------------------------------------------------------

# new_home: a home of its own, with one profile of Firefox whose database holds one root; the lists of
# the system are the distribution's alone. No setting or display of whoever runs this may leak in.
new_home() {
	export HOME=$lab/home CERTVIEWER_DATA=$lab/data XDG_RUNTIME_DIR=$lab/run LC_ALL=C.UTF-8
	export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent # else a bus is started, and stays
	unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME DISPLAY WAYLAND_DISPLAY LANGUAGE LC_MESSAGES
	profile=$HOME/.mozilla/firefox/aaaaaaaa.default-release
	mkdir -p -m 0700 "$profile" "$CERTVIEWER_DATA" "$XDG_RUNTIME_DIR" "$lab/none"
	printf '[Profile0]\nName=default-release\nIsRelative=1\nPath=%s\n' "${profile##*/}" >"$HOME/.mozilla/firefox/profiles.ini"
	cat /usr/share/ca-certificates/mozilla/*.crt >"$lab/bundle.pem"
	export SSL_CERT_FILE=$lab/bundle.pem SSL_CERT_DIR=$lab/none
	head -c 256 /dev/urandom >"$lab/noise"
	certutil -N -d "sql:$profile" --empty-password
	add_root 'End to End Root'
}

serial=4710
# add_root NAME: puts a self-signed root into the profile, as a program would that is not ours.
add_root() {
	serial=$((serial + 1))
	certutil -S -d "sql:$profile" -z "$lab/noise" -n "$1" -s "CN=$1,O=例示認証株式会社,C=JP" -x -t CT,C, -m $serial -v 12 -Z SHA256 >/dev/null 2>&1
}

# fingerprint NAME: the SHA-256 of a certificate of the profile.
fingerprint() { certutil -L -d "sql:$profile" -n "$1" -r | sha256sum | cut -c1-64; }

# fingerprint_of FILE: the SHA-256 of the certificate in a PEM file.
fingerprint_of() { openssl x509 -in "$1" -outform der | sha256sum | cut -c1-64; }

# state: every file of the home with its content and times, and every folder's listing; all but
# what Fyne keeps for itself: an index of fonts, and an empty file of preferences.
state() {
	local fyne=(-path "$HOME/.cache" -o -path "$HOME/.config")
	find "$HOME" -mindepth 1 '(' "${fyne[@]}" ')' -prune -o -printf '%y %T@ %s %p\n' | sort
	find "$HOME" '(' "${fyne[@]}" ')' -prune -o -type f -exec sha256sum {} + | sort
	find "$HOME/.cache" "$HOME/.config" -type f ! -name 'font_index_*' ! -name preferences.json 2>/dev/null || true
}

# --- a screen ------------------------------------------------------------------------------------

# new_screen [ARGUMENT…]: an Xvfb with a window manager; its memory is the file $screen.
new_screen() {
	mkfifo "$lab/number"
	mkdir -p "$lab/screen"
	Xvfb -displayfd 3 -screen 0 1400x1000x24 -nolisten tcp -fbdir "$lab/screen" "$@" 3>"$lab/number" >"$lab/xvfb.out" 2>&1 &
	started+=($!)
	read -r number <"$lab/number"
	rm "$lab/number"
	export DISPLAY=:$number
	screen=$lab/screen/Xvfb_screen0
	HOME=$lab openbox >"$lab/openbox.out" 2>&1 &
	started+=($!)
	await 10 has_manager || fail "openbox does not start"
}
has_manager() { xdotool get_num_desktops >/dev/null 2>&1; }

# --- the window ----------------------------------------------------------------------------------

# start FLAG…: opens the window; $pid and $window are its own, and it has come to rest.
start() {
	clicks=0
	"$program" "$@" >"$lab/window.out" 2>"$lab/window.err" &
	pid=$!
	started+=("$pid")
	window=''
	await 30 appeared || fail "no window within 30 s"
	xdotool windowactivate --sync "$window"
	await 10 focused || fail "the window does not get the keyboard"
	steady || fail "the window never comes to rest"
}
focused() { [[ $(xdotool getwindowfocus 2>/dev/null) == "$window" ]]; }
appeared() {
	kill -0 "$pid" 2>/dev/null || fail "the window ended at once"
	window=$(xdotool search --onlyvisible --pid "$pid" 2>/dev/null | tail -n 1)
	[[ -n $window ]]
}

# quit: ends the program at once; what it would keep for the next start is not asked for.
quit() {
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null || true
	window=''
}
# close_window: lets the program end by itself, so that it keeps its settings.
close_window() {
	xdotool windowactivate --sync "$window" key --clearmodifiers alt+F4
	wait "$pid" || fail "the window ended with $? when it was closed"
	window=''
}

# steady: waits until the screen has been the same four times in a row.
steady() {
	local before='' now same=0 i
	for ((i = 0; i < 300; i++)); do
		now=$(sha256sum <"$screen")
		if [[ $now == "$before" ]]; then
			((++same >= 4)) && return
		else
			same=0 before=$now
		fi
		sleep 0.05
	done
	return 1
}

# after COMMAND…: does something, and waits until it has been drawn and the screen is at rest again. What
# draws nothing at all is over after a second.
after() {
	seen=$(sha256sum <"$screen")
	"$@" || return
	await 1 other || true
	steady || fail "no rest after $*"
}
other() { [[ $(sha256sum <"$screen") != "$seen" ]]; }

# picture FILE: the window as it is at rest.
picture() {
	steady || fail "the window never comes to rest"
	import -window "$window" "$1"
}

# --- hands ---------------------------------------------------------------------------------------

# keys KEY…: presses keys one after another (xdotool's names), each once the one before has been drawn.
# Enter and the space bar are clicks, as design counts them; other keys are not.
keys() {
	local key
	for key; do
		[[ $key == Return || $key == space ]] && clicks=$((clicks + 1))
		after xdotool key --clearmodifiers "$key"
	done
}

# click X Y: presses the mouse at a point of the window.
click() {
	clicks=$((clicks + 1))
	after xdotool mousemove --sync --window "$window" "$1" "$2"
	after xdotool click 1
}

# away: takes the pointer off the window, so that nothing is lit by it.
away() { xdotool mousemove 1399 999; }

# paste TEXT: puts a text on the clipboard and pastes it. Japanese cannot be typed by xdotool.
paste() {
	set_clipboard "$1"
	keys ctrl+v
}

# drop FILE…: drops files on the middle of the window.
drop() {
	local uris=() file width height
	for file; do
		uris+=("file://$(LC_ALL=C encode "$file")")
	done
	read -r width height < <(xdotool getwindowgeometry --shell "$window" | awk -F= '/WIDTH|HEIGHT/ {printf "%s ", $2}')
	clicks=$((clicks + 1))
	after "$tools/drop" "$window" $((width / 2)) $((height / 2)) "${uris[@]}" >"$lab/drop.out" || fail "the window refuses a dropped file"
}

# encode PATH: as in a URI, byte by byte.
encode() {
	local i c
	for ((i = 0; i < ${#1}; i++)); do
		c=${1:i:1}
		case $c in
		[a-zA-Z0-9/._~-]) printf %s "$c" ;;
		*) printf '%%%02X' $(($(printf %d "'$c") & 255)) ;;
		esac
	done
}

# --- eyes ----------------------------------------------------------------------------------------

set_clipboard() { printf %s "$1" | xclip -selection clipboard -in >/dev/null 2>&1; }
clipboard() { timeout 5 xclip -selection clipboard -out 2>/dev/null || true; }

# copied KEY|click…: presses what copies, and leaves the copied text in $text.
copied() {
	set_clipboard nothing
	"$@"
	await 5 clipboard_changed || fail "nothing is copied by $*"
}
clipboard_changed() {
	text=$(clipboard)
	[[ $text != nothing && -n $text ]]
}

# tab [N]: goes N controls on by the Tab key, and leaves in $at the middle of the one that then has the
# focus ring, "X Y", so that the mouse can press it.
tab() {
	local i
	for ((i = 0; i < ${1:-1}; i++)); do
		picture "$lab/tab-before.png"
		keys Tab
	done
	import -window "$window" "$lab/tab-after.png"
	at=$(convert '(' "$lab/tab-after.png" $mask ')' '(' "$lab/tab-before.png" $mask -negate ')' \
		-compose multiply -composite -format '%@' info: 2>/dev/null | awk -F'[x+]' '{printf "%d %d", $3 + $1 / 2, $4 + $2 / 2}')
}
# The ring's colour in white, all else in black (ui/look/colours.go, light).
mask='-alpha off -fill black +opaque #1257a8 -fill white -opaque #1257a8'

# has TEXT PATTERN: is it in there?
has() { grep -qE -- "$2" <<<"$1"; }
