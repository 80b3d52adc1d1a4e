package source

import "testing"

func TestNoFileIsLargerThanItsPlacesCanBeKept(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ asked, want int64 }{
		"by default":          {0, 64 << 20},
		"as asked":            {1 << 30, 1 << 30},
		"as much as there is": {1<<31 - 1, 1<<31 - 1},
		"no more than that":   {4 << 30, 1<<31 - 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (Limits{Bytes: test.asked}).orDefault().Bytes; got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
			at := Range{Start: 1, End: int(test.want)}
			if got := at.Span().asRange(); got != at {
				t.Errorf("a place up to there is kept as %v, want %v", got, at)
			}
		})
	}
}
