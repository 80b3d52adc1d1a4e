package heap

import "testing"

func TestTheCollectorRunsAgainByWhatIsInUse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		use  uint64
		want int
	}{
		"hardly anything: when half of the floor is used": {1 << 20, 650},
		"half of the floor: at half as much, and of it":   {24 << 20, 150},
		"as much as the floor: at twice that":             {48 << 20, 100},
		"more: when the floor is used once more":          {96 << 20, 50},
		"much: at a quarter as much again":                {256 << 20, 25},
		"more: at a quarter as much again, too":           {1024 << 20, 25},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := percentFor(test.use); got != test.want {
				t.Errorf("got %d %%, want %d", got, test.want)
			}
		})
	}
}
