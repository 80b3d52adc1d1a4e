package config_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/config"
)

func TestTheLevelThatIsMeantIsNear(t *testing.T) {
	t.Parallel()
	levels := []string{"off", "note", "warning", "error"}
	thresholds := []string{"error", "warning", "note", "unknown", "none"}
	for _, test := range []struct {
		word  string
		known []string
		want  string
	}{
		{"warn", levels, "warning"},
		{"Warning", levels, "warning"},
		{" ERROR ", levels, "error"},
		{"warnings", levels, "warning"},
		{"waring", levels, "warning"},
		{"err", levels, "error"},
		{"info", levels, "note"},
		{"critical", levels, "error"},
		{"none", levels, "off"},
		{"never", levels, "off"},
		{"off", thresholds, "none"},
		{"never", thresholds, "none"},
		{"unknowns", thresholds, "unknown"},
		{"no", levels, ""},
		{"", levels, ""},
		{"everything", levels, ""},
	} {
		if got := config.NearestLevel(test.word, test.known); got != test.want {
			t.Errorf("%q of %v is %q, want %q", test.word, test.known, got, test.want)
		}
	}
}
