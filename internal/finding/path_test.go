package finding_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
)

func TestAPointerIsWrittenAsAPath(t *testing.T) {
	t.Parallel()
	for pointer, want := range map[string]string{
		"":                              "",
		"/name":                         "name",
		"/ai_gateway/rate_limits/1/key": "ai_gateway.rate_limits[1].key",
		"/0/name":                       "[0].name",
		"/tags/cost.center":             `tags["cost.center"]`,
		"/tags/a~1b~0c":                 "tags.a/b~c",
		"/tags/~01":                     "tags.~1",
		`/tags/a"b`:                     `tags["a\"b"]`,
		"/tags/":                        `tags[""]`,
	} {
		if got := finding.Path(pointer); got != want {
			t.Errorf("%q is %q, want %q", pointer, got, want)
		}
	}
}
