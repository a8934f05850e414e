# Without a display: the terminal answers, nothing asks the network, nothing in the home changes.
new_home
state >"$lab/before"

# quiet TRACE: did nobody in this trace connect to a network?
quiet() { ! grep -E 'connect\(.*AF_INET6?' "$1"; }

strace -qq -f -e trace=connect -o "$lab/check.trace" "$program" >"$lab/check.out" 2>"$lab/check.err" && code=0 || code=$?
((code == 0 || code == 1)) || fail "without a display the program ended with $code"
[[ -s $lab/check.out && -s $lab/check.err ]] || fail "without a display there must be the health check, and a word on why"
grep -q 'goroutine ' "$lab/check.err" && fail "without a display there is a stack trace"
ok "without a display the health check is printed"
quiet "$lab/check.trace" || fail "the health check asked the network"
ok "the health check asks no network"
"$program" cert list --json >"$lab/list.out" 2>"$lab/list.err" || fail "cert list ended with $?"
grep -q 'End to End Root' "$lab/list.out" || fail "cert list does not show the certificate of the profile"
ok "cert list shows the profile's certificate"

DISPLAY=:12345 "$program" >"$lab/away.out" 2>"$lab/away.err" && code=0 || code=$?
((code == 0 || code == 1)) || fail "with a display that is not there the program ended with $code"
[[ -s $lab/away.out && -s $lab/away.err ]] || fail "with a display that is not there nothing is answered"
grep -q 'goroutine ' "$lab/away.err" && fail "with a display that is not there: a stack trace"
ok "with a display that is not there the health check is printed"

new_screen
# traced: has the program under strace a window?
traced() {
	kill -0 "$pid" 2>/dev/null || fail "the window ($lang) ended at once"
	window=$(xdotool search --onlyvisible --class certviewer 2>/dev/null | tail -n 1)
	[[ -n $window ]]
}
for lang in en ja; do
	strace -qq -f -e trace=connect -o "$lab/window-$lang.trace" "$program" --lang "$lang" >"$lab/window.out" 2>"$lab/window.err" &
	pid=$!
	started+=("$pid")
	await 30 traced || fail "no window ($lang) within 30 s"
	picture "$lab/$lang.png"
	colours=$(identify -format %k "$lab/$lang.png")
	((colours > 50)) || fail "the window ($lang) shows $colours colours: it is empty"
	close_window
	ok "the window ($lang) opens, draws and closes"
	quiet "$lab/window-$lang.trace" || fail "the window ($lang) asked the network"
	ok "the window ($lang) asks no network"
done
cmp -s "$lab/en.png" "$lab/ja.png" && fail "the window looks the same in both languages"
ok "the window speaks two languages"

state >"$lab/after"
diff "$lab/before" "$lab/after" >&2 || fail "something in the home has changed"
ok "nothing in the home has changed"
