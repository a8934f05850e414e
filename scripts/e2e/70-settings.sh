# Language and colours change at once, without a new start, and are remembered, as is the window's size.
new_home
new_screen
# bright FILE: is the page light?
bright() { (($(convert "$1" -alpha off -colorspace Gray -crop 20x20+1000+600 +repage -format '%[fx:int(mean*255)]' info:) > 128)); }

start --size 1280x800 --page settings
picture "$lab/system.png"
tab 3 # the two lists of the sidebar, then the language
keys Right
copied xdotool key --clearmodifiers ctrl+shift+c
has "$text" '確認した時刻|情報' || fail "the language does not change at once: $text"
ok "the language changes at once"
keys ctrl+5
picture "$lab/japanese.png"
tab 4
keys Right
picture "$lab/light.png"
keys Right
picture "$lab/dark.png"
bright "$lab/light.png" || fail "light is not light"
bright "$lab/dark.png" && fail "dark is not dark"
ok "the colours change at once"
after xdotool windowsize --sync "$window" 1011 733
close_window
grep -q '"language": "ja"' "$CERTVIEWER_DATA/settings.json" || fail "the language is not kept: $(cat "$CERTVIEWER_DATA/settings.json")"

start
picture "$lab/again.png"
size=$(identify -format '%wx%h' "$lab/again.png")
[[ $size == 1011x733 ]] || fail "the window was 1011x733 when it was closed, and is $size"
bright "$lab/again.png" && fail "dark is not remembered"
copied xdotool key --clearmodifiers ctrl+shift+c
has "$text" '確認した時刻|情報' || fail "the language is not remembered: $text"
ok "language, colours and size are remembered at the next start"
quit
