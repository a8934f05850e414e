package message

// A last line of a letter or two looks like a mistake, and in Japanese it is often half a word. Where one would be left,
// the lines above are broken a little earlier, as long as that takes no further line.
const (
	orphan   = 0.15 // of the width: a last line that is shorter is one
	enough   = 0.3  // of the width: a last line that is longer needs no more
	narrower = 0.03 // of the width: by how much the lines are shortened at a time
	least    = 0.75 // of the width: shorter lines would look like another mistake
)

// even breaks segments into lines as w does, between phrases and without an orphan where that takes no further line.
func even(line []segment, w wrapper) []string {
	broken := func(share float32) ([]string, float32) {
		x := wrapper{max: w.max * share, width: w.width, known: w.known, phrases: w.phrases}
		for _, s := range line {
			x.add(s)
		}
		x.flush()
		return x.lines, x.last
	}
	best, last := broken(1)
	if len(best) < 2 {
		return best
	}
	w.phrases = true
	if lines, end := broken(1); len(lines) == len(best) {
		best, last = lines, end
	} else {
		w.phrases = false
	}
	if last >= orphan*w.max {
		return best
	}
	var widest float32 // a word is not broken for this
	for _, s := range line {
		widest = max(widest, w.measure(s.text))
	}
	for share := float32(1 - narrower); share >= least && share*w.max >= widest && last < enough*w.max; share -= narrower {
		lines, end := broken(share)
		if len(lines) != len(best) {
			break
		}
		if end > last {
			best, last = lines, end
		}
	}
	return best
}
