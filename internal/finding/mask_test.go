package finding_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
)

// masked is a line "ab********cd********" that stands for one with secrets of 3 and of
// 20 code points, the second of which has 22 UTF-16 code units.
var masked = []finding.Mask{{At: 2, Width: 8, Points: 3, Units: 3}, {At: 12, Width: 8, Points: 20, Units: 22}}

func TestAPlaceIsShownWhereItsLineIsMasked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		point       int
		atEnd       bool
		want, units int
	}{
		"before all masks":               {1, false, 1, 1},
		"where a mask begins":            {2, false, 2, 2},
		"an end where a mask begins":     {2, true, 2, 2},
		"in a mask":                      {4, false, 2, 2},
		"an end in a mask":               {4, true, 10, 5},
		"where a mask ends":              {5, false, 10, 5},
		"an end where a mask ends":       {5, true, 10, 5},
		"between masks":                  {6, false, 11, 6},
		"where a later mask begins":      {7, false, 12, 7},
		"in a later mask":                {17, false, 12, 7},
		"an end in a later mask":         {17, true, 20, 29},
		"behind all masks":               {27, false, 20, 29},
		"beyond the line":                {30, true, 23, 32},
		"before the line":                {-1, false, -1, -1},
		"an end before the line, cut it": {-5, true, -5, -5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := finding.Shown(masked, test.point, test.atEnd)
			if got != test.want {
				t.Errorf("shown at %d, want %d", got, test.want)
			}
			if units := got + finding.Hidden(masked, got); units != test.units {
				t.Errorf("%d UTF-16 code units stand before it, want %d", units, test.units)
			}
		})
	}
}

func TestWithinAMaskNoMoreCountsThanItStandsFor(t *testing.T) {
	t.Parallel()
	for shown, want := range map[int]int{2: 2, 4: 4, 5: 5, 7: 5, 10: 5, 11: 6, 13: 8, 19: 14, 20: 29} {
		if got := shown + finding.Hidden(masked, shown); got != want {
			t.Errorf("%d is %d, want %d", shown, got, want)
		}
	}
}

func TestALineWithoutMasksIsShownAsItIs(t *testing.T) {
	t.Parallel()
	e := finding.Excerpt{FirstLine: 3, Lines: []string{"a", "b"}, Masks: [][]finding.Mask{masked}}
	if e.Masked(1) != nil || e.Masked(-1) != nil || len(e.Masked(0)) != 2 {
		t.Error("the masks of another line")
	}
	if got := finding.Shown(nil, 7, true); got != 7 {
		t.Errorf("%d", got)
	}
}

func TestAFindingStandsOnASecretWhereAllOfItsPlaceIsMasked(t *testing.T) {
	t.Parallel()
	// `  a: "dapi0123", b: s3cr` with both values masked, of 8 and 4 code points.
	line := finding.Excerpt{FirstLine: 4, Lines: []string{"before", `  a: "********", b: ********`}, Masks: [][]finding.Mask{nil, {{At: 6, Width: 8, Points: 8}, {At: 20, Width: 8, Points: 4}}}}
	for name, test := range map[string]struct {
		at   finding.Location
		want bool
	}{
		"the value":                {finding.Location{StartLine: 5, StartColumn: 7, EndLine: 5, EndColumn: 15}, true},
		"the value in its quotes":  {finding.Location{StartLine: 5, StartColumn: 6, EndLine: 5, EndColumn: 16}, true},
		"a part of it":             {finding.Location{StartLine: 5, StartColumn: 8, EndLine: 5, EndColumn: 10}, true},
		"the second value":         {finding.Location{StartLine: 5, StartColumn: 21, EndLine: 5, EndColumn: 25}, true},
		"its key":                  {finding.Location{StartLine: 5, StartColumn: 3, EndLine: 5, EndColumn: 4}, false},
		"key and value":            {finding.Location{StartLine: 5, StartColumn: 3, EndLine: 5, EndColumn: 16}, false},
		"what holds both":          {finding.Location{StartLine: 5, StartColumn: 1, EndLine: 5, EndColumn: 25}, false},
		"another line":             {finding.Location{StartLine: 4, StartColumn: 1, EndLine: 4, EndColumn: 7}, false},
		"several lines":            {finding.Location{StartLine: 4, StartColumn: 1, EndLine: 5, EndColumn: 16}, false},
		"a line that is not shown": {finding.Location{StartLine: 9, StartColumn: 7, EndLine: 9, EndColumn: 15}, false},
	} {
		f := finding.Finding{Location: test.at, Excerpt: line}
		if got := f.Masked(); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
