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
		terminal bool
		columns  int
		env      string
		want     int
	}{
		"a terminal":                     {true, 120, "", 120},
		"a pipe breaks no line":          {false, 0, "", 0},
		"a pipe with a width":            {false, 120, "", 0},
		"COLUMNS comes first":            {true, 120, "60", 60},
		"COLUMNS for a pipe":             {false, 0, "60", 60},
		"COLUMNS is no number":           {true, 120, "wide", 120},
		"COLUMNS is too narrow":          {true, 120, "7", 120},
		"a terminal that does not say":   {true, 0, "", 80},
		"a terminal that is too narrow":  {true, 9, "", 20},
		"a terminal that is just enough": {true, 20, "", 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Streams{
				Terminal: test.terminal, Width: test.columns, ErrTerminal: test.terminal, ErrWidth: test.columns,
				Env: env(map[string]string{"COLUMNS": test.env}),
			}
			if out, err := s.width(), s.errWidth(); out != test.want || err != test.want {
				t.Errorf("%d and %d columns, want %d", out, err, test.want)
			}
		})
	}
}

func TestSignsAreASCIIWhereATerminalMayNotHaveOthers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		terminal bool
		env      map[string]string
		want     bool
	}{
		"a terminal of which nothing is known": {true, nil, false},
		"a dumb terminal":                      {true, map[string]string{"TERM": "dumb"}, true},
		"a dumb terminal that is a pipe":       {false, map[string]string{"TERM": "dumb"}, false},
		"a locale in UTF-8":                    {true, map[string]string{"LANG": "en_US.UTF-8"}, false},
		"its other spelling":                   {true, map[string]string{"LC_CTYPE": "C.utf8"}, false},
		"another encoding":                     {true, map[string]string{"LANG": "de_DE.ISO-8859-1"}, true},
		"the C locale":                         {true, map[string]string{"LC_ALL": "C", "LANG": "en_US.UTF-8"}, true},
		"the C locale of a log":                {false, map[string]string{"LC_ALL": "C"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := useASCII(test.terminal, env(test.env)); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}
