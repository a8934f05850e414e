# A browser is the witness: Firefox refuses a server, accepts it after "root add", refuses it after "history undo".
# Only where Debian's Firefox is installed already: it is too large to be brought along for one question.
if type -P firefox-esr >/dev/null; then
	scripts/go test -count=1 -tags migrated_fynedo,no_emoji,e2e -run TestFirefoxIsTheWitness ./cmd/certviewer >"$lab/witness.out" 2>&1 ||
		{ cat "$lab/witness.out" >&2; fail 'Firefox does not follow a change and its undo'; }
	ok 'Firefox refuses, accepts after root add, refuses after undo'
else
	echo '--   firefox-esr is not here: no browser was asked'
fi
