# The whole task with certificates from the keyboard alone: go there, search in full-width letters, choose a row,
# copy its fingerprint, and go back by Escape.
new_home
new_screen
start --lang ja --theme light --size 1280x800
away
keys ctrl+3 ctrl+f
paste 'ＥＮＤ　ｔｏ　ｅｎｄ'
keys Down
copied keys ctrl+c
has "$text" "$(fingerprint 'End to End Root')" || fail "another certificate was copied: $text"
picture "$failures/keyboard-found.png"
keys ctrl+f Escape Down Home
copied keys ctrl+c
has "$text" 'End to End' && fail "after Escape the search is still there"
[[ $clicks == 0 ]] || fail "it took $clicks clicks"
ok "by keyboard alone: searched in full-width letters, chosen, copied; $clicks clicks"

# every place that the Tab key goes to on a page shows that it has the keyboard
for page in 1 5; do
	keys ctrl+$page
	for ((n = 1; n <= 5; n++)); do
		tab
		[[ $at != "0 0" && -n $at ]] || fail "on page $page the focus cannot be seen after $n Tabs"
	done
done
ok "the focus is seen wherever the Tab key goes"
quit
