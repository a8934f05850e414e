#!/bin/bash
# Takes pictures of the window with the real driver, on a screen of its own and in a throw-away home that looks like
# a person's. Without an argument: those of README.md and docs/pictures.md, into docs/screenshots. With "all": every page in both
# languages, both sets of colours and two sizes, and every step of a change, into dist/screenshots, to be looked at; a
# second argument takes only those whose names hold it. CERTVIEWER names another program than the one that was built.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${CERTVIEWER:-$PWD/certviewer}
lab=$(mktemp -d "${TMPDIR:-/tmp}/certviewer-shots.XXXXXX")
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$lab"' EXIT
failures=$lab scenario=screenshots
. scripts/e2e/lib.sh
. scripts/e2e/campus.sh

new_home # with the distribution's roots alone: this computer's own may hold others, which are nobody's business
rm -r "$HOME/.mozilla"

# database FOLDER: an NSS database without a password.
database() {
	mkdir -p "$1"
	certutil -N -d "sql:$1" --empty-password
}

# root FOLDER NICKNAME SUBJECT FLAGS MONTHS: a self-signed CA in a database.
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
university='CN=Example University Client CA - G2,O=Example University,C=JP'
for folder in "$work" "$mail" "$chrome"; do
	root "$folder" 'Example University Client CA - G2' "$university" CT,C, 120
done
person "$work" '山田 花子 (2026)' 'CN=山田 花子,OU=理学部,O=Example University,C=JP' 'Example University Client CA - G2' 10 24 hanako@example.ac.jp
person "$mail" '山田 花子 (2026)' 'CN=山田 花子,OU=理学部,O=Example University,C=JP' 'Example University Client CA - G2' 10 24 hanako@example.ac.jp
person "$chrome" '山田 花子 (2024)' 'CN=山田 花子,OU=理学部,O=Example University,C=JP' 'Example University Client CA - G2' 24 25 hanako@example.ac.jp
root "$home" 'ホームフィルター ルート認証局' 'CN=ホームフィルター ルート認証局,O=例示ネットワーク株式会社,C=JP' C,, 60
root "$work" '社内プロキシ検査用 CA' 'CN=社内プロキシ検査用 CA,O=株式会社サンプル,C=JP' C,, 36

# Somebody followed an old notice and trusts this root for everything; it is for mail only (No. 125). The program has
# a Primary Password.
certutil -A -d "sql:$mail" -n 'VeriSign Class 3 PCA G3' -t CT,C,C -i assets/catalog/roots/verisign-class3-pca-g3.pem
printf '\n' >"$lab/none.txt"
echo hanako >"$lab/password.txt"
certutil -W -d "sql:$mail" -f "$lab/none.txt" -@ "$lab/password.txt" >/dev/null
certutil -L -d "sql:$home" -n 'ホームフィルター ルート認証局' -a >"$lab/home-filter.crt"
certutil -D -d "sql:$home" -n 'ホームフィルター ルート認証局'
cp -a "$HOME" "$lab/home-before"
new_campus "$lab/campus"
new_member "$lab/member"

new_screen

# shot FILE SCENE FLAG…: opens the window with flags, in the home as it was, has SCENE done in it (a function below, may
# be ""), and keeps its picture in 255 colours, which makes a third of the size, and nobody sees it.
shot() {
	local file=$1 scene=$2
	shift 2
	rm -rf "$CERTVIEWER_DATA" "$HOME" # nothing of the picture before
	cp -a "$lab/home-before" "$HOME"
	[[ $(type -t "before_$scene") != function ]] || "before_$scene" >/dev/null
	case $scene in
	file | unknown | differs) set -- "$@" "$lab/home-filter.crt" ;;
	import | wrong | fullwidth | contents | programs | ask | swap | removal | swapped) set -- "$@" "$lab/j20-0001.p12" ;;
	damaged) set -- "$@" "$lab/cut.p12" ;;
	esac
	start "$@"
	away
	[[ -z $scene ]] || "scene_$scene"
	picture "$lab/shot.png"
	convert "$lab/shot.png" -strip +dither -colors 255 "PNG8:$file"
	quit
	echo "$file"
}

# What is done in the window for a picture, by keyboard.
scene_certificates() { keys ctrl+f Tab Tab Tab Tab space ctrl+f Down Home Down Down Down Down; } # those with a private key, and one of them
scene_menu() {
	keys ctrl+f
	paste 'Example University'
	keys Down shift+F10
}
scene_trust() {
	keys ctrl+f
	paste 'ISRG Root X1'
	keys Down ctrl+t
}
scene_file() { :; }
scene_preview() { keys Tab Tab Tab Tab Tab Return; }
scene_password() {
	scene_preview
	keys Tab Return
	await 10 password_asked || fail 'no Primary Password is asked for'
}
password_asked() { steady; } # the field comes when the program has answered
scene_outcome() {
	scene_password
	after xdotool type hanako
	keys Return
	steady
}
scene_unknown() { keys Tab Tab Tab Tab Tab Return; }
scene_differs() {
	scene_unknown
	paste "$(openssl rand -hex 32)"
	keys Return
}
before_clients() { # in another home, of a university's member
	rm -rf "$HOME"
	cp -a "$lab/campus" "$HOME"
}
scene_clients() { :; }
before_older() { before_clients; }
scene_older() { keys Tab Tab Tab Tab Tab Down Down Down; } # the old one, below the new one
before_import() { # a home in which the new certificate is nowhere yet
	rm -rf "$HOME"
	cp -a "$lab/member" "$HOME"
}
scene_import() { :; }
before_wrong() { before_import; }
scene_wrong() {
	paste 'Ab3-9xQ2'
	keys Return
}
before_fullwidth() { before_import; }
scene_fullwidth() {
	paste 'Ａｂ３－９ｘＱｚ'
	keys Return
}
before_contents() { before_import; }
scene_contents() {
	paste "$her_pin"
	keys Return
}
before_programs() {
	before_import
	sleep infinity & # stands for Firefox
	started+=($!)
	ln -s "127.0.0.1:$!" "$HOME/$her_firefox/lock"
}
scene_programs() {
	scene_contents
	keys Return
}
before_ask() { before_import; }
scene_ask() {
	scene_programs
	keys Return
	await 10 password_asked || fail 'no Primary Password is asked for'
}
before_swap() { before_import; }
scene_swap() {
	scene_ask
	paste "$her_lock"
	keys Return
	await 10 grep -qs '"end":true' "$CERTVIEWER_DATA/journal/000001.jsonl" || fail 'the import does not end'
	steady
}
before_removal() { before_import; }
scene_removal() {
	scene_swap
	keys shift+Tab shift+Tab Return # from the password past the file to "remove it all the same"
}
before_swapped() { before_import; }
scene_swapped() {
	scene_swap
	set_clipboard 'backup pass word'
	keys ctrl+v Tab Tab ctrl+v Return
	await 10 grep -qs '"end":true' "$CERTVIEWER_DATA/journal/000002.jsonl" || fail 'the removal does not end'
	steady
}
before_damaged() {
	before_import
	head -c 1500 "$lab/j20-0001.p12" >"$lab/cut.p12"
}
scene_damaged() { :; }
before_nobody() { rm -rf "$HOME/.mozilla" "$HOME/.thunderbird" "$HOME/.pki"; }
scene_nobody() { :; }
before_history() {
	"$program" root add isrg-root-x2 --store "firefox:${work##*/}" --store chromium --yes
	"$program" root trust verisign-class3-pca-g3 --store "thunderbird:${mail##*/}" --for email --primary-password-file "$lab/password.txt" --yes
	"$program" history undo 1 --yes
}
scene_history() { :; }
before_unfinished() {
	"$program" root add isrg-root-x2 --store "firefox:${work##*/}" --store chromium --yes
	sed -i 4,\$d "$CERTVIEWER_DATA/journal/000001.jsonl" # as if it had been killed after the first step
}
scene_unfinished() { after :; } # the change is told of once it was held against the stores

if [[ ${1:-} != all ]]; then
	mkdir -p docs/screenshots
	shot docs/screenshots/certificates-en.png certificates --lang en --theme light --page certificates --size 1280x800
	shot docs/screenshots/certificates-ja-dark.png certificates --lang ja --theme dark --page certificates --size 1280x800
	shot docs/screenshots/clients-en.png clients --lang en --theme light --page clients --size 1000x700
	shot docs/screenshots/clients-ja.png older --lang ja --theme light --page clients --size 1000x700
	for lang in en ja; do
		shot docs/screenshots/health-$lang.png '' --lang $lang --theme light --page health --size 1000x700
		shot docs/screenshots/fix-$lang.png preview --lang $lang --theme light --page health --size 1000x700
		shot docs/screenshots/fingerprint-$lang.png unknown --lang $lang --theme light --size 1000x700
		shot docs/screenshots/history-$lang.png history --lang $lang --theme light --page history --size 1000x700
		shot docs/screenshots/wrong-pin-$lang.png wrong --lang $lang --theme light --size 1000x700
		shot docs/screenshots/import-$lang.png programs --lang $lang --theme light --size 1000x700
		shot docs/screenshots/swap-$lang.png swap --lang $lang --theme light --size 1000x800
	done
	exit
fi

# name of a picture, its scene, and the page it begins with
scenes='
health
clients      clients
older        older        clients
import       import       clients
wrong        wrong        clients
fullwidth    fullwidth    clients
damaged      damaged      clients
contents     contents     clients
programs     programs     clients
ask          ask          clients
swap         swap         clients
removal      removal      clients
swapped      swapped      clients
nobody       nobody       clients
certificates certificates
menu         menu         certificates
trust        trust        certificates
file         file         certificates
preview      preview      health
password     password     health
outcome      outcome      health
unknown      unknown      certificates
differs      differs      certificates
history      history
unfinished   unfinished   health
settings
keys
about
'
out=dist/screenshots
mkdir -p "$out"
while read -r page scene first; do
	[[ -n $page ]] || continue
	for lang in en ja; do
		for theme in light dark; do
			for size in 1280x800 900x600; do
				name=$page-$lang-$theme-$size
				[[ $name == *"${2:-}"* ]] || continue
				shot "$out/$name.png" "$scene" --lang $lang --theme $theme --page "${first:-$page}" --size $size
			done
		done
	done
done <<<"$scenes"
