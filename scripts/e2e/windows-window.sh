# certviewer.exe as a window. Read by scripts/e2e-windows.sh.

# double_click FILE…: opens files as Explorer does, which gives a program of the terminal a console of its own.
double_click() { WINE_DISPLAY=$DISPLAY "$wine" start "$@" >/dev/null 2>&1 || fail "$* cannot be opened"; }
# windows_seen: the names of all windows of Windows' programs.
windows_seen() { xdotool search --onlyvisible --class '\.exe$' getwindowname %@ 2>/dev/null || true; }
named() { xdotool search --onlyvisible --name "$1" >/dev/null 2>&1; }
alone() { [[ $(xdotool search --onlyvisible --class '\.exe$' 2>/dev/null | wc -l) == 1 ]]; }

# Where nothing can be drawn, and nobody reads what is printed.
new_screen -extension GLX
registry add 'HKLM\Software\Classes\.txt' /ve /d txtfile /f >/dev/null # Wine has Notepad, and does not use it
double_click "$(windows "$here/certviewer.exe")" --lang ja
await 30 named '^certviewer$' || fail "without OpenGL nothing is said: $(windows_seen)"
window=$(xdotool search --onlyvisible --name '^certviewer$' | tail -n 1)
await 10 alone || fail "a black box stays: $(windows_seen)"
picture "$pictures/no-opengl-ja.png"
[[ $(head -c 3 "$data/answer.txt") == $'\xef\xbb\xbf' ]] && grep -q 'Webex' "$data/answer.txt" || fail 'the health check is not kept as a text'
xdotool windowactivate --sync "$window" key --clearmodifiers Return
await 20 named 'answer' || fail "the text is not opened: $(windows_seen)"
ok 'without OpenGL: a box, and the health check opens as a text'
wineserver -k || true
kill "${started[@]}" 2>/dev/null || true
started=()

# What there is to see: her new certificate is in Windows since the terminal's part; the old one and the company's root come now.
"$program" client import "$(windows "$lab/old.p12")" --to user/MY --yes --pin-stdin <<<0000 >/dev/null 2>&1 || fail 'the old certificate is not imported'
openssl req -x509 -utf8 -newkey rsa:2048 -nodes -keyout "$lab/key.pem" -days 700 -out "$lab/company.pem" \
	-subj '/C=JP/O=株式会社サンプル/CN=社内プロキシ検査用 CA' -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
"$program" root add "$(windows "$lab/company.pem")" --store user/Root --for server --fingerprint "$(fingerprint_of "$lab/company.pem")" --yes >/dev/null || fail 'the root is not added'
mkdir -p "$roaming/Mozilla"
cp -a "$lab/campus/.mozilla/firefox" "$roaming/Mozilla/Firefox"

new_screen
double_click "$(windows "$here/certviewer.exe")" --lang ja --theme light --page health --size 1000x700
await 30 appeared || fail "no window within 30 s: $(windows_seen)"
await 10 alone || fail "a black box stays: $(windows_seen)"
xdotool windowactivate --sync "$window"
ok 'a double click: the window, and no black box beside it'
quit

export WINE_DISPLAY=$DISPLAY # what start starts may show itself from here on
start --lang en --theme light --page certificates --size 1280x800
keys ctrl+f
paste '社内プロキシ'
copied keys Down ctrl+c
has "$text" "$(fingerprint_of "$lab/company.pem")" || fail "the root that was searched is not found: $text"
keys ctrl+f ctrl+a
paste 'ISRG Root X1'
copied keys Down ctrl+c
has "$text" 'ISRG Root X1' || fail "a root of the whole computer is not found: $text"
ok "Windows' lists are in the window, and searched in two languages"
quit

start --lang ja --theme light --size 1000x700 "$(windows "$her/二つ目.pem")"
copied keys ctrl+f Down ctrl+c
has "$text" "$(fingerprint_of "$her/二つ目.pem")" || fail "a file is not opened: $text"
ok 'a file is opened'
double_click "$(windows "$here/certviewer.exe")" "$(windows "$lab/company.pem")"
handed() {
	copied keys ctrl+f Down ctrl+c
	has "$text" "$(fingerprint_of "$lab/company.pem")"
}
await 20 handed || fail "the file of a second start is not in the window: $text"
await 10 alone || fail "a second start has a window of its own: $(windows_seen)"
ok 'a second start hands its file to the window that is open'
quit

# shot NAME SIZE FLAG…: a picture of the window; among the certificates, of the root that Webex needs.
shot() {
	local name=$1 size=$2
	shift 2
	start --theme light --size "$size" "$@"
	away
	if [[ $name == certificates* ]]; then
		keys ctrl+f
		paste DigiCert
		keys Down End
	fi
	picture "$lab/shot.png"
	convert "$lab/shot.png" -strip +dither -colors 255 "PNG8:$pictures/$name.png"
	quit
}
for lang in en ja; do
	shot health-$lang 1000x700 --lang $lang --page health
	shot clients-$lang 1000x700 --lang $lang --page clients
	shot certificates-$lang 1280x800 --lang $lang --page certificates
done
if [[ ${1:-} == pictures ]]; then
	cp "$pictures/certificates-ja.png" docs/screenshots/windows-ja.png
fi
ok "pictures are in ${pictures#"$PWD/"}"
