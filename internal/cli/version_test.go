package cli

import (
	"runtime/debug"
	"testing"
)

func TestTheVersionIsThatOfTheReleaseThenOfTheModule(t *testing.T) {
	t.Parallel()
	module := func(version string) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: version}}
	}
	for name, test := range map[string]struct {
		linked string
		info   *debug.BuildInfo
		want   string
	}{
		"a release":             {"v1.2.3", module("v0.0.1"), "1.2.3"},
		"an installed module":   {"", module("v1.2.3"), "1.2.3"},
		"a build of a checkout": {"", module("(devel)"), "dev"},
		"no build information":  {"", nil, "dev"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := versionOf(test.linked, test.info); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
