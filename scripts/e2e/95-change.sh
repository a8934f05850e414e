# What a change is in the window, from the first press to the stores: fixed from the health check and taken back, a
# root from a file trusted by keyboard alone, a fingerprint that does not match, and a window that is killed in the middle.

# changes: how many changes the history tells of.
changes() { "$program" history list --json | grep -cE '"n": *[0-9]' || true; }
made() { [[ $(grep -c '"end":true' "$CERTVIEWER_DATA"/journal/*.jsonl 2>/dev/null | awk -F: '{n += $NF} END {print n + 0}') == "$1" ]]; }
# flags PROFILE NAME: what certutil says of a certificate's trust; "" when it is not there.
flags() { certutil -L -d "sql:$1" 2>/dev/null | awk -v name="$2" 'index($0, name) {print $NF}'; }

# --- walkthrough 1: the root for Webex is missing ---------------------------------------------------

# own_etc: Debian's list of roots, without the one for Webex, as only the program of this scenario sees it.
own_etc() {
	type -P unshare nsenter update-ca-certificates >/dev/null && [[ -f /etc/ca-certificates.conf ]] || return 1
	local raise=() enter=(-m)
	((EUID == 0)) || raise=(--map-root-user) enter=(-U -m --preserve-credentials)
	mkdir -p "$lab/layers"
	unshare "${raise[@]}" -m bash -euc '
		mount -t tmpfs none "$1"
		for folder in /etc /usr/local/share; do
			mkdir -p "$1/up$folder" "$1/work$folder"
			mount -t overlay none -o "lowerdir=$folder,upperdir=$1/up$folder,workdir=$1/work$folder" "$folder"
		done
		rm -rf /usr/local/share/ca-certificates/*
		sed -i "s#^mozilla/DigiCert_Trusted_Root_G4#!&#" /etc/ca-certificates.conf
		update-ca-certificates
		touch "$1/../ready"
		exec sleep infinity' own "$lab/layers" >"$lab/own.out" 2>&1 &
	started+=($!)
	local holder=$!
	await 20 prepared_or_gone "$holder"
	[[ -e $lab/ready ]] || return 1
	printf '#!/bin/sh\nexec nsenter -t %s %s -- %s "$@"\n' "$holder" "${enter[*]}" "$program" >"$lab/inside"
	chmod +x "$lab/inside"
}
prepared_or_gone() { [[ -e $lab/ready ]] || ! kill -0 "$1" 2>/dev/null; }

new_home
new_screen
outside=$program
if own_etc; then
	program=$lab/inside
	unset SSL_CERT_FILE SSL_CERT_DIR # the program writes no list but the system's own
	"$program" check webex-tsa >/dev/null && fail 'the root for Webex is not missing'
	start --lang ja --theme light --size 1280x800
	tab 5 # the two lists of the sidebar, Check again, Copy for the helpdesk, Fix
	click $at
	tab # the keyboard is on Cancel
	after xdotool mousemove --sync --window "$window" $at
	clicks=$((clicks + 1)) began=${EPOCHREALTIME/./}
	xdotool click 1
	await 20 made 1 || fail 'the change is not made'
	ms=$(((${EPOCHREALTIME/./} - began) / 1000))
	((ms <= 3000)) || fail "the change takes $ms ms, more than 3 s"
	steady
	picture "$failures/change-webex-done.png"
	((clicks == 2)) || fail "it took $clicks clicks"
	"$program" check webex-tsa >/dev/null || fail 'Webex is not ready after the change'
	[[ $(changes) == 1 ]] || fail "the history tells of $(changes) changes"
	ok "walkthrough 1: the missing root is there after $clicks clicks and $ms ms; check says so"
	keys Escape ctrl+4
	clicks=0
	tab 3 # the two lists of the sidebar, Undo
	click $at
	tab
	click $at
	await 20 made 2 || fail 'the change is not undone'
	((clicks == 2)) || fail "undo took $clicks clicks"
	"$program" check webex-tsa >/dev/null && fail 'Webex is ready although the change was undone'
	ok "walkthrough 1: undone after $clicks clicks; check says so"
	quit
else
	echo '--   no list of roots of its own can be made here: the fix for Webex was not tried'
fi
program=$outside

# --- by keyboard alone: a root from a file, in two profiles of Firefox ------------------------------

rm -rf "$CERTVIEWER_DATA"
second=$HOME/.mozilla/firefox/bbbbbbbb.second
mkdir -m 0700 "$second"
printf '\n[Profile1]\nName=second\nIsRelative=1\nPath=%s\n' "${second##*/}" >>"$HOME/.mozilla/firefox/profiles.ini"
echo 'pass word' >"$lab/password"
certutil -N -d "sql:$second" -f "$lab/password"
mkdir "$lab/office"
certutil -N -d "sql:$lab/office" --empty-password
certutil -S -d "sql:$lab/office" -z "$lab/noise" -n office -s 'CN=Office Filter Root,O=例示認証株式会社,C=JP' -x -t C,, -m 99 -v 12 -Z SHA256 -2 >/dev/null 2>&1 <<<$'y\n\ny'
certutil -L -d "sql:$lab/office" -n office -a >"$lab/office.crt"
whole=$(fingerprint_of "$lab/office.crt")
short=$(openssl x509 -in "$lab/office.crt" -outform der | sha1sum | cut -c1-40)
before=$(state)

start --lang ja --theme light --size 1280x800 "$lab/office.crt"
away
keys Tab Tab Tab Tab Tab Return # the sidebar, the search, a condition, "trust for"
picture "$failures/change-fingerprint.png"
for wrong in "$short" "${whole::63}" "0${whole:1}" "1${whole:1}" "$(tr 0-9 1-90 <<<"$whole")"; do
	[[ $wrong != "$whole" ]] || continue
	paste "$wrong"
	keys Return
done
picture "$failures/change-fingerprint-differs.png"
[[ $(state) == "$before" ]] || fail 'a fingerprint that does not match changed something'
set_clipboard "$(sed 's/../& : /g' <<<"${whole^^}" | sed 'y/0123456789ABCDEF/０１２３４５６７８９ＡＢＣＤＥＦ/')"
keys ctrl+a ctrl+v Return
picture "$failures/change-trust.png"
keys Tab Tab Tab Tab Tab space Tab space # five purposes, of which servers are ticked; the two profiles
keys Tab Tab Tab Return                  # the system's list, Cancel, Next
keys Tab Tab Return                      # Back, Make the change
await 5 grep -qs '"done":0' "$CERTVIEWER_DATA/journal/000001.jsonl" || fail 'the first profile is not changed'
steady
[[ $(flags "$profile" 'Office Filter Root') == C,, ]] || fail "Firefox's flags are $(flags "$profile" 'Office Filter Root')"
picture "$failures/change-password.png"
ok 'by keyboard alone: a root from a file needs its whole fingerprint, and is then trusted for servers only'

# --- killed in the middle -----------------------------------------------------------------------------

quit # the second profile's Primary Password is being asked for
[[ $(flags "$second" 'Office Filter Root') == '' ]] || fail 'the second profile was changed without its password'
start --lang ja --theme light --size 1280x800
away
copied keys ctrl+shift+c
picture "$failures/change-interrupted.png"
keys Tab Tab Tab Tab Tab Return # the sidebar, Check again, Copy for the helpdesk, Go on
keys Tab Return
after xdotool type --clearmodifiers 'pass word'
keys Return
await 5 made 2 || fail 'the rest is not made'
steady
picture "$failures/change-rest.png"
[[ $(flags "$second" 'Office Filter Root') == C,, ]] || fail "the second profile's flags are $(flags "$second" 'Office Filter Root')"
grep -rqs 'pass word' "$CERTVIEWER_DATA" && fail 'the Primary Password was kept'
ok 'a window killed in the middle: told at the next start, and gone on with'
quit
