package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// wide encodes a text as UTF-16 with a byte order mark.
func wide(s string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + s)) {
		b.WriteByte(byte(unit))
		b.WriteByte(byte(unit >> 8))
	}
	return b.String()
}

// bomb has ten times as many values with each line.
func bomb() string {
	var b strings.Builder
	b.WriteString("ai_gateway: {}\na: &a [x, x, x, x, x, x, x, x, x, x]\n")
	for _, key := range []string{"ab", "bc", "cd", "de", "ef"} {
		b.WriteString(key[1:] + ": &" + key[1:] + " [" + strings.Repeat("*"+key[:1]+", ", 10) + "]\n")
	}
	return b.String()
}

func TestWhatCannotBeReadIsToldInOneLine(t *testing.T) {
	t.Parallel()
	for name, test := range few(map[string]struct {
		file, in string
		args     []string
		want     string // the line, "" for none
		code     int
	}{
		"too large":               {"a.json", `{"ai_gateway": {}, "x": "` + strings.Repeat("x", 1000) + `"}`, []string{"--max-size", "1000"}, "a.json: is larger than the limit of 1000 bytes", 3},
		"too large, whatever":     {"a.json", strings.Repeat(" ", 1025), []string{"--max-size", "1KiB"}, "a.json: is larger than the limit of 1024 bytes", 3},
		"too deep JSON":           {"a.json", `{"ai_gateway": ` + strings.Repeat("[", 300), nil, "a.json:1:215: nested deeper than the limit of 200 levels", 3},
		"too deep YAML":           {"a.yaml", `ai_gateway: ` + strings.Repeat("[", 300), nil, "a.yaml:1:213: nested deeper than the limit of 200 levels", 3},
		"a bomb of aliases":       {"a.yaml", bomb(), nil, "a.yaml:5:36: aliases add more than the limit of 10000 values", 3},
		"an alias of itself":      {"a.yaml", "ai_gateway: &a [*a]\n", nil, "a.yaml:1:17: an alias inside the value that it stands for", 3},
		"not UTF-8":               {"a.yaml", "ai_gateway: {}\nname: caf\xe9\n", nil, "a.yaml:2:10: not valid UTF-8", 3},
		"another's, not UTF-8":    {"a.yaml", "name: caf\xe9\n", []string{"--hook"}, "", 0},
		"not UTF-8, and named":    {"a.yaml", "name: caf\xe9\n", nil, "a.yaml:1:10: not valid UTF-8", 3},
		"UTF-16":                  {"a.json", wide(`{"ai_gateway": {}}`), nil, "a.json:1:4: a NUL byte: this is not UTF-8 text (is it UTF-16?)", 3},
		"another's UTF-16":        {"a.json", wide(`{"name": "a"}`), []string{"--hook"}, "", 0},
		"a NUL byte":              {"a.json", "{\"ai_gateway\": \"a\x00b\"}", nil, "a.json:1:18: a NUL byte: this is not UTF-8 text (is it UTF-16?)", 3},
		"truncated":               {"a.json", "{\"name\": \"x\",\n \"ai_gateway\": {\"rate_limits\": [", nil, "a.json:2:33: expected ']', found the end of the file", 3},
		"truncated in a text":     {"a.json", "{\"ai_gateway\": \"secret", nil, "a.json:1:16: the string does not end", 3},
		"a wrong number":          {"a.json", `{"ai_gateway": {"calls": 007}}`, nil, "a.json:1:26: a number that is not written as JSON wants it", 3},
		"a tab for an indent":     {"a.yaml", "ai_gateway:\n\trate_limits: []\n", nil, "a.yaml:2:1: a tab cannot indent YAML: use spaces", 3},
		"a control character":     {"a.yaml", "ai_gateway: \"\a\"\n", nil, "a.yaml:1:14: a control character is not allowed in YAML", 3},
		"an unknown alias":        {"a.yaml", "ai_gateway: *nope\n", nil, "a.yaml:1:13: an alias of an anchor that is not defined before it", 3},
		"another's broken file":   {"a.json", `{"guardrails": `, []string{"--hook"}, "", 0},
		"its older name":          {"a.json", `{"guardrails": `, []string{"--force-exclude"}, "", 0},
		"a broken file, named":    {"a.json", `{"guardrails": `, nil, "a.json:1:16: expected a value, found the end of the file", 3},
		"a template, named":       {"a.yaml", "kind: {{ .Values.kind }}\n", nil, "a.yaml:1:8: a key must be a single value, not a list or a map (is this a template?)", 3},
		"broken, by its name":     {"ai_gateway.json", `{"guardrails": `, nil, "ai_gateway.json:1:16: expected a value, found the end of the file", 3},
		"broken, by --kind":       {"a.json", `{"x": `, []string{"--kind", "endpoint"}, "a.json:1:7: expected a value, found the end of the file", 3},
		"empty JSON":              {"a.json", "", nil, "", 0},
		"empty YAML":              {"a.yaml", "", nil, "", 0},
		"empty, by --kind":        {"a.json", "", []string{"--kind", "endpoint"}, "a.json:1:1: expected a value, found the end of the file", 3},
		"blank lines":             {"a.json", "\n \n", nil, "", 0},
		"null":                    {"a.json", "null", nil, "", 0},
		"a text":                  {"a.json", `"ai_gateway"`, nil, "", 0},
		"a byte order mark":       {"a.json", "\ufeff" + `{"name": "x", "ai_gateway": {}}`, nil, "", 1},
		"CRLF":                    {"a.yaml", "name: x\r\nai_gateway: {}\r\n", nil, "", 1},
		"a folder with such name": {"a.json/b.txt", "", nil, "", 0},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, filepath.FromSlash(test.file))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(test.in), 0o600); err != nil {
				t.Fatal(err)
			}
			file, _, _ := strings.Cut(test.file, "/")
			ran := runIn(t, dir, append([]string{"check", file}, test.args...)...)
			if diff := cmp.Diff(test.want, unchecked(ran.out)); diff != "" || ran.code != test.code || ran.err != "" {
				t.Errorf("exit code %d, want %d\n%s%s", ran.code, test.code, ran.err, diff)
			}
		})
	}
}

// unchecked returns the lines that say what was not checked.
func unchecked(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "not checked: "); ok {
			lines = append(lines, strings.TrimSuffix(rest, "\n"))
		}
	}
	return strings.Join(lines, "\n")
}

func TestPlacesAreThoseOfTheFileAsItIsWritten(t *testing.T) {
	t.Parallel()
	const body = `{"name": "x",` + "\n" + ` "ai_gateway": {"inference_table_config": {"table_name_prefix": "gw_"}}}`
	for name, test := range map[string]struct{ in, want string }{
		"as it is":          {body, "a.json:2:65"},
		"a byte order mark": {"\ufeff" + body, "a.json:2:65"},
		"CRLF":              {strings.ReplaceAll(body, "\n", "\r\n"), "a.json:2:65"},
		"wide characters":   {strings.Replace(body, ` "ai`, ` "é日😀": 1, "ai`, 1), "a.json:2:75"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "a.json"), []byte(test.in), 0o600); err != nil {
				t.Fatal(err)
			}
			if out := runIn(t, dir, "check", "a.json").out; !strings.Contains(out, "--> "+test.want+"\n") {
				t.Errorf("%s is not in\n%s", test.want, out)
			}
		})
	}
}
