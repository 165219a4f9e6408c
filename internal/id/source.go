package id

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"
	"sync"
	"time"
)

// Source gives the bytes of new ids. The running system uses System; tests use Seeded.
type Source interface {
	// Bytes fills b with bytes that nobody can guess.
	Bytes(b []byte)
}

// Random is a new id that tells neither age nor order (UUID version 4).
func Random[T Noun](s Source) (i ID[T]) {
	s.Bytes(i[:])
	i[6] = i[6]&0x0f | 0x40
	i[8] = i[8]&0x3f | 0x80
	return i
}

// Ordered is a new id that sorts by the instant it was made at (UUID version 7).
func Ordered[T Noun](s Source, at time.Time) ID[T] { return ID[T](OrderedBytes(s, at)) }

// OrderedBytes is Ordered without a noun.
func OrderedBytes(s Source, at time.Time) (b [16]byte) {
	s.Bytes(b[6:])
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	copy(b[:6], ms[2:])
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return b
}

// System takes its bytes from the operating system.
type System struct{}

// Bytes never fails: crypto/rand ends the program where the system has no randomness.
func (System) Bytes(b []byte) { _, _ = rand.Read(b) }

// Seeded repeats the same bytes for the same seed. For tests only.
func Seeded(seed uint64) Source {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	return &seeded{rng: mathrand.NewChaCha8(key)}
}

type seeded struct {
	mu  sync.Mutex
	rng *mathrand.ChaCha8
}

func (s *seeded) Bytes(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = s.rng.Read(b)
}
