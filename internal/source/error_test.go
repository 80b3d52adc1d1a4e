package source_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestFaultsAreThoseOfAnErrorInItsOrder(t *testing.T) {
	t.Parallel()
	one, two := &source.Error{File: "a", Message: "one"}, &source.Error{File: "b", Message: "two"}
	for name, test := range map[string]struct {
		err  error
		want []*source.Error
	}{
		"none":    {nil, nil},
		"one":     {one, []*source.Error{one}},
		"joined":  {errors.Join(one, two), []*source.Error{one, two}},
		"wrapped": {fmt.Errorf("state: %w", errors.Join(one)), []*source.Error{one}},
		"foreign": {errors.New("no fault"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, source.Faults(test.err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnErrorWithoutItsPathIsWhatTheSystemSays(t *testing.T) {
	t.Parallel()
	other := errors.New("no error of the system")
	for name, test := range map[string]struct{ err, want error }{
		"of a file":         {&fs.PathError{Op: "open", Path: "/home/a", Err: fs.ErrNotExist}, fs.ErrNotExist},
		"of two files":      {&os.LinkError{Op: "rename", Old: "/home/a", New: "/home/b", Err: fs.ErrExist}, fs.ErrExist},
		"within another":    {fmt.Errorf("a: %w", &fs.PathError{Op: "open", Path: "/home/a", Err: fs.ErrNotExist}), fs.ErrNotExist},
		"of something else": {other, other},
		"none":              {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := source.WithoutPath(test.err); got != test.want { //nolint:errorlint // the error itself is meant
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
