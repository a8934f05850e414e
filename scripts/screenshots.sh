#!/bin/bash
# Takes pictures of the window's pages in both languages, both sets of colours and two sizes, with the
# real driver on a screen of its own, in a throw-away home that looks like a person's. They go to
# docs/screenshots, or to the folder given; a second argument takes only the pictures whose
# names hold it. CERTVIEWER names another program than the one that was built.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-docs/screenshots}
only=${2:-}
program=${CERTVIEWER:-$PWD/certviewer}
lab=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-shots.XXXXXX")
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$lab"' EXIT
mkdir -p "$out"

export HOME=$lab/home CERTVIEWER_DATA=$lab/data LC_ALL=C.UTF-8
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME DISPLAY WAYLAND_DISPLAY SSL_CERT_FILE SSL_CERT_DIR
mkdir -p "$HOME" "$CERTVIEWER_DATA"
head -c 256 /dev/urandom >"$lab/noise"

# database FOLDER: an NSS database without a password.
database() {
	mkdir -p "$1"
	certutil -N -d "sql:$1" --empty-password
}

# root FOLDER NICKNAME SUBJECT FLAGS MONTHS: a self-signed CA in a database.
serial=1000
root() {
	serial=$((serial + 1))
	printf 'y\n\ny\n' | certutil -S -d "sql:$1" -z "$lab/noise" -n "$2" -s "$3" -x -t "$4" -m $serial -v "$5" -Z SHA256 -g 2048 -2 --keyUsage certSigning,crlSigning >/dev/null 2>&1
}

# person FOLDER NICKNAME SUBJECT ISSUER FROM MONTHS MAIL: a personal certificate with its key; FROM is
# months before today.
person() {
	serial=$((serial + 1))
	certutil -S -d "sql:$1" -z "$lab/noise" -n "$2" -s "$3" -c "$4" -t u,u,u -m $serial -w "-$5" -v "$6" -7 "$7" -Z SHA256 -g 2048 --extKeyUsage clientAuth,emailProtection >/dev/null 2>&1
}

firefox=$HOME/.mozilla/firefox
thunderbird=$HOME/.thunderbird
work=$firefox/k3j2ab9x.default-release
home=$firefox/q8zr41vt.home
mail=$thunderbird/p0w7xl2m.default-release
chrome=$HOME/.pki/nssdb
for folder in "$work" "$home" "$mail" "$chrome"; do database "$folder"; done
cat >"$firefox/profiles.ini" <<-EOF
	[Profile0]
	Name=仕事用
	IsRelative=1
	Path=${work##*/}

	[Profile1]
	Name=自宅
	IsRelative=1
	Path=${home##*/}
EOF
cat >"$thunderbird/profiles.ini" <<-EOF
	[Profile0]
	Name=default-release
	IsRelative=1
	Path=${mail##*/}
EOF
mkdir -p "$HOME/.config/google-chrome"
# The distribution's roots alone: this computer's own bundle may hold others, which are nobody's business.
cat /usr/share/ca-certificates/mozilla/*.crt >"$lab/bundle.pem"
mkdir "$lab/none"
export SSL_CERT_FILE=$lab/bundle.pem SSL_CERT_DIR=$lab/none

university='CN=Example University Client CA - G2,O=Example University,C=JP'
for folder in "$work" "$mail" "$chrome"; do
	root "$folder" 'Example University Client CA - G2' "$university" CT,C, 120
done
person "$work" '山田 花子 (2026)' 'CN=山田 花子,OU=理学部,O=Example University,C=JP' 'Example University Client CA - G2' 10 24 hanako@example.ac.jp
person "$mail" '山田 花子 (2026)' 'CN=山田 花子,OU=理学部,O=Example University,C=JP' 'Example University Client CA - G2' 10 24 hanako@example.ac.jp
person "$chrome" '山田 花子 (2024)' 'CN=山田 花子,OU=理学部,O=Example University,C=JP' 'Example University Client CA - G2' 24 25 hanako@example.ac.jp
root "$home" 'ホームフィルター ルート認証局' 'CN=ホームフィルター ルート認証局,O=例示ネットワーク株式会社,C=JP' C,, 60
root "$work" '社内プロキシ検査用 CA' 'CN=社内プロキシ検査用 CA,O=株式会社サンプル,C=JP' C,, 36

mkfifo "$lab/number"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$lab/number" >"$lab/xvfb.out" 2>&1 &
started+=($!)
read -r number <"$lab/number"
export DISPLAY=:$number
openbox >"$lab/openbox.out" 2>&1 &
started+=($!)

# steady WINDOW FILE: a picture of the window once it has stopped changing.
steady() {
	local before='' now
	for ((i = 0; i < 100; i++)); do
		import -window "$1" "$2" 2>/dev/null && now=$(convert "$2" rgb:- | sha256sum) || now=$i
		[[ $now == "$before" ]] && return
		before=$now
		sleep 0.3
	done
	return 1
}

# shot NAME KEYS FLAG…: opens the window with flags, presses KEYS (xdotool's names, may be ""), and
# keeps its picture.
shot() {
	local name=$1 keys=$2 window='' pid
	shift 2
	[[ $name == *"$only"* ]] || return 0
	"$program" "$@" >"$lab/$name.out" 2>&1 &
	pid=$!
	started+=($pid)
	for ((i = 0; i < 150 && ${#window} == 0; i++)); do
		kill -0 $pid 2>/dev/null || { cat "$lab/$name.out" >&2; return 1; }
		window=$(xdotool search --onlyvisible --pid $pid 2>/dev/null | tail -n 1 || true)
		sleep 0.2
	done
	xdotool mousemove 1435 895
	sleep 0.5
	steady "$window" "$out/$name.png"
	if [[ -n $keys ]]; then
		xdotool windowactivate --sync "$window"
		for key in $keys; do
			xdotool key --clearmodifiers "$key"
			sleep 0.15
		done
		steady "$window" "$out/$name.png"
	fi
	convert "$out/$name.png" -strip +dither -colors 255 "PNG8:$out/$name.png" # a third of the size, and nobody sees it
	kill $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
	echo "$out/$name.png"
}

for lang in en ja; do
	for theme in light dark; do
		for size in 1280x800 900x600; do
			for page in health certificates; do
				keys=''
				# those with a private key, and the first row chosen, so that the details are seen
				[[ $page == certificates ]] && keys='ctrl+f Tab Tab Tab Tab space ctrl+f Down Home Down Down Down Down'
				shot "$page-$lang-$theme-$size" "$keys" --lang $lang --theme $theme --page $page --size $size
			done
		done
	done
	shot "settings-$lang-light-900x600" '' --lang $lang --theme light --page settings --size 900x600
done
