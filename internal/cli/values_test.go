package cli

import (
	"runtime/debug"
	"testing"
)

func TestASizeIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"1": 1, "10B": 10, "2KiB": 2048, "2kb": 2000, "3 MiB": 3 << 20, "1G": 1 << 30,
		"": 0, "0": 0, "-1": 0, "MiB": 0, "1.5MiB": 0, "9999999999GiB": 0,
	} {
		var s size
		err := s.Set(text)
		if int64(s) != want || (err != nil) != (want == 0) {
			t.Errorf("%q: %d, %v; want %d", text, s, err, want)
		}
	}
}

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
