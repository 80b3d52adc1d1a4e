package workspace

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestAnObjectHasAPlaceThatItsNameTells(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 120)
	for name, test := range map[string]struct{ in, want string }{
		"a plain name":           {"chat-2_v1.0", "chat-2_v1.0"},
		"a service":              {"main.llm.chat", "main.llm.chat"},
		"a long name":            {long, long},
		"a longer name":          {long + "b", long[:80] + "~fbfe49e7ac1980adbe45dd94f1ac32be"},
		"a slash":                {"a/b", "a%2fb~c14cddc0"},
		"an upper-case letter":   {"Chat", "%43hat~460b3a7d"},
		"another script":         {"ü", "%c3%bc~607474ca"},
		"no name":                {"", "~e3b0c442"},
		"the folder itself":      {".", "%2e~cdb4ee2a"},
		"the folder above":       {"..", "%2e%2e~5ec1f7e7"},
		"a way out":              {"../../etc/passwd", "%2e.%2f..%2fetc%2fpasswd~3754d6cb"},
		"a hidden file":          {".git", "%2egit~4d0a4dff"},
		"a dot at the end":       {"a.", "a%2e~5ab640fa"},
		"a space at the end":     {"a ", "a%20~6583dcd6"},
		"a device":               {"con", "%63on~1143da2b"},
		"a device with an end":   {"com1.chat", "%63om1.chat~5513a95d"},
		"no device":              {"console", "console"},
		"a stream of Windows":    {"a:b", "a%3ab~6783a31e"},
		"what is escaped itself": {"a%2fb~c14cddc0", "a%252fb%7ec14cddc0~f86f5891"},
		"a control character":    {"a\x00\n", "a%00%0a~4fda62f3"},
		"what is no UTF-8":       {"\xff", "%ff~a8100ae6"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Place("apps", test.in); got != "apps/"+test.want+".json" {
				t.Errorf("%s, want apps/%s.json", got, test.want)
			}
		})
	}
}

// FuzzPlace asks of any two names that they have two places, also where upper
// and lower case are one, and that both are files that any system can have.
func FuzzPlace(f *testing.F) {
	long := strings.Repeat("ü", 100)
	for _, pair := range [][2]string{
		{"chat", "Chat"},
		{"a/b", "a%2fb"},
		{"..", "."},
		{"", "~e3b0c442"},
		{"con", "%63on"},
		{"lpt1.x", "aux."},
		{long + "a", long + "b"},
		{"a/b", "a%2fb~c14cddc0"},
		{"x\xff", "x\xfe"},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		a, b := Place("apps", one), Place("apps", two)
		if one != two && strings.EqualFold(a, b) {
			t.Errorf("%q and %q are both at %s", one, two, a)
		}
		for _, path := range []string{a, b} {
			fit(t, path)
		}
	})
}

// fit holds a path to what file systems take.
func fit(t *testing.T, path string) {
	t.Helper()
	file, in := strings.CutPrefix(path, "apps/")
	stem, _, _ := strings.Cut(file, ".")
	switch {
	case !in || strings.ContainsAny(file, "/\\:*?\"<>|\x00") || !filepath.IsLocal(path):
		t.Errorf("%q leads elsewhere", path)
	case len(file) > 140:
		t.Errorf("%q is too long", path)
	case strings.HasPrefix(file, ".") && file != ".json" || strings.ToLower(file) != file:
		t.Errorf("%q is hidden, or not in lower case", path)
	}
	for _, device := range devices {
		if stem == device {
			t.Errorf("%q is a device", path)
		}
	}
	for _, r := range file {
		if r <= ' ' || r > '~' {
			t.Errorf("%q has a letter that is not for files", path)
		}
	}
}
