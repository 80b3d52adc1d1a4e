package terraform_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/terraform"
)

func TestWhatTerraformMayHaveShownHasAKeyOfAPlanOrAStateInQuotes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`{"format_version": "1.2"}`:                  true,
		` { "version": 4, "serial": 1}`:              true,
		`{"lineage": ""}`:                            true,
		`{"a": "serial", "b": 1}`:                    true,
		`{"a": "a serial killer", "b": "serial"}`:    true,
		`{"serialserial": 1, "serial": 2}`:           true,
		`{"serial_number": 1}`:                       false,
		`{"my serial": 1, "format_versions": "1.2"}`: false,
		`{"a": "serial`:                              false,
		`{serial`:                                    false,
		`serial`:                                     false,
		`["serial"]`:                                 false,
		`{}`:                                         false,
	} {
		if got := terraform.MayShow([]byte(text)); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
