package intercomtest

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
)

// objectID makes an id as people, companies and segments have it: 24 hex
// digits, the time first.
func (w *workspace) objectID() string {
	w.sequence++
	return fmt.Sprintf("%08x1bb69f9f%08x", uint32(w.unix()), w.sequence)
}

// number makes an id of decimal digits. All kinds share the sequence, so an
// id in the place of another kind's finds nothing.
func (w *workspace) number() string {
	w.sequence++
	return strconv.Itoa(991267000 + int(w.sequence))
}

// requestID makes a request id of the form Intercom uses: not a UUID.
func requestID() string {
	b := make([]byte, 12)
	rand.Read(b)
	return strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

func uuid() string {
	var b [16]byte
	rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
