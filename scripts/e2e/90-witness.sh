# Real programs are the witnesses: what is said of Firefox, Chromium and Thunderbird, and done for them, is what they do. See
# internal/fixture/witness. Only those are asked that are installed already: they are too large to be brought along.

for browser in firefox-esr chromium thunderbird; do
	if type -P $browser >/dev/null; then
		echo "     $($browser --version 2>/dev/null | tail -n 1)"
	else
		echo "--   $browser is not here: it was not asked"
	fi
done

# alone COMMAND…: in a network of its own that leads nowhere, where that is allowed. The programs are told to ask nobody; this
# makes sure.
alone() {
	local own=(unshare -n)
	((EUID == 0)) || own=(unshare -rn)
	"${own[@]}" ip link set lo up 2>/dev/null || own=()
	((${#own[@]})) || { "$@"; return; }
	"${own[@]}" sh -c 'ip link set lo up; exec "$0" "$@"' "$@"
}

scripts/go test -c -tags migrated_fynedo,no_emoji,e2e -o "$lab/witness" ./internal/fixture/witness
(cd internal/fixture/witness && CERTVIEWER=$program TMPDIR=$lab alone "$lab/witness" -test.v -test.timeout 4m) >"$lab/witness.out" 2>&1 ||
	{ cat "$lab/witness.out" >&2; fail 'the programs do not do what is said of them'; }
while IFS='|' read -r name holds; do
	took=$(sed -n "s/^--- PASS: $name (\(.*\)s)\$/\1/p" "$lab/witness.out")
	[[ -z $took ]] || ok "$holds ($took s)"
done <<'END'
TestFirefoxTrustsWhatWasAdded|Firefox refuses a site, accepts it after root add, refuses it after undo
TestFirefoxOffersWhatIsSaid|Firefox sends sites the client certificate that is said to be offered first
TestChromiumOffersWhatIsSaid|Chromium sends sites the client certificate that is said to be offered first
TestFirefoxSignsInWithWhatWasImported|Firefox signs in with an imported certificate, and its database is as before after undo
TestChromiumSignsInWithWhatWasImported|Chromium signs in with an imported certificate, and its database is as before after undo
TestFirefoxForgetsItsChoice|Firefox forgets the choice of a swapped certificate, and remembers it after undo
TestSwap|a swap: Firefox and Chromium present the new certificate, Thunderbird signs with it and opens old mail
TestSwapOfWhatIsNotForMail|a swap for signing in alone: Thunderbird signs as before
TestSwapOfRenewed|a swap of two certificates for one key: the key stays
END
