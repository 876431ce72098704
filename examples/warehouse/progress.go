package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress shows how far a run is: on a terminal one line that is written again
// and again, and a line for each kind that had anything when it is done.
type progress struct {
	out    io.Writer
	live   bool // out is a terminal
	now    func() time.Time
	name   string // of what is being read
	begun  time.Time
	shown  time.Time
	counts        // of what is being read
	total  counts // of the run
}

type counts struct{ read, written int }

func newProgress(out io.Writer) *progress {
	p := &progress{out: out, now: time.Now}
	if file, ok := out.(*os.File); ok {
		info, err := file.Stat()
		p.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// begin begins to count anew, and returns what to call at the end.
func (p *progress) begin(name string) (end func()) {
	p.name, p.begun, p.counts = name, p.now(), counts{}
	return p.end
}

func (p *progress) add(read, written int) {
	p.read, p.written = p.read+read, p.written+written
	p.total.read, p.total.written = p.total.read+read, p.total.written+written
	if p.live && p.now().Sub(p.shown) >= 100*time.Millisecond {
		p.shown = p.now()
		fmt.Fprint(p.out, "\r"+p.line())
	}
}

func (p *progress) end() {
	switch {
	case p.live:
		fmt.Fprintln(p.out, "\r"+p.line())
	case p.read+p.written > 0:
		fmt.Fprintln(p.out, p.line())
	}
}

func (p *progress) line() string {
	took := p.now().Sub(p.begun)
	rate := float64(p.read) / max(took.Seconds(), 0.001)
	return fmt.Sprintf("%-21s %8d read, %8d rows written, %6.1f s, %6.0f/s", p.name, p.read, p.written, took.Seconds(), rate)
}
