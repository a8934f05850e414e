# certviewer.exe in the terminal and in scripts. Read by scripts/e2e-windows.sh.

# ends EXIT ARGUMENT…: runs a command, which must end so, with what it prints in $lab/out and $lab/err.
ends() {
	local want=$1 code=0
	shift
	"$program" "$@" >"$lab/out" 2>"$lab/err" || code=$?
	((code == want)) || fail "certviewer $*: exit code $code, want $want: $(head -c 600 "$lab/out" "$lab/err")"
}

ends 0 store list --lang en
grep -q '^user/Root .*certificates' "$lab/out" || fail "Windows' stores are not listed: $(cat "$lab/out")"
grep -q '^machine/Root .* [1-9][0-9][0-9]* certificates' "$lab/out" || fail 'the trusted roots of the computer are not counted'
ends 0 cert list --store machine/Root --json
(($(grep -c '"sha256"' "$lab/out") > 100)) || fail 'the roots are not printed as JSON'
"$program" check --json >"$lab/out" 2>"$lab/err" && code=0 || code=$?
((code < 2)) || fail "the health check ends with $code"
tr -d '\n' <"$lab/out" | grep -q '^{.*"os": "windows".*"verdict": "[a-z]*".*}$' || fail "no JSON: $(head -c 300 "$lab/out")"
ends 2 cert lst
ends 2 --bogus
grep -q -- --bogus "$lab/err" || fail 'a wrong flag is not named on standard error'
[[ ! -s $lab/out ]] || fail 'a wrong flag prints to standard output'
ok 'lists, JSON and exit codes'

cp assets/catalog/roots/isrg-root-x1.pem "$her/一つ目.pem"
cp assets/catalog/roots/isrg-root-x2.pem "$her/二つ目.pem"
ends 0 cert export "$(windows "$her")\\*.pem"
(($(grep -c BEGIN "$lab/out") == 2)) || fail 'a pattern of file names finds no files'
ok 'patterns of file names, which no shell of Windows spreads'

# With a console but not the variables of a Unix terminal: what a pipe of cmd or PowerShell is like.
in_console() { env -u TERM script -eqc "$1" "$lab/typescript" </dev/null >/dev/null; }
in_console "'$program' check webex-tsa --lang ja 2>/dev/null | cat >'$lab/pipe'"
grep -q 'Webex' "$lab/pipe" || fail 'nothing arrives in a pipe'
LC_ALL=C grep -q $'[\x80-\xff]' "$lab/pipe" && fail 'a reader of the code page 437 gets UTF-8'
LC_ALL=C grep -q '✔' "$lab/pipe" || LC_ALL=C grep -q '^+ ' "$lab/pipe" || fail 'a mark is lost in a code page without it'
in_console "'$program' check webex-tsa --lang ja --json 2>/dev/null | cat >'$lab/pipe'"
grep -q '\\u8a3c\|\\u4f1a' "$lab/pipe" || fail 'JSON in a pipe is not in ASCII'
in_console "'$program' cert export isrg-root-x1 --format der | cat >'$lab/pipe'"
cmp -s "$lab/pipe" <(openssl x509 -in assets/catalog/roots/isrg-root-x1.pem -outform der) || fail 'a certificate in a pipe is changed'
"$program" check webex-tsa --lang ja >"$lab/out" 2>/dev/null
grep -q 'Webex 会議' "$lab/out" || fail 'a file does not get UTF-8'
in_console "'$program' check webex-tsa --lang ja"
grep -q 'Webex 会議' "$lab/typescript" || fail 'a console does not show Japanese'
grep -q $'\e\\[3[0-9]m' "$lab/typescript" || fail 'a console gets no colours'
in_console "NO_COLOR=1 '$program' check webex-tsa --lang ja"
grep -q $'\e\\[3[0-9]m' "$lab/typescript" && fail 'NO_COLOR does not hold'
ok 'letters and colours: console, pipe, file, JSON and DER'

# Windows says the language; Wine has it from the locale, whose variables a program of Windows does not know. This computer may
# not have that locale, and Wine then takes no path but an ASCII one.
cp "$here/certviewer.exe" "$WINEPREFIX/drive_c/"
LC_ALL=ja_JP.UTF-8 "$wine" cmd /c 'set LC_ALL=& set LANG=& set LANGUAGE=& C:\certviewer.exe check webex-tsa' >"$lab/out" 2>/dev/null || true
grep -q 'Webex 会議' "$lab/out" || fail "Windows' language is not taken: $(head -c 300 "$lab/out")"
ok "the language is Windows' own"

# A person's certificates, as files: the ones of a university's member.
new_campus "$lab/campus"
mkfifo "$lab/typed"
# at_prompt EXIT KEYS: imports her file, types at the question about its PIN, and ends so.
at_prompt() {
	local code=0 asked
	rm -f "$lab/typescript"
	script -efqc "'$program' client import '$(windows "$lab/new.p12")' --to user/MY --yes --lang en" "$lab/typescript" <"$lab/typed" >/dev/null &
	asked=$!
	exec 4>"$lab/typed"
	await 20 grep -qs 'Access PIN:' "$lab/typescript" || fail "no PIN is asked for: $(cat "$lab/typescript")"
	printf "$2" >&4
	wait $asked || code=$?
	exec 4>&-
	((code == $1)) || fail "typed $2: exit code $code, want $1: $(cat "$lab/typescript")"
}
at_prompt 130 '\003'
at_prompt 0 '0000\r'
grep -q 0000 "$lab/typescript" && fail 'the PIN is shown while it is typed'
ends 0 client list --lang en
grep -q 'with its private key' "$lab/out" || fail "the imported certificate is not there: $(cat "$lab/out")"
ok 'a PIN is asked for without showing it; Ctrl-C is 130'

(cd "$here" && "$wine" cmd /c 'open-with-certviewer.cmd /quiet') >/dev/null 2>&1 || fail 'the script for Open with fails'
registry query 'HKCU\Software\Classes\certviewer.file\shell\open\command' | grep -q 'certviewer.exe" "%1"' || fail 'Open with has no command'
for kind in p12 pfx cer crt p7b; do
	registry query "HKCU\\Software\\Classes\\.$kind\\OpenWithProgids" | grep -q certviewer.file || fail "Open with does not know .$kind"
done
(cd "$here" && "$wine" cmd /c 'open-with-certviewer-undo.cmd /quiet') >/dev/null 2>&1 || fail 'the script that takes it back fails'
registry query 'HKCU\Software\Classes' /s | grep -i certviewer && fail 'Open with is not taken back'
ok 'Open with, and back'
