package heap

import "testing"

func TestTheCollectorRunsAgainByWhatIsInUse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		use  uint64
		want int
	}{
		"hardly anything: when half of the floor is used": {1 << 20, 450},
		"as much as the floor: at twice that":             {32 << 20, 100},
		"half of it used: at another three quarters":      {24 << 20, 116},
		"more: when the floor is used once more":          {64 << 20, 50},
		"much: at a quarter of that, and of the floor":    {256 << 20, 28},
		"more: at a quarter as much again":                {1024 << 20, 25},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := percentFor(test.use); got != test.want {
				t.Errorf("got %d %%, want %d", got, test.want)
			}
		})
	}
}
