# Files that are dropped on the window: a certificate under a Japanese name, a root that is trusted already, and
# things that are no certificates. Nothing in the home changes by it.
new_home
file="$lab/証明書 テスト.pem"
openssl req -x509 -utf8 -newkey rsa:2048 -nodes -keyout "$lab/key.pem" -subj '/O=例示大学/CN=証明書 テスト' -days 30 -out "$file" 2>/dev/null
trusted=/usr/share/ca-certificates/mozilla/DigiCert_Trusted_Root_G4.crt
head -c 3000 /dev/urandom >"$lab/ごみ.pem"
printf 'これは証明書ではありません。\n' >"$lab/メモ.txt"
: >"$lab/空.cer"
state >"$lab/before"

new_screen
start --lang ja --theme light --size 1280x800
drop "$file"
[[ $clicks == 1 ]] || fail "it took $clicks clicks"
picture "$failures/drop-japanese-name.png"
copied keys ctrl+f Down ctrl+c
has "$text" "$(fingerprint_of "$file")" || fail "the dropped file's certificate cannot be copied: $text"
ok "a PEM with a Japanese name, dropped: its certificate is shown after $clicks click"

clicks=0
drop "$trusted"
picture "$failures/drop-trusted-root.png"
copied keys ctrl+f Down ctrl+c
has "$text" "$(fingerprint_of "$trusted")" || fail "the dropped root cannot be copied: $text"
ok "a root that is trusted already, dropped: shown after $clicks click"

picture "$lab/last.png"
for rubbish in "$lab/ごみ.pem" "$lab/メモ.txt" "$lab/空.cer"; do
	drop "$rubbish"
	picture "$failures/drop-rubbish.png"
	cmp -s "$lab/last.png" "$failures/drop-rubbish.png" && fail "nothing is said about ${rubbish##*/}"
	cp "$failures/drop-rubbish.png" "$lab/last.png"
	kill -0 "$pid" || fail "the program ended by ${rubbish##*/}"
done
ok "what is no certificate, dropped three times: the window says so and goes on"
close_window

state >"$lab/after"
diff "$lab/before" "$lab/after" >&2 || fail "something in the home has changed"
ok "nothing in the home has changed by what was dropped"
