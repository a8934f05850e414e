# A university's member looks at her own certificates: the old one below the new one, what each program offers, the whole
# page by keyboard, and the dates in a calendar file.
new_home
. scripts/e2e/campus.sh
new_campus "$lab/campus"
export HOME=$lab/campus
state >"$lab/before.txt"
new_screen
start --lang en --theme light --page clients --size 1280x800
away
keys Tab Tab Tab Tab Tab # the two lists of the sidebar, Import, Save dates, the first certificate
copied keys ctrl+c
has "$text" 'days left' || fail "the one that ends soon is not the first: $text"
copied keys Down Down Down ctrl+c
has "$text" '山田 花子 – superseded' || fail "the fourth is another: $text"
has "$text" 'Firefox \(仕事用\): with its private key, offered first for signing in' || fail "it is not said that Firefox offers the old one: $text"
has "$text" 'Chrome/Chromium: with its private key, the one that ends on .* is offered first' || fail "it is not said that Chromium offers the new one: $text"
serial_of=$(openssl x509 -in "$lab/old.crt" -noout -serial | sed 's/serial=//')
has "$text" "decimal\): $((16#$serial_of))" || fail "the serial number in decimal is missing: $text"
[[ $clicks == 0 ]] || fail "it took $clicks clicks"
ok "client certificates by keyboard: what ends first, then the old one below the new one; $clicks clicks"

keys Return
copied keys Tab Return # the check code, below the way back
code=$(fingerprint_of "$lab/old.crt" | tail -c 9 | head -c 8)
has "${text// /}" "${code^^}" || fail "Enter leads to the details of another certificate: $text is not $code"
ok "Enter leads to the details"
quit

"$program" client list --ics "$lab/dates.ics" --lang ja >/dev/null
[[ $(grep -c '^BEGIN:VEVENT' "$lab/dates.ics") == 2 ]] || fail "the calendar has another number of dates"
LC_ALL=C awk '{ sub(/\r$/, "") } length($0) > 75 { exit 1 }' "$lab/dates.ics" || fail "a line of the calendar is longer than 75 octets"
state >"$lab/after.txt"
cmp -s "$lab/before.txt" "$lab/after.txt" || fail "looking has changed: $(diff "$lab/before.txt" "$lab/after.txt")"
ok "the dates are written, and nothing else has changed"
