# A browser is the witness: Firefox refuses a server, accepts it after "root add", refuses it after "history undo"; and
# it sends a server the client certificate that "client list" says it offers.
# Only where Debian's Firefox is installed already: it is too large to be brought along for one question.
if type -P firefox-esr >/dev/null; then
	scripts/go test -count=1 -tags migrated_fynedo,no_emoji,e2e -run TestFirefox ./cmd/certviewer >"$lab/witness.out" 2>&1 ||
		{ cat "$lab/witness.out" >&2; fail 'Firefox does not do what is said of it'; }
	ok 'Firefox refuses, accepts after root add, refuses after undo'
	ok 'Firefox sends the client certificate that is said to be offered first'
else
	echo '--   firefox-esr is not here: no browser was asked'
fi
