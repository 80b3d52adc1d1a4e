package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/secret"
)

// Streams is the part of the process that gwlint uses: main fills it, and a test
// can.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Dir is the absolute folder that relative paths start from; "" is that of
	// the process.
	Dir string
	// Env reads an environment variable; nil has none.
	Env func(string) string
	// LookupEnv does so too, and says whether the variable is set, perhaps to nothing; nil
	// takes one without a value for not set.
	LookupEnv func(string) (string, bool)
	// Now returns the time; nil is always 1970, when nothing is old.
	Now func() time.Time
	// Terminal says that a person reads Out as it is written.
	Terminal bool
	// ErrTerminal says so of Err.
	ErrTerminal bool
	// LowMemory has the process do with less memory from now on, and take more time;
	// nil does nothing. A workspace that answers is read with it, and no snapshot of one.
	LowMemory func()
	// Width is the number of columns of the terminal that Out is; 0 is unknown.
	Width int
	// ErrWidth is that of Err.
	ErrWidth int
}

// usage prints why nothing was checked, and returns the exit code of wrong usage.
func (s Streams) usage(err error) int {
	var fault *config.Error
	odd := errors.As(err, &fault)
	for line := range strings.Lines(err.Error()) {
		line = secret.EraseWords(strings.TrimSuffix(line, "\n"))
		if odd { // a configuration file quotes keys and values, which may be anything
			line = secret.EraseKeys(line)
		}
		// There is nowhere left to say that this failed.
		_, _ = fmt.Fprintf(s.Err, "gwlint: %s\n", report.Visible(line))
	}
	return report.ExitUsage
}

// notice prints one line on standard error that stops nothing.
func (s Streams) notice(text string) {
	_, _ = fmt.Fprintf(s.Err, "gwlint: %s\n", report.Visible(secret.Erase(text))) // there is nowhere left to say that this failed
}

// notices prints what a user should know of the settings of a run: those that have
// no effect yet, and that a configuration file alone brings Rego of its own.
func (s Streams) notices(r check.Request) {
	for _, text := range append(unusedNotices(r.Settings), policyNotice(r)...) {
		s.notice(text)
	}
}

// lowMemory has the process do with less memory from now on.
func (s Streams) lowMemory() {
	if s.LowMemory != nil {
		s.LowMemory()
	}
}

// absolute makes a path that starts from the working directory absolute; "" stays.
func (s Streams) absolute(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.Dir, path)
}

// inActions says that a runner of GitHub Actions reads what is written
// (docs.github.com/en/actions/reference/workflows-and-actions/variables).
func (s Streams) inActions() bool { return s.Env("GITHUB_ACTIONS") == "true" }

// lookupEnv returns a variable of the environment, and whether it is set.
func (s Streams) lookupEnv(name string) (string, bool) {
	if s.LookupEnv != nil {
		return s.LookupEnv(name)
	}
	value := s.Env(name)
	return value, value != ""
}
