package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/report"
)

const (
	// redrawInterval is the least time between two drawings of the line: more often is not
	// seen, and a terminal over a network feels it.
	redrawInterval = 100 * time.Millisecond
	// leastCounted is how long to count before the rest is estimated: the first answers
	// say little about the others.
	leastCounted = 2 * time.Second
)

// progress is one line on a terminal that shows how far a run has come. It is safe
// for concurrent use; a nil one shows nothing. Whatever else is to be
// written to the same terminal must wait until stop.
type progress struct {
	mu    sync.Mutex
	out   io.Writer
	now   func() time.Time
	width int
	rate  int // requests a second at most, 0 where that is not said

	name    string // the phase
	all     int
	count   int
	began   time.Time // when all was first known
	drawn   time.Time
	columns int // of the line that stands there
	stopped bool
}

// newProgress returns a line on a terminal with so many columns, 0 where it does
// not say.
func newProgress(out io.Writer, now func() time.Time, width int) *progress {
	if width <= 0 {
		width = usualWidth
	}
	return &progress{out: out, now: now, width: width}
}

// progressOn returns the line on a terminal, nil where no person watches it: a
// pipeline that lends a terminal keeps what is written to it as a log. The rate is
// how many requests a second there are at most.
func progressOn(s Streams, quiet bool, rate int) *progress {
	log := s.Env("CI") != "" && !isOff(s.Env("CI")) || s.Env("PRE_COMMIT") != ""
	if quiet || log || !s.ErrTerminal || s.Env("TERM") == "dumb" {
		return nil
	}
	p := newProgress(s.Err, s.Now, s.errWidth())
	p.rate = rate
	return p
}

// Phase says what is being done now. There are few, so each is drawn at once.
func (p *progress) Phase(name string) {
	p.change(true, func() { p.name = name })
}

// Total says of how many subjects all of them consist, as far as is known now.
func (p *progress) Total(n int) {
	p.change(false, func() {
		if p.began.IsZero() {
			p.began = p.now()
		}
		p.all = n
	})
}

// Done says that one more of them is finished.
func (p *progress) Done() {
	p.change(false, func() { p.count++ })
}

// stop clears the line; nothing is drawn afterwards.
func (p *progress) stop() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.stopped {
		p.write("")
		p.stopped = true
	}
}

func (p *progress) change(atOnce bool, what func()) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	what()
	now := p.now()
	if p.stopped || !atOnce && now.Sub(p.drawn) < redrawInterval {
		return
	}
	p.drawn = now
	p.write(p.line(now))
}

// line is `142/1000 subjects  14.8/s  58 s left  15 requests/s  (reading endpoints)`.
func (p *progress) line(now time.Time) string {
	name := report.Visible(p.name)
	limit := ""
	if p.rate > 0 {
		limit = fmt.Sprintf("%d requests/s", p.rate)
	}
	if p.all == 0 {
		return strings.TrimSpace(name + "  " + limit)
	}
	parts := []string{fmt.Sprintf("%d/%d subjects", p.count, max(p.all, p.count))}
	if spent := now.Sub(p.began); spent >= leastCounted && p.count > 0 {
		rate := float64(p.count) / spent.Seconds()
		left := time.Duration(float64(max(p.all-p.count, 0)) / rate * float64(time.Second))
		parts = append(parts, fmt.Sprintf("%.1f/s", rate), remaining(left)+" left")
	}
	if limit != "" {
		parts = append(parts, limit)
	}
	if name != "" {
		parts = append(parts, "("+name+")")
	}
	return strings.Join(parts, "  ")
}

// remaining writes a duration as one who waits wants it: `58 s`, `3 min 20 s`.
func remaining(d time.Duration) string {
	seconds := int(d.Round(time.Second) / time.Second)
	switch {
	case seconds < 60:
		return fmt.Sprintf("%d s", seconds)
	case seconds < 3600:
		return fmt.Sprintf("%d min %d s", seconds/60, seconds%60)
	default:
		return fmt.Sprintf("%d h %d min", seconds/3600, seconds/60%60)
	}
}

// write puts a line where the last one stands. Blanks clear what that had more,
// for not every terminal knows an escape for it. The last column stays free:
// some terminals turn the line when something is written there.
func (p *progress) write(line string) {
	line = displaywidth.TruncateString(line, p.width-1, "…")
	columns := displaywidth.String(line)
	if columns == 0 && p.columns == 0 {
		return
	}
	blanks := max(p.columns-columns, 0)
	back := ""
	if blanks > 0 {
		back = "\r" + line
	}
	// An error is dropped: the only place to report it is the line itself.
	_, _ = io.WriteString(p.out, "\r"+line+strings.Repeat(" ", blanks)+back)
	p.columns = columns
}
