# A new certificate from its .p12 file into every program, in the place of the old one: walkthrough 3, with the mouse's
# drop and the clipboard's PIN, and then by keyboard alone with a PIN that was typed in full width.
. scripts/e2e/campus.sh

pin='Ab3-9xQz' lock='ひみつの言葉' safe='backup pass word'
firefox=.mozilla/firefox/k3j2ab9x.default-release thunderbird=.thunderbird/p0w7xl2m.default-release chromium=.pki/nssdb

# member_home FOLDER: the old certificate in Firefox, Chromium and Thunderbird, which signs with it and has a Primary
# Password; the new one is in $lab/new.p12 with a PIN of its own.
member_home() {
	local db
	for db in "$1/$firefox" "$1/$thunderbird" "$1/$chromium"; do
		mkdir -p -m 0700 "$db"
		certutil -N -d "sql:$db" --empty-password
		received "$db" old
	done
	printf '[Profile0]\nName=default-release\nIsRelative=1\nPath=%s\n' "${firefox##*/}" >"$1/.mozilla/firefox/profiles.ini"
	printf '[Profile0]\nName=default-release\nIsRelative=1\nPath=%s\n' "${thunderbird##*/}" >"$1/.thunderbird/profiles.ini"
	{
		printf 'user_pref("mail.accountmanager.accounts", "account1");\nuser_pref("mail.account.account1.identities", "id1");\n'
		printf 'user_pref("mail.identity.id1.useremail", "hanako@example.ac.jp");\nuser_pref("mail.identity.id1.fullName", "山田 花子");\n'
		printf 'user_pref("mail.identity.id1.%s_cert_name", "old");\n' signing encryption
		printf 'user_pref("mail.identity.id1.%s_cert_dbkey", "'"$(db_key "$lab/old.crt")"'");\n' signing encryption
	} >"$1/$thunderbird/prefs.js"
	printf '%s\n' "$lock" >"$lab/lock"
	certutil -W -d "sql:$1/$thunderbird" -f "$lab/none.txt" -@ "$lab/lock" >/dev/null
	mkdir -p "$1/Documents"
}

# db_key FILE: how programs of Mozilla's name a certificate in their settings: lengths, serial number, issuer.
db_key() {
	local der=$lab/named.der serial issuer
	openssl x509 -in "$1" -outform der -out "$der"
	# the parts of the certificate: its version, its number, an algorithm, its issuer
	{ read -r _ && read -r serial && read -r _ && read -r issuer; } < <(openssl asn1parse -inform der -in "$der" | awk -F'[:= l]+' '/d=2/' |
		sed -E 's/^ *([0-9]+):d=2 +hl=([0-9]+) +l= *([0-9]+).*/\1 \2 \3/')
	set -- $serial $issuer
	serial=$(tail -c +$(($1 + $2 + 1)) "$der" | head -c "$3" | xxd -p -c 0)
	issuer=$(tail -c +$(($4 + 1)) "$der" | head -c $(($5 + $6)) | xxd -p -c 0)
	printf '%016x%08x%08x%s%s' 0 $((${#serial} / 2)) $((${#issuer} / 2)) "$serial" "$issuer" | xxd -r -p | base64 -w 0
}

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
# all_hold NAME DATABASE…
all_hold() {
	local name=$1 db
	shift
	for db; do holds "$db" "$name" || fail "$db lacks $name"; done
}

# typed TEXT: types it, key by key.
typed() { after xdotool type --clearmodifiers "$1"; }

new_home
printf '\n' >"$lab/none.txt"
mkdir "$lab/issuers"
certutil -N -d "sql:$lab/issuers" --empty-password
issuer before 'CN=NII Open Domain CA - G4,O=National Institute of Informatics,L=Academe,C=JP'
issuer since 'CN=SECOM Passport for Member PUB CA8,OU=SECOM Passport for Member 2.0 PUB,O=SECOM Trust Systems CO.\,LTD.,C=JP'
me='CN=山田 花子,OU=理学部,O=Example University,C=JP'
member old "$me" before 22 25 hanako@example.ac.jp
member new "$me" since 1 25 hanako@example.ac.jp
openssl pkcs12 -in "$lab/new.p12" -passin pass:0000 -nokeys -clcerts 2>/dev/null | openssl pkcs12 -export -out "$lab/j20-0001.p12" -inkey <(openssl pkcs12 -in "$lab/new.p12" -passin pass:0000 -nocerts -nodes 2>/dev/null) -passout "pass:$pin"
member_home "$lab/member"
export HOME=$lab/member
cp -a "$HOME" "$lab/member-before"
new_screen

# --- walkthrough 3: dropped, pasted, swapped ------------------------------------------------------------

start --lang ja --theme light --size 1280x800
drop "$lab/j20-0001.p12"
picture "$failures/import-pin.png"
paste "$pin"
keys Return
picture "$failures/import-contents.png"
keys Return # Next
picture "$failures/import-programs.png"
keys Return # Start
paste "$lock"
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
for secret in "$pin" "$lock" "$safe"; do
	grep -rqsF -e "$secret" -e "$(printf %s "$secret" | base64)" "$CERTVIEWER_DATA" "$HOME" "$lab/window.err" "$lab/window.out" && fail "$secret is in a file"
done
ok "PIN, Primary Password and backup password are in no file"

# undo takes the additions back, with the Primary Password
keys ctrl+4
picture "$failures/swap-history.png"
quit
