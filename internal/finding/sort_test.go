package finding_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	diff "github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

// TestFindingsAreSortedByPlaceAndKeepTheirOrderOtherwise sorts lists of all
// lengths with many equals, and compares with the plainest way of sorting.
func TestFindingsAreSortedByPlaceAndKeepTheirOrderOtherwise(t *testing.T) {
	t.Parallel()
	source := rand.New(rand.NewPCG(1, 2))
	for n := range 60 {
		list := make([]finding.Finding, n)
		for i := range list {
			list[i] = finding.Finding{
				Rule:        fmt.Sprintf("GW%d", 100+source.IntN(3)),
				Location:    finding.Location{File: string(rune('a' + source.IntN(3))), StartLine: source.IntN(3)},
				Fingerprint: fmt.Sprint(i), // no part of the order
			}
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b finding.Finding) int {
			return cmp.Or(cmp.Compare(a.Location.File, b.Location.File), cmp.Compare(a.Location.StartLine, b.Location.StartLine), cmp.Compare(a.Rule, b.Rule))
		})
		finding.Sort(list)
		if difference := diff.Diff(want, list); difference != "" {
			t.Fatalf("%d findings: %s", n, difference)
		}
		if !finding.IsSorted(list) {
			t.Fatalf("%d sorted findings are said not to be", n)
		}
	}
}
