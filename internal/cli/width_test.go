package cli

import "testing"

func TestTextIsAsWideAsTheTerminalOrAsColumnsSays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		terminal int
		columns  string
		want     int
	}{
		"nobody says":              {0, "", 0},
		"COLUMNS":                  {0, "60", 60},
		"the terminal comes first": {120, "60", 120},
		"COLUMNS is no number":     {0, "wide", 0},
		"COLUMNS is too narrow":    {0, "7", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Streams{Width: test.terminal, Env: func(string) string { return test.columns }}
			if got := s.width(); got != test.want {
				t.Errorf("%d columns, want %d", got, test.want)
			}
		})
	}
}
