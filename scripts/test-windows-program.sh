# The whole way of a person through certviewer.exe; scripts/test-windows.sh reads this in. Each step is held against the
# enumerator, which is not ours.
exe=$work/certviewer.exe
fingerprint() { openssl x509 -in "$1" -noout -fingerprint "-$2" | sed 's/.*=//; s/://g' | tr A-F a-f; }
# certviewer EXIT ARGUMENT...: it must end with this exit code.
certviewer() {
	local want=$1 got=0
	shift
	run "$exe" --lang en "$@" >"$work/out" 2>"$work/err" || got=$?
	[[ $got == "$want" ]] && return
	printf 'certviewer %s: exit code %s, want %s\n' "$*" "$got" "$want" >&2
	cat "$work/out" "$work/err" >&2
	exit 1
}
# says TEXT: the last run printed it.
says() { grep -qF -- "$1" "$work/out" "$work/err" || { printf 'not said: %s\n' "$1" >&2; cat "$work/out" "$work/err" >&2; exit 1; }; }
# holds WHERE STORE FILE [USAGES [KEY]]: Windows has it so; lacks is the opposite.
line() { printf '%s\t%s\t%s\t%s\t%s' "$1" "$2" "$(fingerprint "$3" sha1)" "${4-*}" "${5-0}"; }
seen() { run "$work/enumerate.exe" | tr -d '\r'; }
holds() {
	local all
	all=$(seen)
	grep -qxF "$(line "$@")" <<<"$all" || { printf 'Windows does not have: %s\n' "$*" >&2; grep -F "$(fingerprint "$3" sha1)" <<<"$all" >&2; exit 1; }
}
lacks() {
	local all
	all=$(seen)
	! grep -F "$(printf '%s\t%s\t%s' "$1" "$2" "$(fingerprint "$3" sha1)")" <<<"$all" >&2 || { printf 'Windows still has: %s\n' "$*" >&2; exit 1; }
}

root=$work/root.pem
known=$(fingerprint "$root" sha256)
email=1.3.6.1.5.5.7.3.4 server=1.3.6.1.5.5.7.3.1 stamps=1.3.6.1.5.5.7.3.8

certviewer 0 store list
says "Windows' trusted roots"
certviewer 0 check webex-tsa # Wine takes the roots of this computer along
certviewer 0 cert list --store machine/Root
certviewer 4 root add "$(windows "$root")" --store user/Root --for email --yes # nobody vouches for it
lacks user Root "$root"

certviewer 0 root add "$(windows "$root")" --store user/Root --for email --fingerprint "$known" --yes
says "Answer “Yes” only if the fingerprint there ends in"
holds user Root "$root" "$email"
certviewer 0 root trust "$known" --store user/Root --for server,timestamp --fingerprint "$known" --yes
holds user Root "$root" "$server,$stamps"
certviewer 0 cert show "$known" # Wine's own verifier knows no purposes that were switched off, which is said
says "What Windows itself says"
says "Trusted for servers, signing in, mail, software and time stamps."
says "It trusts this for signing in, mail and software, and by the lists it should not."
certviewer 0 root distrust "$known" --store user/Root --yes
holds user Disallowed "$root"
certviewer 0 cert show "$known" --json # nor does it know what is blocked
[[ $(grep -c '"differs": true' "$work/out") == 5 ]] || { cat "$work/out" >&2; exit 1; }
for n in 3 2 1; do certviewer 0 history undo $n --yes; done
lacks user Root "$root"
lacks user Disallowed "$root"

certviewer 0 root add "$(windows "$root")" --store machine/Root --for server --fingerprint "$known" --yes
holds machine Root "$root" "$server"
holds user Root "$root" "$server" # inherited
certviewer 3 root remove "$known" --store user/Root --yes
says "give the command again with --store machine/Root"
certviewer 0 root remove "$known" --store machine/Root --yes
lacks machine Root "$root"

# What both the person and the computer have is taken out of the person's list alone, and comes back.
certviewer 0 root add "$(windows "$root")" --store user/Root --for email --fingerprint "$known" --yes
certviewer 0 root add "$(windows "$root")" --store machine/Root --for server --fingerprint "$known" --yes
certviewer 0 root remove "$known" --store user/Root --yes
holds machine Root "$root" "$server"
holds user Root "$root" "$server" # inherited
certviewer 0 history undo 11 --yes
holds user Root "$root" "$email"
certviewer 0 root remove "$known" --store user/Root --yes
certviewer 0 root remove "$known" --store machine/Root --yes
lacks user Root "$root"

# A root that the import wizard put among the intermediates is moved to where it counts, and back.
certviewer 0 root add "$(windows "$root")" --store user/CA --fingerprint "$known" --yes
holds user CA "$root"
certviewer 0 cert show "$known"
says 'A root is kept where Windows does not trust it.'
says "root add ${known:0:16} --store user/Root --from user/CA"
certviewer 2 root add "$known" --store user/Root --from user/Root --fingerprint "$known" --yes
certviewer 4 root add "$known" --store user/Root --from user/CA --for server --yes # nobody vouches for it
holds user CA "$root"
certviewer 0 root add "$known" --store user/Root --from user/CA --for server --fingerprint "$known" --yes
holds user Root "$root" "$server"
lacks user CA "$root"
certviewer 0 history undo 16 --yes
lacks user Root "$root"
holds user CA "$root"
certviewer 0 root remove "$known" --store user/CA --yes

# A person's certificate with its issuer's, in files as OpenSSL 3, OpenSSL 1 and Windows XP wrote them.
issue() { # NAME ISSUER EXTENSIONS
	openssl req -newkey rsa:2048 -nodes -keyout "$work/$1.key" -out "$work/$1.csr" -utf8 -subj "/CN=$1/O=Test" 2>/dev/null
	printf '%b' "$3" >"$work/$1.ext"
	openssl x509 -req -in "$work/$1.csr" -CA "$work/$2.pem" -CAkey "$work/$2.key" -days 20 -extfile "$work/$1.ext" -out "$work/$1.pem" 2>/dev/null
}
issue 中間 root 'basicConstraints=critical,CA:TRUE\n'
for form in aes '3des -legacy -descert' 'rc2 -legacy'; do
	read -r name options <<<"$form"
	issue "$name" 中間 'extendedKeyUsage=clientAuth,emailProtection\nkeyUsage=digitalSignature,keyEncipherment\n'
	# shellcheck disable=SC2086 # options are words
	openssl pkcs12 -export $options -inkey "$work/$name.key" -in "$work/$name.pem" -certfile "$work/中間.pem" -name '山田' -passout pass:1234 -out "$work/$name.p12"
	certviewer 3 client import "$(windows "$work/$name.p12")" --to user/MY --pin-stdin --yes <<<wrong
	lacks user MY "$work/$name.pem"
	certviewer 0 client import "$(windows "$work/$name.p12")" --to user/MY --pin-stdin --yes <<<1234
	says "done, and it works"
	holds user MY "$work/$name.pem" '*' 1
	holds user CA "$work/中間.pem"
done
certviewer 0 client list
says "Windows' personal list: with its private key"

# What Windows refuses: its import takes more than 600,000 rounds for a wrong password, ours reads it; and a kind of key that this
# Windows does not take, as Wine takes none on an elliptic curve, is called that, and leaves nothing behind.
issue rounds 中間 'extendedKeyUsage=clientAuth\n'
openssl pkcs12 -export -iter 700000 -inkey "$work/rounds.key" -in "$work/rounds.pem" -passout pass:1234 -out "$work/rounds.p12"
certviewer 0 client import "$(windows "$work/rounds.p12")" --to user/MY --pin-stdin --yes <<<1234
holds user MY "$work/rounds.pem" '*' 1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/curve.key" -out "$work/curve.pem" -days 20 -subj /CN=curve -addext extendedKeyUsage=clientAuth 2>/dev/null
openssl pkcs12 -export -inkey "$work/curve.key" -in "$work/curve.pem" -passout pass:1234 -out "$work/curve.p12"
certviewer 3 client import "$(windows "$work/curve.p12")" --to user/MY --pin-stdin --yes <<<1234
says "cannot hold a key of this kind"
lacks user MY "$work/curve.pem"
printf 'damaged' | dd of="$work/rounds.p12" bs=1 seek=300 conv=notrunc status=none
certviewer 3 client import "$(windows "$work/rounds.p12")" --to user/MY --pin-stdin --yes <<<1234
says "the file is damaged"

# A renewed one, where a network is there for which Windows picks the certificate: the checklist says so.
mv "$work/aes.pem" "$work/old.pem"
issue aes 中間 'extendedKeyUsage=clientAuth,emailProtection\nkeyUsage=digitalSignature,keyEncipherment\n'
openssl pkcs12 -export -inkey "$work/aes.key" -in "$work/aes.pem" -certfile "$work/中間.pem" -passout pass:1234 -out "$work/aes.p12"
certviewer 0 client swap "$(windows "$work/aes.p12")" --old "$(fingerprint "$work/old.pem" sha256)" --to user/MY --pin-stdin --yes <<<1234
says "For “eduroam” it looks in Windows' personal list, where the old one is too."

# One that is renewed with its key takes the place of it. For mail, the old one is removed only when it is asked for by its place; the
# backup holds it with the key, as OpenSSL judges, and the key stays for the new one. (Wine keeps all keys of RSA in one container,
# so that a swap to another key would find the old key overwritten.)
openssl x509 -req -in "$work/aes.csr" -CA "$work/中間.pem" -CAkey "$work/中間.key" -days 30 -extfile "$work/aes.ext" -out "$work/renewed.pem" 2>/dev/null
openssl pkcs12 -export -inkey "$work/aes.key" -in "$work/renewed.pem" -certfile "$work/中間.pem" -passout pass:1234 -out "$work/renewed.p12"
printf 'backup 1234' >"$work/password"
certviewer 0 client swap "$(windows "$work/renewed.p12")" --old "$(fingerprint "$work/aes.pem" sha256)" --to user/MY --pin-stdin --remove-old --remove-from user/MY \
	--backup "$(windows "$work/backup.p12")" --backup-password-file "$(windows "$work/password")" --yes <<<1234
lacks user MY "$work/aes.pem"
holds user MY "$work/renewed.pem" '*' 1
openssl pkcs12 -in "$work/backup.p12" -passin file:"$work/password" -nodes -out "$work/backup.pem"
[[ $(openssl x509 -in "$work/backup.pem" -noout -pubkey) == "$(openssl pkey -in "$work/backup.pem" -pubout)" ]]
[[ $(fingerprint "$work/backup.pem" sha256) == "$(fingerprint "$work/aes.pem" sha256)" ]]
