# A home like that of a university's member: certificates as NII's service has issued them, old and new, in the databases of
# Firefox, Thunderbird and Chromium. Sourced for pictures and by scenarios; lib.sh comes before it.

# issuer NICKNAME SUBJECT: a CA of client certificates, in a database of its own that no program looks at.
issuer() {
	serial=$((serial + 1))
	printf 'y\n\ny\n' | certutil -S -d "sql:$lab/issuers" -z "$lab/noise" -n "$1" -s "$2" -x -t CT,C, -m $serial -w -60 -v 120 -Z SHA256 -g 2048 -2 --keyUsage certSigning,crlSigning >/dev/null 2>&1
}

# member NAME SUBJECT ISSUER FROM MONTHS MAIL [PURPOSES]: a person's certificate with its key, as the file NAME.p12 that
# the person gets, with the PIN 0000. FROM is months before today.
member() {
	serial=$((serial + 1))
	local db=$lab/issuers
	certutil -S -d "sql:$db" -z "$lab/noise" -n "$1" -s "$2" -c "$3" -t u,u,u -m $serial -w "-$4" -v "$5" -7 "$6" -Z SHA256 -g 2048 --extKeyUsage "${7:-clientAuth,emailProtection}" >/dev/null 2>&1
	pk12util -o "$lab/$1.p12" -d "sql:$db" -n "$1" -W 0000 >/dev/null
	certutil -L -d "sql:$db" -n "$1" -a >"$lab/$1.crt"
	certutil -F -d "sql:$db" -n "$1" >/dev/null 2>&1 # else the next one of this name would get its nickname
}

# received DATABASE NAME…: the person imports certificates, in this order.
received() {
	local db=$1 name
	shift
	for name; do
		pk12util -i "$lab/$name.p12" -d "sql:$db" -W 0000 >/dev/null
	done
}

# new_campus FOLDER: the home. 山田 花子 had one certificate that ended long ago, has one that was superseded, and the new
# one, which is not everywhere yet; a second one by her company ends soon; of a colleague's there is only the public half.
new_campus() {
	local firefox=$1/.mozilla/firefox thunderbird=$1/.thunderbird chrome=$1/.pki/nssdb db
	local work=$firefox/k3j2ab9x.default-release home=$firefox/q8zr41vt.home mail=$thunderbird/p0w7xl2m.default-release
	for db in "$work" "$home" "$mail" "$chrome" "$lab/issuers"; do
		mkdir -p "$db"
		certutil -N -d "sql:$db" --empty-password
	done
	printf '[Profile0]\nName=仕事用\nIsRelative=1\nPath=%s\n\n[Profile1]\nName=自宅\nIsRelative=1\nPath=%s\n' "${work##*/}" "${home##*/}" >"$firefox/profiles.ini"
	printf '[Profile0]\nName=default-release\nIsRelative=1\nPath=%s\n' "${mail##*/}" >"$thunderbird/profiles.ini"
	issuer before 'CN=NII Open Domain CA - G4,O=National Institute of Informatics,L=Academe,C=JP'
	issuer since 'CN=SECOM Passport for Member PUB CA8,OU=SECOM Passport for Member 2.0 PUB,O=SECOM Trust Systems CO.\,LTD.,C=JP'
	issuer company 'CN=社員証 CA,O=株式会社サンプル,C=JP'
	local me='CN=山田 花子,OU=理学部,O=Example University,C=JP'
	member ended "$me" before 49 25 hanako@example.ac.jp
	member old "$me" before 22 25 hanako@example.ac.jp
	member new "$me" since 1 25 hanako@example.ac.jp
	member staff 'CN=山田 花子 (非常勤),O=株式会社サンプル,C=JP' company 23 24 hanako@sample.example.jp clientAuth
	member half 'CN=j20-0001,OU=情報環境センター,O=Example University,C=JP' since 2 24 j20@example.ac.jp clientAuth
	received "$work" old new staff
	received "$home" old
	received "$chrome" new old
	received "$mail" ended old new
	certutil -A -d "sql:$chrome" -n j20-0001 -t ,, -i "$lab/half.crt"
}

# What new_member sets: the PIN of her new file, the Primary Password of her Thunderbird, and where the databases are.
her_pin='Ab3-9xQz' her_lock='ひみつの言葉'
her_firefox=.mozilla/firefox/k3j2ab9x.default-release her_thunderbird=.thunderbird/p0w7xl2m.default-release her_chromium=.pki/nssdb

# new_member FOLDER: a home with the old certificate in Firefox, Chromium and Thunderbird, which signs with it and has a
# Primary Password. The new one is nowhere yet: it is in $lab/j20-0001.p12.
new_member() {
	local db me='CN=山田 花子,OU=理学部,O=Example University,C=JP'
	if [[ ! -e $lab/new.p12 ]]; then
		mkdir "$lab/issuers"
		certutil -N -d "sql:$lab/issuers" --empty-password
		issuer before 'CN=NII Open Domain CA - G4,O=National Institute of Informatics,L=Academe,C=JP'
		issuer since 'CN=SECOM Passport for Member PUB CA8,OU=SECOM Passport for Member 2.0 PUB,O=SECOM Trust Systems CO.\,LTD.,C=JP'
		member old "$me" before 22 25 hanako@example.ac.jp
		member new "$me" since 1 25 hanako@example.ac.jp
	fi
	openssl pkcs12 -in "$lab/new.p12" -passin pass:0000 -nocerts -nodes -out "$lab/new.key" 2>/dev/null
	openssl pkcs12 -export -in "$lab/new.crt" -inkey "$lab/new.key" -out "$lab/j20-0001.p12" -passout "pass:$her_pin"
	printf '\n' >"$lab/none.txt"
	printf '%s\n' "$her_lock" >"$lab/lock"
	for db in "$1/$her_firefox" "$1/$her_thunderbird" "$1/$her_chromium"; do
		mkdir -p -m 0700 "$db"
		certutil -N -d "sql:$db" --empty-password
		received "$db" old
	done
	printf '[Profile0]\nName=default-release\nIsRelative=1\nPath=%s\n' "${her_firefox##*/}" >"$1/.mozilla/firefox/profiles.ini"
	printf '[Profile0]\nName=default-release\nIsRelative=1\nPath=%s\n' "${her_thunderbird##*/}" >"$1/.thunderbird/profiles.ini"
	{
		printf 'user_pref("mail.accountmanager.accounts", "account1");\nuser_pref("mail.account.account1.identities", "id1");\n'
		printf 'user_pref("mail.identity.id1.useremail", "hanako@example.ac.jp");\nuser_pref("mail.identity.id1.fullName", "山田 花子");\n'
		printf 'user_pref("mail.identity.id1.%s_cert_name", "old");\n' signing encryption
		printf 'user_pref("mail.identity.id1.%s_cert_dbkey", "'"$(db_key "$lab/old.crt")"'");\n' signing encryption
	} >"$1/$her_thunderbird/prefs.js"
	certutil -W -d "sql:$1/$her_thunderbird" -f "$lab/none.txt" -@ "$lab/lock" >/dev/null
	mkdir -p "$1/Documents"
}

# db_key FILE: how programs of Mozilla's name a certificate in their settings: lengths, serial number, issuer.
db_key() {
	local der=$lab/named.der serial issuer
	openssl x509 -in "$1" -outform der -out "$der"
	# the parts of the certificate: its version, its number, an algorithm, its issuer
	{ read -r _ && read -r serial && read -r _ && read -r issuer; } < <(openssl asn1parse -inform der -in "$der" |
		sed -nE 's/^ *([0-9]+):d=2 +hl=([0-9]+) +l= *([0-9]+).*/\1 \2 \3/p')
	set -- $serial $issuer
	serial=$(tail -c +$(($1 + $2 + 1)) "$der" | head -c "$3" | xxd -p -c 0)
	issuer=$(tail -c +$(($4 + 1)) "$der" | head -c $(($5 + $6)) | xxd -p -c 0)
	printf '%016x%08x%08x%s%s' 0 $((${#serial} / 2)) $((${#issuer} / 2)) "$serial" "$issuer" | xxd -r -p | base64 -w 0
}
