package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"slices"
	"strconv"
	"sync"
	"time"
)

// wire is one kept-alive HTTP/1.1 connection. net/http's client costs as much as the server
// that is measured on the same two cores; this one reads what a load generator has to know.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	body []byte
	tag  []byte
}

// reply is an answer; its body and ETag are good until the next one.
type reply struct {
	status int
	etag   []byte // as it came, with quotes
	gzip   bool
	body   []byte
}

const patience = 15 * time.Second // no answer may take longer

func dial(address string) (*wire, error) {
	conn, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return nil, err
	}
	return &wire{conn: conn, in: bufio.NewReaderSize(conn, 32<<10)}, nil
}

func (w *wire) close() { _ = w.conn.Close() }

// ask sends one request as it stands and reads its answer.
func (w *wire) ask(request []byte) (r reply, err error) {
	if _, err := w.conn.Write(request); err != nil {
		return r, err
	}
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return r, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return r, fmt.Errorf("%q is no status line", line)
	}
	if r.status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return r, err
	}
	length, chunked := 0, false
	for {
		if line, err = w.in.ReadSlice('\n'); err != nil {
			return r, err
		}
		if line = bytes.TrimRight(line, "\r\n"); len(line) == 0 {
			break
		}
		colon := bytes.IndexByte(line, ':')
		switch name := line[:max(colon, 0)]; len(name) { // few names have the same length: most lines cost nothing
		case len("Content-Length"):
			if bytes.EqualFold(name, []byte("Content-Length")) {
				if length, err = strconv.Atoi(string(line[colon+2:])); err != nil {
					return r, err
				}
			}
		case len("Transfer-Encoding"):
			chunked = bytes.EqualFold(name, []byte("Transfer-Encoding"))
		case len("ETag"):
			if bytes.EqualFold(name, []byte("ETag")) {
				w.tag = append(w.tag[:0], line[colon+2:]...)
				r.etag = w.tag
			}
		case len("Content-Encoding"):
			r.gzip = r.gzip || bytes.EqualFold(name, []byte("Content-Encoding")) && bytes.HasSuffix(line, []byte("gzip"))
		}
	}
	if chunked {
		var all bytes.Buffer
		if _, err := all.ReadFrom(httputil.NewChunkedReader(w.in)); err != nil {
			return r, err
		}
		r.body = all.Bytes()
		_, err = w.in.Discard(2) // the empty line after the last chunk
		return r, err
	}
	w.body = slices.Grow(w.body[:0], length)[:length]
	r.body = w.body
	_, err = io.ReadFull(w.in, w.body)
	return r, err
}

// sample is what one side of a scenario did in one round.
type sample struct {
	Name      string // "" unless the scenario has several
	Count     int
	PerSecond float64
	P50, P99  time.Duration
}

// newSample counts answers by how long each took.
func newSample(took []time.Duration, within time.Duration) sample {
	slices.Sort(took)
	s := sample{Count: len(took), PerSecond: float64(len(took)) / within.Seconds()}
	if len(took) > 0 {
		s.P50, s.P99 = took[len(took)/2], took[len(took)*99/100]
	}
	return s
}

// mostRequests bounds one worker's round, whatever happens to the clock.
const mostRequests = 1_000_000

// drive has workers ask until the time is up, each on its own connection. step asks once and
// fails if the answer is not the right one: a refused request never counts as a fast one.
func drive(address string, workers int, within time.Duration, step func(worker, n int, w *wire) error) (sample, error) {
	wires := make([]*wire, workers)
	for i := range wires {
		w, err := dial(address)
		if err != nil {
			return sample{}, err
		}
		defer w.close()
		wires[i] = w
	}
	began := time.Now()
	end := began.Add(within)
	took, failed := make([][]time.Duration, workers), make([]error, workers)
	var all sync.WaitGroup
	for i, w := range wires {
		all.Go(func() {
			for n := range mostRequests {
				asked := time.Now()
				if asked.After(end) {
					return
				}
				if n%1024 == 0 {
					_ = w.conn.SetDeadline(asked.Add(within + patience))
				}
				if failed[i] = step(i, n, w); failed[i] != nil {
					return
				}
				took[i] = append(took[i], time.Since(asked))
			}
		})
	}
	all.Wait()
	return newSample(slices.Concat(took...), time.Since(began)), errors.Join(failed...)
}

// sampled says which answers are read to the last byte; of the others the status, the ETag
// and the length are looked at.
func sampled(n int) bool { return n%64 == 0 }
