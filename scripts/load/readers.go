package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// reading is what readers ask for, and what they have to be answered.
type reading struct {
	Address string
	Request []byte
	Readers int
	Within  time.Duration

	Status int
	ETag   string
	Gzip   bool
	Length int
	File   string // with the body
}

// crowd has readers ask from a process of their own, as pgbench is one: in one process with
// the judges, the crowd would be in their way on this side of the wire too.
func (r reading) crowd() (s sample, err error) {
	self, err := os.Executable()
	if err != nil {
		return s, err
	}
	asked, err := json.Marshal(r)
	if err != nil {
		return s, err
	}
	c := exec.Command(self, "read")
	c.SysProcAttr, c.Stdin, c.Stderr = own(), bytes.NewReader(asked), os.Stderr
	answered, err := c.Output()
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(answered, &s)
}

// readAsTold is the process of a crowd.
func readAsTold() error {
	var r reading
	if err := json.NewDecoder(os.Stdin).Decode(&r); err != nil {
		return err
	}
	var body []byte
	if r.File != "" {
		var err error
		if body, err = os.ReadFile(r.File); err != nil {
			return err
		}
	}
	s, err := drive(r.Address, r.Readers, r.Within, func(_, n int, w *wire) error {
		got, err := w.ask(r.Request)
		switch {
		case err != nil:
			return err
		case got.status != r.Status || got.gzip != r.Gzip || string(got.etag) != r.ETag || len(got.body) != r.Length:
			return fmt.Errorf("answered %d, ETag %s, %d bytes: %.200s", got.status, got.etag, len(got.body), got.body)
		case sampled(n) && !bytes.Equal(got.body, body):
			return errors.New("the body is another one")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(s)
}
