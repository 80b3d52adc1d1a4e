package evidence

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheNamesInAQueryAreRead(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"":                             nil,
		"select 1, 2.5, .5 from t":     {"from", "select", "t"},
		"FROM Main.Gw.Chat_PAYLOAD":    {"from", "main", "main.gw", "main.gw.chat_payload"},
		"a.b.c.status_code":            {"a", "a.b", "a.b.c", "a.b.c.status_code"},
		"a . b\n\t.c":                  {"a", "a.b", "a.b.c"},
		"a/* one */./* two */b--three": {"a", "a.b"},
		"`A`.`b-c` d-e":                {"a", "a.b-c", "d", "e"},
		"`a``b`.c":                     {"a`b", "a`b.c"},
		"`a.b`.c":                      {"a.b", "a.b.c"},
		"`2026`.t":                     {"2026.t"},
		"größe.naïve_2":                {"größe", "größe.naïve_2"},
		"p.*, count(*)":                {"count", "p"},
		"p.status_code>=429":           {"p", "p.status_code"},
		"x::int":                       {"int", "x"},

		"a -- b\nc":                 {"a", "c"},
		"a -- b\rc":                 {"a", "c"},
		"a -- it's b\nc 'd'":        {"a", "c"},
		"a-b":                       {"a", "b"},
		"a /* b */ c":               {"a", "c"},
		"a /* b\n -- c */ d":        {"a", "d"},
		"a /* b /* c */ d */ e":     {"a", "e"},
		"a /*/ b */ c":              {"a", "c"},
		"a /* b":                    {"a"},
		"a / b * c":                 {"a", "b", "c"},
		"a -- b /* c\nd":            {"a", "d"},
		"a 'b' c":                   {"a", "c"},
		"a 'b -- ' c":               {"a", "c"},
		"a '/* ' b ' */' c":         {"a", "b", "c"},
		"a 'it''s b' c":             {"a", "c"},
		`a 'it\'s b' c`:             {"a", "c"},
		`a 'b\\' c`:                 {"a", "c"},
		`a r'b\' c`:                 {"a", "c"},
		`a R"b\" c`:                 {"a", "c"},
		`a "it's -- b" c`:           {"a", "c"},
		`a "b""c" d`:                {"a", "d"},
		"a '`' b '`' c":             {"a", "b", "c"},
		"a `'` b `'` c":             {"a", "b", "c"},
		"a 'b":                      {"a"},
		"a `b":                      {"a", "b"},
		"a `` b":                    {"a", "b"},
		"\xff a \xfe.b":             {"a", "b"},
		"r.a, r":                    {"r", "r.a"},
		"IDENTIFIER('A.`b`')":       {"a", "a.b", "identifier"},
		"identifier /* c */ ( 'a')": {"a", "identifier"},
		"identifier('a' 'b')":       {"a", "identifier"},
		"identifier, ('a')":         {"identifier"},
		"x.identifier('a')":         {"x", "x.identifier"},
	} {
		if diff := cmp.Diff(want, namesIn(query)); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
	}
}

// FuzzNamesIn asks of any query that its names are those of a query that is nothing
// but them, in order and each once.
func FuzzNamesIn(f *testing.F) {
	for _, query := range []string{
		"select status_code from `main` . gw /* of */ . chat_payload p -- since yesterday",
		"select 'it''s', \"--\", r'\\' from identifier('a.b')", "`a``b`", "/* /* */", "'", "1.5e3",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		names := namesIn(query)
		if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Fatalf("%q", names)
		}
		var quoted []string
		for _, name := range names {
			quoted = append(quoted, "`"+strings.ReplaceAll(name, "`", "``")+"`")
		}
		if diff := cmp.Diff(names, namesIn(strings.Join(quoted, " , ")+" --")); diff != "" && strings.ToValidUTF8(query, "") == query {
			t.Error(diff)
		}
	})
}
