package pkcs12

import "context"

// DecryptKey decrypts a private key that stands by itself: an EncryptedPrivateKeyInfo (RFC 5208 6), what is between the
// lines "BEGIN ENCRYPTED PRIVATE KEY" of PEM. It returns PKCS #8 in DER; the caller wipes it. The errors are those of Parse
// and File.Open, without *OtherFile. There is no MAC: a PIN is right when its padding comes out and a SEQUENCE of the whole
// length does.
func DecryptKey(ctx context.Context, encrypted, pin []byte) ([]byte, error) {
	e, _, err := readElement(encrypted)
	if err != nil {
		return nil, damaged(WhereKey, "%v", err)
	}
	s, err := newShrouded(e)
	if err != nil {
		return nil, err
	}
	if s.rounds > MaxRounds {
		return nil, &TooMuchWork{s.rounds, MaxRounds}
	}
	forms := newSecret(pin)
	defer forms.wipe()
	key, ok, err := s.open(ctx, forms)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, &WrongPIN{}
	}
	return key, nil
}

// EncryptKey encrypts a private key, PKCS #8 in DER, as DecryptKey reads it.
func EncryptKey(ctx context.Context, key, pin []byte, to Destination) ([]byte, error) {
	e, ok := whole(key, tagSequence)
	if !ok {
		return nil, damaged(WhereKey, "PrivateKeyInfo")
	}
	der, err := readKey(e)
	if err != nil {
		return nil, err
	}
	defer clear(der)
	w := newWriter(ctx, pin, to)
	defer w.pin.wipe()
	return w.shroud(der)
}
