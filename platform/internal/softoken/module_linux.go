//go:build cgo

package softoken

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"unsafe"

	"github.com/miekg/pkcs11"

	"certviewer/platform/internal/p11"
)

// Objects that are orders to the library and not data (pkcs11n.h).
const (
	classNewSlot  = 0xCE534355 // CKO_NSS_NEWSLOT
	classDelSlot  = 0xCE534356 // CKO_NSS_DELSLOT
	moduleSpec    = 0xCE534368 // CKA_NSS_MODULE_SPEC
	controlSlot   = 1          // the slot for cryptography, which takes the orders
	firstUserSlot = 4          // SFTK_MIN_USER_SLOT_ID
	lastUserSlot  = 100        // SFTK_MAX_USER_SLOT_ID
)

// A module is the library. There is one in a process, since its state is the process's: it serves all
// databases that are open, and is given back with the last.
type module struct {
	p11.Session // of controlSlot
	slots       map[uint]bool
	journals    unsafe.Pointer // of attachJournals
}

var loaded struct {
	sync.Mutex
	*module
}

// acquire takes a slot of the library that is loaded, or of the first of these that can be loaded.
func acquire(libraries []string) (*module, uint, error) {
	loaded.Lock()
	defer loaded.Unlock()
	if err := loadFirst(libraries); err != nil {
		return nil, 0, err
	}
	m := loaded.module
	for slot := uint(firstUserSlot); slot <= lastUserSlot; slot++ {
		if !m.slots[slot] {
			m.slots[slot] = true
			return m, slot, nil
		}
	}
	return nil, 0, errors.New("too many databases are open")
}

func preload(libraries []string) {
	loaded.Lock()
	defer loaded.Unlock()
	_ = loadFirst(libraries)
}

// loadFirst loads the first of these libraries that can be loaded, unless there is one.
func loadFirst(libraries []string) error {
	if loaded.module != nil {
		return nil
	}
	err := ErrNoLibrary
	for _, lib := range libraries {
		m, e := load(lib)
		if e == nil {
			loaded.module = m
			return nil
		}
		err = fmt.Errorf("%w: %w", err, e)
	}
	return err
}

// release gives a slot back, and the library with the last one. done waits for what still needs the library's SQLite.
func (m *module) release(slot uint, done func()) error {
	loaded.Lock()
	defer loaded.Unlock()
	delete(m.slots, slot)
	if len(m.slots) > 0 {
		done()
		return nil
	}
	loaded.module = nil
	return m.unload(done)
}

func load(library string) (*module, error) {
	ctx := pkcs11.New(library)
	if ctx == nil {
		return nil, fmt.Errorf("%s cannot be loaded", library)
	}
	countNothing(library)
	m := &module{Session: p11.Session{Ctx: ctx}, slots: map[uint]bool{}}
	parameters := append([]byte(noDatabases), 0)
	var pin runtime.Pinner // it lies in a structure of C's during the call
	pin.Pin(&parameters[0])
	err := ctx.Initialize(pkcs11.InitializeWithReserved(unsafe.Pointer(&parameters[0])))
	pin.Unpin()
	if err != nil {
		ctx.Destroy()
		return nil, fmt.Errorf("%s: C_Initialize: %w", library, err)
	}
	m.journals = attachJournals(library)
	if m.Handle, err = ctx.OpenSession(controlSlot, pkcs11.CKF_SERIAL_SESSION); err != nil {
		m.unload(func() {})
		return nil, fmt.Errorf("%s: C_OpenSession: %w", library, err)
	}
	return m, nil
}

func (m *module) unload(done func()) error {
	err := m.Finalize()
	done()
	detachJournals(m.journals)
	m.Destroy()
	if err != nil {
		return fmt.Errorf("C_Finalize: %w", err)
	}
	return nil
}

// order gives the library an order about slots, in a session of controlSlot or, for closing, of the slot itself.
func (m *module) order(s pkcs11.SessionHandle, class uint, spec string) error {
	_, err := m.CreateObject(s, []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, class),
		pkcs11.NewAttribute(moduleSpec, append([]byte(spec), 0)),
	})
	return err
}
