package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// echoes are the ways to fail in which an answer holds what nobody should see, and
// none.
var echoes = []fakeworkspace.Kind{
	"", fakeworkspace.Internal, fakeworkspace.Forbidden, fakeworkspace.Expired, fakeworkspace.Gone, fakeworkspace.LoginPage,
	fakeworkspace.Malformed, fakeworkspace.Truncated,
}

// TestNoSecretOfAWorkspaceIsShown looks for the token, and for every secret that a
// workspace holds or puts into its errors, in all that live commands write.
func TestNoSecretOfAWorkspaceIsShown(t *testing.T) {
	f := newFleet(t)
	for i, kind := range echoes {
		if raced && i > 1 {
			break
		}
		t.Run("when it answers "+string(kind), func(t *testing.T) {
			t.Parallel()
			s := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
			if kind != "" {
				s.Fault(fakeworkspace.Fault{Kind: kind, Path: "/api/2.0/alerts"})
				s.FaultEvery(0.4, 3, kind)
			}
			dir := configured(t, principals)
			s.silent(t, dir, "scan", "-o", filepath.Join(dir, "snapshot"))
			s.silent(t, dir, "dump", "-o", filepath.Join(dir, "dump"))
			s.silent(t, dir, "verify", filepath.Join(dir, "snapshot"))
		})
	}
}

// TestNoSecretOfAStatementIsShown looks for them where a warehouse is asked.
func TestNoSecretOfAStatementIsShown(t *testing.T) {
	f := newFleet(t)
	if raced {
		t.Skip("few cases are enough for the race detector")
	}
	for _, kind := range []fakeworkspace.Kind{"", fakeworkspace.Forbidden, fakeworkspace.Malformed} {
		t.Run("when it answers "+string(kind), func(t *testing.T) {
			t.Parallel()
			s := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
			if kind != "" {
				s.Fault(fakeworkspace.Fault{Kind: kind, Path: "/api/2.0/sql/statements"})
			}
			dir := configured(t, principals)
			s.silent(t, dir, "scan", "--warehouse", "a1b2c3d4e5f60718", "-o", filepath.Join(dir, "snapshot"))
		})
	}
}

// silent runs a command as somebody who wants to see all of it.
func (s *site) silent(t *testing.T, dir, command string, args ...string) {
	t.Helper()
	args = append([]string{command}, args...)
	if command != "verify" {
		args = append(args, "--profile", s.profile, "--retry-for", "100ms")
	}
	if command == "scan" {
		args = append(args, "-v", "-f", "text")
		for _, format := range report.Formats() {
			args = append(args, "-f", format+"="+filepath.Join(dir, format))
		}
	}
	var out, complaints bytes.Buffer
	Main(t.Context(), Streams{
		In: strings.NewReader(""), Out: &out, Err: &complaints, Dir: dir, Now: func() time.Time { return now }, ErrTerminal: true,
	}, args)
	written := tree(t, dir)
	written["standard output"], written["standard error"] = out.String(), complaints.String()
	for where, text := range written {
		for _, secret := range s.Secrets() {
			if strings.Contains(where+text, secret) {
				t.Errorf("%s: %s holds %.12s…", command, where, secret)
			}
		}
	}
	if command != "verify" && out.Len() == 0 {
		t.Errorf("%s says nothing: %s", command, complaints.String())
	}
}
