# A new certificate from its .p12 file into every program, in the place of the old one: walkthrough 3, with the mouse's
# drop and the clipboard's PIN, and then by keyboard alone with a PIN that was typed in full width.
. scripts/e2e/campus.sh
firefox=$her_firefox thunderbird=$her_thunderbird chromium=$her_chromium safe='backup pass word'

# holds DATABASE NAME: is the certificate of $lab/NAME.crt there, with its key? pk12util says so, by all that the database
# gives out: what has one subject has one nickname.
holds() {
	local db=$HOME/$1 out=$lab/held.p12 lock_of=$lab/none.txt print key nickname
	[[ $1 != "$thunderbird" ]] || lock_of=$lab/lock
	print=$(fingerprint_of "$lab/$2.crt") key=$(openssl x509 -in "$lab/$2.crt" -noout -pubkey)
	while read -r nickname; do
		pk12util -o "$out" -d "sql:$db" -n "$nickname" -k "$lock_of" -W held >/dev/null 2>&1 || continue
		openssl pkcs12 -in "$out" -passin pass:held -nokeys 2>/dev/null | each_pem CERTIFICATE 'x509 -outform der' | grep "^$print" >/dev/null || continue
		openssl pkcs12 -in "$out" -passin pass:held -nocerts -nodes 2>/dev/null | each_pem 'PRIVATE KEY' 'pkey -pubout' | grep "^$(sha256sum <<<"$key" | cut -c1-64)" >/dev/null && return
	done < <(certutil -L -d "sql:$db" | sed -n '5,$s/ *[a-zA-Z]*,[a-zA-Z]*,[a-zA-Z]* *$//p')
	return 1
}
# each_pem KIND COMMAND: what openssl's COMMAND makes of each PEM block of a kind, as its SHA-256.
each_pem() {
	local line block=''
	while IFS= read -r line; do
		[[ $line == "-----BEGIN $1-----" ]] && block=''
		block+=$line$'\n'
		[[ $line != "-----END $1-----" ]] || openssl $2 <<<"$block" 2>/dev/null | sha256sum
	done
}
# changed_from FILE: does the window look different by now?
changed_from() {
	import -window "$window" "$lab/now.png"
	! cmp -s "$1" "$lab/now.png"
}
# all_hold NAME DATABASE…
all_hold() {
	local name=$1 db
	shift
	for db; do holds "$db" "$name" || fail "$db lacks $name"; done
}

# typed TEXT: types it, key by key.
typed() { after xdotool type --clearmodifiers "$1"; }

new_home
new_member "$lab/member"
export HOME=$lab/member
cp -a "$HOME" "$lab/member-before"
new_screen

# --- walkthrough 3: dropped, pasted, swapped ------------------------------------------------------------

start --lang ja --theme light --size 1280x800
drop "$lab/j20-0001.p12"
picture "$failures/import-pin.png"
paste "$her_pin"
keys Return
picture "$failures/import-contents.png"
keys Return # Next
picture "$failures/import-programs.png"
keys Return # Start
paste "$her_lock"
picture "$failures/import-password.png"
keys Return
await 10 grep -qs '"end":true' "$CERTVIEWER_DATA/journal/000001.jsonl" || fail 'the import does not end'
steady
picture "$failures/swap-choose.png"
all_hold new "$firefox" "$chromium" "$thunderbird"
all_hold old "$firefox" "$chromium" "$thunderbird"
ok "the new certificate is in all three programs with its key, and the old one still too"
set_clipboard "$safe"
keys ctrl+v Tab Tab ctrl+v
picture "$failures/swap-backup.png"
keys Return # Save backup and remove
await 10 grep -qs '"end":true' "$CERTVIEWER_DATA/journal/000002.jsonl" || fail 'the removal does not end'
steady
picture "$failures/swap-done.png"
((clicks == 6)) || fail "it took $clicks clicks to 313, and one of them was for the Primary Password"
keys Return # Close
((clicks <= 7)) || fail "it took $clicks clicks, and one of them was for the Primary Password"
picture "$failures/swap-clients.png"
ok "walkthrough 3: from the drop to the end in $((clicks - 1)) clicks, and one for the Primary Password"

holds "$firefox" old && fail "Firefox still has the old certificate"
holds "$chromium" old && fail "Chromium still has the old certificate"
all_hold new "$firefox" "$chromium" "$thunderbird"
all_hold old "$thunderbird"
ok "the old one has left Firefox and Chromium, and stays in Thunderbird, which opens old mail with it"
[[ $(grep -c "_cert_dbkey\", \"$(db_key "$lab/new.crt")\"" "$HOME/$thunderbird/prefs.js") == 2 ]] || fail "Thunderbird's settings do not name the new certificate"
grep -q 'useremail", "hanako@example.ac.jp"' "$HOME/$thunderbird/prefs.js" || fail "Thunderbird's other settings are gone"
ok "Thunderbird's settings name the new certificate for signing and sealing"
backup=$(echo "$HOME"/Documents/certviewer-backup-*.p12)
openssl pkcs12 -in "$backup" -passin "pass:$safe" -nokeys -clcerts 2>/dev/null | openssl x509 -outform der | sha256sum | grep -q "^$(fingerprint_of "$lab/old.crt")" || fail "the backup holds another certificate"
[[ $(openssl pkcs12 -in "$backup" -passin "pass:$safe" -nocerts -nodes 2>/dev/null | openssl pkey -pubout) == "$(openssl x509 -in "$lab/old.crt" -noout -pubkey)" ]] || fail "the backup holds another key"
[[ $(stat -c %a "$backup") == 600 ]] || fail "others may read the backup"
ok "openssl opens the backup: it is the old certificate with its key"
for secret in "$her_pin" "$her_lock" "$safe"; do
	grep -rqsF -e "$secret" -e "$(printf %s "$secret" | base64)" "$CERTVIEWER_DATA" "$HOME" "$lab/window.err" "$lab/window.out" && fail "$secret is in a file"
done
ok "PIN, Primary Password and backup password are in no file"

# undo takes the additions back
"$program" history undo 1 --yes --primary-password-file "$lab/lock" >"$lab/undo.txt" || fail "undo: $(cat "$lab/undo.txt")"
for db in "$firefox" "$chromium" "$thunderbird"; do
	holds "$db" new && fail "after the undo $db still has the new certificate"
done
[[ $(grep -c "_cert_dbkey\", \"$(db_key "$lab/old.crt")\"" "$HOME/$thunderbird/prefs.js") == 2 ]] || fail "after the undo Thunderbird's settings do not name the old certificate"
ok "undo: the additions are taken back in all three programs"
quit

# --- by keyboard alone: a PIN that does not match, one in full width, and Firefox still open ---------------

rm -rf "$HOME" "$CERTVIEWER_DATA"
cp -a "$lab/member-before" "$HOME"
sleep infinity &
browser=$!
started+=("$browser")
ln -s "127.0.0.1:$browser" "$HOME/$firefox/lock" # as Firefox leaves it where file locks are not to be had
state >"$lab/before.txt"
start --lang ja --theme light --size 1280x800 "$lab/j20-0001.p12"
away
paste 'wrong'
keys Return
picture "$failures/import-wrong-pin.png"
set_clipboard 'Ａｂ３－９ｘＱｚ'
keys ctrl+a ctrl+v Return
picture "$failures/import-fullwidth.png"
keys Return # try in half width
state >"$lab/after.txt"
cmp -s "$lab/before.txt" "$lab/after.txt" || fail "before the first confirmation something has changed: $(diff "$lab/before.txt" "$lab/after.txt")"
keys Return # Next
picture "$failures/import-running.png"
state >"$lab/after.txt"
cmp -s "$lab/before.txt" "$lab/after.txt" || fail "a PIN was tried, and something has changed: $(diff "$lab/before.txt" "$lab/after.txt")"
import -window "$window" "$lab/running.png"
kill "$browser"
wait "$browser" 2>/dev/null || true
rm "$HOME/$firefox/lock"
await 10 changed_from "$lab/running.png" || fail "the page does not notice that Firefox was closed"
steady
picture "$failures/import-closed.png"
ok "by keyboard: a wrong PIN, then one in full width; Firefox, once it is closed, is no longer in the way"
keys Tab Tab space # past Chromium and Firefox; Thunderbird, whose password was forgotten, is left out
keys Tab Tab Tab Tab Tab # remember the PIN, Details, Cancel, Back, Start
began=${EPOCHREALTIME/./}
xdotool key Return
await 10 grep -qs '"end":true' "$CERTVIEWER_DATA/journal/000001.jsonl" || fail 'the import does not end'
ms=$(((${EPOCHREALTIME/./} - began) / 1000))
((ms <= 3000)) || fail "the import takes $ms ms, more than 3 s"
steady
picture "$failures/swap-without-thunderbird.png"
all_hold new "$firefox" "$chromium"
holds "$thunderbird" new && fail "Thunderbird was left out, and has it"
keys Escape
picture "$failures/swap-kept.png"
[[ ! -e $CERTVIEWER_DATA/journal/000002.jsonl ]] || fail "Escape has removed something"
all_hold old "$firefox" "$chromium" "$thunderbird"
ok "by keyboard: imported without Thunderbird in $ms ms; Escape keeps the old certificate everywhere"
quit
