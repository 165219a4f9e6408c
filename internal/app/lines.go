package app

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// lines gathers log lines for a moment and writes them together: a write for every line took
// two of a hundred parts of a mark's time, with everybody who logs waiting for it.
type lines struct {
	mu  sync.Mutex
	out *bufio.Writer
	due bool // a flush is on its way
}

// gathered is how long a line waits at most.
const gathered = 100 * time.Millisecond

func newLines(w io.Writer) *lines { return &lines{out: bufio.NewWriterSize(w, 64<<10)} }

func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.due {
		l.due = true
		time.AfterFunc(gathered, l.flush)
	}
	return l.out.Write(line)
}

// flush writes what was gathered; to be called once more at the end.
func (l *lines) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due = false
	_ = l.out.Flush() // there is nowhere to say it
}
