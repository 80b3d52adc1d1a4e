package cli

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// watch is a clock that a test sets, and a terminal of one line.
type watch struct {
	strings.Builder

	at time.Time
}

func (w *watch) now() time.Time { return w.at }

func (w *watch) wait(d time.Duration) { w.at = w.at.Add(d) }

// screen is what a terminal shows after all that was written.
func (w *watch) screen() string {
	var shown []rune
	column := 0
	for _, r := range w.String() {
		if r == '\r' {
			column = 0
			continue
		}
		if column == len(shown) {
			shown = append(shown, ' ')
		}
		shown[column] = r
		column++
	}
	return strings.TrimRight(string(shown), " ")
}

func newWatch() *watch { return &watch{at: time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)} }

func TestProgressTellsHowFarARunHasCome(t *testing.T) {
	t.Parallel()
	w := newWatch()
	p := newProgress(w, w.now, 0)
	var seen []string
	look := func() { seen = append(seen, w.screen()) }

	p.Phase("listing services")
	look()
	p.Total(1000)
	w.wait(redrawInterval)
	p.Done()
	look()
	p.Phase("reading endpoints")
	look()
	w.wait(9500 * time.Millisecond)
	for range 141 {
		p.Done()
	}
	w.wait(redrawInterval)
	p.Done()
	look()
	w.wait(time.Hour)
	p.Done()
	look()
	p.Total(100) // fewer than there were: nobody is told of a part above the whole
	w.wait(redrawInterval)
	p.Done()
	look()
	p.stop()
	look()
	p.Phase("too late")
	look()

	want := []string{
		"listing services",
		"1/1000 subjects  (listing services)",
		"1/1000 subjects  (reading endpoints)",
		"143/1000 subjects  14.7/s  58 s left  (reading endpoints)",
		"144/1000 subjects  0.0/s  5 h 57 min left  (reading endpoints)",
		"145/145 subjects  0.0/s  0 s left  (reading endpoints)",
		"", "",
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}

func TestProgressTellsWhatHoldsItBack(t *testing.T) {
	t.Parallel()
	w := newWatch()
	p := progressOn(Streams{Err: w, Env: env(nil), Now: w.now, ErrTerminal: true}, false, 15)
	p.Phase("reading lists")
	if got, want := w.screen(), "reading lists  15 requests/s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.Total(1000)
	w.wait(10 * time.Second)
	p.Done()
	if got, want := w.screen(), "1/1000 subjects  0.1/s  2 h 46 min left  15 requests/s  (reading lists)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressIsDrawnTenTimesASecondAtMost(t *testing.T) {
	t.Parallel()
	w := newWatch()
	p := newProgress(w, w.now, 80)
	p.Total(100_000)
	for range 100_000 {
		w.wait(20 * time.Microsecond) // two seconds in all
		p.Done()
	}
	if n := strings.Count(w.String(), "subjects"); n < 15 || n > 21*2 {
		t.Errorf("drawn %d times in two seconds", n)
	}
}

func TestProgressStaysOnItsLine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		width int
		phase string
		want  string
	}{
		"too long":                    {20, "reading the permissions of endpoints", "reading the permis…"},
		"just as long":                {20, "a line of nineteen.", "a line of nineteen."},
		"wide characters":             {6, "日本語日本", "日本…"},
		"a width that is not known":   {0, strings.Repeat("x", 90), strings.Repeat("x", 78) + "…"},
		"a phase of somebody's words": {40, "\x1b[2J\nx", `\x1b[2J\nx`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWatch()
			newProgress(w, w.now, test.width).Phase(test.phase)
			if diff := cmp.Diff("\r"+test.want, w.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestATimeIsWrittenForOneWhoWaits(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0:                            "0 s",
		59400 * time.Millisecond:     "59 s",
		59600 * time.Millisecond:     "1 min 0 s",
		200 * time.Second:            "3 min 20 s",
		2*time.Hour + 90*time.Second: "2 h 1 min",
	} {
		if got := remaining(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestProgressIsShownOnlyToAPersonWhoWatches(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		terminal, quiet bool
		env             map[string]string
		want            bool
	}{
		"a terminal":          {terminal: true, want: true},
		"a pipe":              {},
		"quiet":               {terminal: true, quiet: true},
		"in a pipeline":       {terminal: true, env: map[string]string{"CI": "true"}},
		"no pipeline at all":  {terminal: true, env: map[string]string{"CI": "false"}, want: true},
		"in a hook":           {terminal: true, env: map[string]string{"PRE_COMMIT": "1"}},
		"on a dumb terminal":  {terminal: true, env: map[string]string{"TERM": "dumb"}},
		"on a smart terminal": {terminal: true, env: map[string]string{"TERM": "xterm"}, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Streams{Err: io.Discard, Env: env(test.env), ErrTerminal: test.terminal}
			if got := progressOn(s, test.quiet, 15) != nil; got != test.want {
				t.Errorf("shown: %v, want %v", got, test.want)
			}
		})
	}
}

func TestProgressThatIsNotShownTakesAllThatIsSaid(t *testing.T) {
	t.Parallel()
	var p *progress
	p.Phase("listing")
	p.Total(3)
	p.Done()
	p.stop()
}

func TestProgressMayBeToldByMany(t *testing.T) {
	t.Parallel()
	w := newWatch()
	p := newProgress(w, w.now, 80)
	p.Total(800)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 100 {
				p.Done()
			}
		})
	}
	group.Wait()
	p.Phase("judging")
	if want := "800/800 subjects  (judging)"; w.screen() != want {
		t.Errorf("%q is shown, want %q", w.screen(), want)
	}
}
