package pkcs12

import "context"

// Open decrypts a file. The PIN may be empty; it is neither kept nor changed. The error is *WrongPIN, *Damaged,
// *Unsupported or *TooMuchWork, for derivations that were hidden in an encrypted part, or ctx's.
//
// How a wrong PIN is told from damage: the file's form is whole, or Parse had refused it. When the MAC is right, so is
// the PIN, and a part that does not open all the same was encrypted with another password. When the MAC is wrong, and
// when there is none, each part is tried: one that opens (see scheme.open) proves the PIN, and the file is damaged. If
// none does, the PIN is wrong. This fails for one kind of damage: that which lies in the first block or in the padding of the
// only encrypted part, in a file that also lacks a MAC or has a part of the MAC altered. That is called a wrong PIN.
func (f *File) Open(ctx context.Context, pin []byte) (*Contents, error) {
	s := newSecret(pin)
	defer s.wipe()
	o := &opener{File: f, ctx: ctx, pin: s, spent: f.rounds}
	defer o.wipe()
	authentic := f.mac == nil
	if f.mac != nil {
		var err error
		if authentic, err = f.mac.verify(ctx, s, f.contents); err != nil {
			return nil, err
		}
	}
	for i := range f.safes {
		if err := o.open(&f.safes[i]); err != nil {
			return nil, err
		}
		if !authentic && o.opened > 0 {
			return nil, damaged(WhereCheck, "the MAC differs, and the PIN opens a part")
		}
	}
	switch {
	case !authentic, o.unopened != "" && f.mac == nil && o.opened == 0:
		return nil, &WrongPIN{}
	case o.unopened != "" && f.mac == nil:
		return nil, damaged(o.unopened, "does not decrypt, though another part does")
	case o.unopened != "":
		return nil, &Unsupported{"another password for the contents than for their MAC"}
	}
	return gather(o.bags), nil
}

// An opener collects what one PIN opens.
type opener struct {
	*File
	ctx      context.Context
	pin      *secret
	spent    int64    // rounds, with those that came to light on the way
	bags     []bag    // with their keys decrypted
	plain    [][]byte // to be wiped
	opened   int      // parts that were encrypted and opened
	unopened string   // the first that did not
}

// open opens a safe and the keys in it.
func (o *opener) open(s *safe) error {
	bags := s.bags
	if s.scheme != nil {
		plain, ok, err := s.scheme.open(o.ctx, o.pin, s.ciphertext)
		if err != nil {
			return err
		}
		if !ok {
			o.fail(WhereList)
			return nil
		}
		o.opened++
		o.plain = append(o.plain, plain)
		contents, _ := whole(plain, tagSequence) // scheme.open saw to it
		bags, err = appendBags(nil, contents, 0)
		for _, b := range bags {
			o.plain = append(o.plain, b.key)
		}
		if err != nil {
			return err
		}
		if o.spent = add(o.spent, bagRounds(bags)); o.spent > o.cap {
			return &TooMuchWork{o.spent, o.cap}
		}
	}
	for _, b := range bags {
		if b.shrouded != nil {
			key, ok, err := b.shrouded.open(o.ctx, o.pin)
			if err != nil {
				return err
			}
			if !ok {
				o.fail(WhereKey)
				continue
			}
			o.opened++
			o.plain = append(o.plain, key)
			b.key = key
		}
		o.bags = append(o.bags, b)
	}
	return nil
}

func (o *opener) fail(where string) {
	if o.unopened == "" {
		o.unopened = where
	}
}

// wipe overwrites what was decrypted; gather has taken copies.
func (o *opener) wipe() {
	for _, plain := range o.plain {
		clear(plain)
	}
}

// open decrypts a key; ok is false when the PIN does not.
func (s *shrouded) open(ctx context.Context, pin *secret) (key []byte, ok bool, err error) {
	plain, ok, err := s.scheme.open(ctx, pin, s.ciphertext)
	if err != nil || !ok {
		return nil, false, err
	}
	defer clear(plain)
	e, _ := whole(plain, tagSequence)
	key, err = readKey(e)
	return key, err == nil, err
}
