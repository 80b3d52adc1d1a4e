package main

import "testing"

func TestTheCollectorRunsAgainByWhatIsInUse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		use  uint64
		want int
	}{
		"hardly anything: no sooner than at the first time": {1 << 20, 1700},
		"as much as the floor: at three times that":         {64 << 20, 200},
		"much: at twice that and the floor":                 {256 << 20, 125},
		"more: at less than half as much again":             {1024 << 20, 42},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := percentFor(test.use); got != test.want {
				t.Errorf("got %d %%, want %d", got, test.want)
			}
		})
	}
}
