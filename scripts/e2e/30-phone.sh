# Walkthrough 4: the helpdesk asks for the three digits on the first card. They are in view at 900×600, in both
# languages and both sets of colours.
new_home
new_screen

# runs FILE X: the colours down column X of a picture, "first-row colour" for each run of one colour.
runs() {
	convert "$1" -alpha off -crop "1x600+$2+0" +repage txt:- | awk 'match($0, /#[0-9A-F]+/) {
		colour = substr($0, RSTART, 7)
		if (colour != last) print NR - 2, colour
		last = colour
	}'
}

for theme in light dark; do
	for lang in en ja; do
		start --lang $lang --theme $theme --size 900x600
		away
		picture "$lab/phone.png"
		# Down the left margin inside the cards no writing stands: the colours are those of the page, the
		# banner, the page, the first card with the line above its last row, and the page again.
		page=$(convert "$lab/phone.png" -alpha off -crop 1x1+252+300 +repage txt:- | grep -oE '#[0-9A-F]{6}' | head -n 1)
		end=$(runs "$lab/phone.png" 279 | awk -v page="$page" '
			$2 != page {if (!from) from = $1}
			$2 == page {if (from && $1 - from > 60 && ++cards == 2) {print $1; exit}; from = 0}')
		[[ -n ${end:-} ]] || fail "the end of the first card ($lang, $theme) is not in view at 900×600"
		# and its last row has writing at its right end: the number
		ink=$(convert "$lab/phone.png" -alpha off -crop "90x22+790+$((end - 28))" +repage -format %k info:)
		((ink > 5)) || fail "no number at the end of the first card ($lang, $theme): $ink colours"
		copied xdotool key --clearmodifiers ctrl+shift+c
		number=$(grep -oE -m 1 '^\[[0-9]{3}\]' <<<"$text") || fail "no number in the copied text ($lang, $theme): $text"
		ok "walkthrough 4 ($lang, $theme): number $number in view at 900×600, $((600 - end)) px above the window's end"
		quit
	done
done
