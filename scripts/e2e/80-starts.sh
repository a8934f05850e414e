# A second start hands its file to the window that is open; where nothing can be drawn the terminal answers.
new_home
file="$lab/二つ目.pem"
openssl req -x509 -utf8 -newkey rsa:2048 -nodes -keyout "$lab/key.pem" -subj '/CN=Second Start' -days 30 -out "$file" 2>/dev/null
new_screen
start --lang en --theme light --size 1280x800
begun=${EPOCHREALTIME/./}
after timeout 20 "$program" "$file" >"$lab/second.out" 2>"$lab/second.err" || fail "the second start ended with $?"
ms=$(((${EPOCHREALTIME/./} - begun) / 1000))
[[ $(xdotool search --onlyvisible --class certviewer | wc -l) == 1 ]] || fail "there are two windows"
copied keys ctrl+f Down ctrl+c
has "$text" "$(fingerprint_of "$file")" || fail "the second start's file is not shown: $text"
ok "a second start hands its file over: on the screen after $ms ms, and one window"
quit

kill "${started[@]}" 2>/dev/null || true
wait 2>/dev/null || true
started=()
new_screen -extension GLX
timeout 60 "$program" >"$lab/nogl.out" 2>"$lab/nogl.err" && code=0 || code=$?
((code == 0 || code == 1)) || fail "without OpenGL the program ended with $code"
grep -q 'goroutine ' "$lab/nogl.err" && fail "without OpenGL there is a stack trace"
grep -q OpenGL "$lab/nogl.err" || fail "without OpenGL nothing says so: $(cat "$lab/nogl.err")"
grep -q '110\|Webex' "$lab/nogl.out" || fail "without OpenGL the health check is not printed"
ok "without OpenGL: a plain word, and the health check in the terminal"

# The program of the commands has no window in it. The one that has lies beside it, whatever link leads there; without it, and
# where its libraries are missing, the terminal answers.
ldd "$program" | grep -Eq 'lib(GL|X11|wayland)' && fail "the commands are linked to the window's libraries"
kill "${started[@]}" 2>/dev/null || true
wait 2>/dev/null || true
started=()
new_screen
ln -s "$program" "$lab/link"
straight=$program program=$lab/link
start --lang en --page certificates
program=$straight
ok "a link to the program opens the window too"
mkdir "$lab/alone"
cp "$program" "$lab/alone/certviewer"
# answered NUMBER: the program alone says which block it is, and prints the health check.
answered() {
	timeout 60 "$lab/alone/certviewer" >"$lab/alone.out" 2>"$lab/alone.err" && code=0 || code=$?
	((code == 0 || code == 1)) || fail "it ended with $code: $(cat "$lab/alone.err")"
	grep -q "^certviewer: $1 " "$lab/alone.err" || fail "$1 is not told: $(cat "$lab/alone.err")"
	grep -q '110\|Webex' "$lab/alone.out" || fail "the health check is not printed"
}
answered 908
cat >"$lab/alone/certviewer-window" <<'END' # as the dynamic linker ends a program
#!/bin/sh
echo "$0: error while loading shared libraries: libX11.so.6: cannot open shared object file: No such file or directory" >&2
exit 127
END
chmod +x "$lab/alone/certviewer-window"
answered 918
grep -q 'libX11.so.6' "$lab/alone.err" || fail "the library is not named: $(cat "$lab/alone.err")"
ok "without the window's program, or its libraries: a plain word, and the health check in the terminal"
