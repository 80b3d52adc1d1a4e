package cli

import "testing"

func env(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func TestColourFollowsTheFlagThenTheEnvironmentThenTheTerminal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		mode     string
		terminal bool
		env      map[string]string
		want     bool
	}{
		"a terminal":                        {"auto", true, nil, true},
		"a pipe":                            {"auto", false, nil, false},
		"a dumb terminal":                   {"auto", true, map[string]string{"TERM": "dumb"}, false},
		"always":                            {"always", false, map[string]string{"NO_COLOR": "1", "TERM": "dumb"}, true},
		"never":                             {"never", true, map[string]string{"FORCE_COLOR": "1"}, false},
		"NO_COLOR":                          {"auto", true, map[string]string{"NO_COLOR": "1"}, false},
		"an empty NO_COLOR says nothing":    {"auto", true, map[string]string{"NO_COLOR": ""}, true},
		"NO_COLOR before FORCE_COLOR":       {"auto", true, map[string]string{"NO_COLOR": "1", "FORCE_COLOR": "1"}, false},
		"FORCE_COLOR into a pipe":           {"auto", false, map[string]string{"FORCE_COLOR": "3"}, true},
		"FORCE_COLOR on a dumb terminal":    {"auto", true, map[string]string{"FORCE_COLOR": "1", "TERM": "dumb"}, true},
		"FORCE_COLOR of 0":                  {"auto", true, map[string]string{"FORCE_COLOR": "0"}, false},
		"CLICOLOR_FORCE into a pipe":        {"auto", false, map[string]string{"CLICOLOR_FORCE": "1"}, true},
		"CLICOLOR_FORCE of 0 says nothing":  {"auto", true, map[string]string{"CLICOLOR_FORCE": "0"}, true},
		"CLICOLOR of 0":                     {"auto", true, map[string]string{"CLICOLOR": "0"}, false},
		"CLICOLOR_FORCE on a dumb terminal": {"auto", true, map[string]string{"CLICOLOR_FORCE": "1", "TERM": "dumb"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := useColor(test.mode, test.terminal, env(test.env)); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

func TestLinksAreForTerminalsThatShowThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		color, terminal bool
		env             map[string]string
		want            bool
	}{
		"a terminal of which nothing is known": {true, true, nil, false},
		"one that is known":                    {true, true, map[string]string{"TERM_PROGRAM": "vscode"}, true},
		"one by its version":                   {true, true, map[string]string{"VTE_VERSION": "6003"}, true},
		"one of an old version":                {true, true, map[string]string{"VTE_VERSION": "4999"}, false},
		"without colour":                       {false, true, map[string]string{"TERM_PROGRAM": "vscode"}, false},
		"a pipe":                               {true, false, map[string]string{"TERM_PROGRAM": "vscode"}, false},
		"forced":                               {false, false, map[string]string{"FORCE_HYPERLINK": "1"}, true},
		"forbidden":                            {true, true, map[string]string{"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := useHyperlinks(test.color, test.terminal, env(test.env)); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

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
