package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestARunThatEndsEarlyKeepsWhatItSaw stops scans and dumps in the middle, by hand
// and by the clock.
func TestARunThatEndsEarlyKeepsWhatItSaw(t *testing.T) {
	f := newFleet(t)
	dir := configured(t, principals)
	whole := f.start(t, estate(), fakeworkspace.Options{}).judged(t, dir)
	for name, test := range few(map[string]struct {
		after int // requests
		args  []string
		says  string
	}{
		"while it lists":      {after: 3, says: "interrupted"},
		"in the middle of it": {after: 45, says: "interrupted"},
		"when time is up":     {args: []string{"--timeout", "200ms"}, says: "the time limit was reached"},
		"when there is none":  {args: []string{"--timeout", "1ns"}, says: "the time limit was reached"},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.start(t, estate(), fakeworkspace.Options{Latency: 40 * time.Millisecond})
			for _, command := range []string{"scan", "dump"} {
				folder := filepath.Join(t.TempDir(), "kept")
				s.Forget()
				args := append([]string{command, "--profile", s.profile, "-o", folder}, test.args...)
				if command == "scan" {
					args = append(args, "-f", "json")
				}
				got := s.stopped(t, test.after, dir, args)
				if got.code != report.ExitIncomplete || !strings.Contains(got.out+got.err, test.says) {
					t.Errorf("%s: exit code %d: %.300s%s", command, got.code, got.out, got.err)
				}
				verified := runAt(t, now, dir, "verify", folder)
				if verified.code != report.ExitIncomplete || !strings.Contains(verified.out, "incomplete, since it was interrupted") {
					t.Errorf("verify: exit code %d: %s%s", verified.code, verified.out, verified.err)
				}
				checked := runAt(t, now, dir, "check", "-f", "json", folder)
				if checked.code != report.ExitIncomplete {
					t.Errorf("check: exit code %d: %s", checked.code, checked.err)
				}
				for _, out := range []ran{got, checked} {
					if strings.HasPrefix(out.out, "{") {
						judgement{told: reported(t, out), outcomes: outcomes(t, dir, folder)}.holds(t, whole)
					}
				}
			}
		})
	}
}

// stopped runs a command that is interrupted after a number of requests, 0 for
// never.
func (s *site) stopped(t *testing.T, after int, dir string, args []string) ran {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	over := make(chan struct{})
	go func() {
		for after > 0 && len(s.Requests()) < after && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		if after > 0 {
			stop()
		}
		close(over)
	}()
	var out, complaints bytes.Buffer
	code := Main(ctx, Streams{In: strings.NewReader(""), Out: &out, Err: &complaints, Dir: dir, Now: func() time.Time { return now }}, args)
	stop()
	<-over
	return ran{out: out.String(), err: complaints.String(), code: code}
}
