package source_test

import (
	"errors"
	"fmt"
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
