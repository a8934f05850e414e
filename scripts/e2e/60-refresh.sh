# certutil adds a root while the window is open: after Refresh it is listed, and the chosen row and the place of
# the scroller are kept.
new_home
new_screen
start --lang en --theme light --size 1280x800
keys ctrl+3 ctrl+f
keys Down Next Next Next Up Up
away
copied keys ctrl+c
before=$text
picture "$lab/before.png"
add_root 'zz Added Later Root'
keys F5
copied keys ctrl+c
[[ $text == "$before" ]] || fail "the chosen row was $before and is $text"
picture "$lab/after.png"
# the rows without the count above them
rows() { convert "$1" -crop 640x560+256+140 +repage rgb:- | sha256sum; }
[[ $(rows "$lab/before.png") == "$(rows "$lab/after.png")" ]] || fail "the list has moved"
ok "after Refresh the chosen row and the place in the list are kept"
keys ctrl+f
paste 'zz added later'
keys Down
copied keys ctrl+c
has "$text" "$(fingerprint 'zz Added Later Root')" || fail "the new root is not found: $text"
ok "after Refresh the root that certutil added is listed"
quit
