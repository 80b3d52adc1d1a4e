package source_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestYAMLGivesThePlaceOfEveryKeyAndValue(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content string
		want    []string
	}{
		"block style": {
			"# c\na: x # c\nb:\n  - 1\n  -\n  - c: ~\n    d:\n# end\n",
			[]string{
				" object=«a: x # c\nb:\n  - 1\n  -\n  - c: ~\n    d:»",
				"/a key=«a» string x=«x»",
				"/b key=«b» array=«- 1\n  -\n  - c: ~\n    d:»",
				"/b/0 number 1=«1»",
				"/b/1 null=«»",
				"/b/2 object=«c: ~\n    d:»",
				"/b/2/c key=«c» null=«~»",
				"/b/2/d key=«d» null=«»",
			},
		},
		"flow style": {
			"a: {b: [1, 'x',], c: , \"d\": {}, e} # c\nf: [g: h, [ ], ]\n",
			[]string{
				" object=«a: {b: [1, 'x',], c: , \"d\": {}, e} # c\nf: [g: h, [ ], ]»",
				"/a key=«a» object=«{b: [1, 'x',], c: , \"d\": {}, e}»",
				"/a/b key=«b» array=«[1, 'x',]»",
				"/a/b/0 number 1=«1»",
				"/a/b/1 string x=«'x'»",
				"/a/c key=«c» null=«»",
				"/a/d key=«\"d\"» object=«{}»",
				"/a/e key=«e» null=«»",
				"/f key=«f» array=«[g: h, [ ], ]»",
				"/f/0 object=«g: h»",
				"/f/0/g key=«g» string h=«h»",
				"/f/1 array=«[ ]»",
			},
		},
		"quoted, over lines": {
			"a: \"x \\\" é😀\n  y\" # c\nb: 'it''s\n  so'\nc: two\n  words # c\n",
			[]string{
				" object=«a: \"x \\\" é😀\n  y\" # c\nb: 'it''s\n  so'\nc: two\n  words»",
				"/a key=«a» string x \" é😀 y=«\"x \\\" é😀\n  y\"»",
				"/b key=«b» string it's so=«'it''s\n  so'»",
				"/c key=«c» string two words=«two\n  words»",
			},
		},
		"blocks of text": {
			"a: |- # c\n  x: 1\n\n  # no comment\n\nb: >+2\n   f\n  g\n\nc: |\nd: >\n\n  x\n",
			[]string{
				" object=«a: |- # c\n  x: 1\n\n  # no comment\n\nb: >+2\n   f\n  g\n\nc: |\nd: >\n\n  x»",
				"/a key=«a» string x: 1\n\n# no comment=«|- # c\n  x: 1\n\n  # no comment»",
				"/b key=«b» string  f\ng\n\n=«>+2\n   f\n  g»",
				"/c key=«c» string=«|»",
				"/d key=«d» string \nx\n=«>\n\n  x»",
			},
		},
		"carriage returns and characters beyond ASCII": {
			"é😀: \"ü\" # ö\r\nb:\r\n  - 'x' \r\n  - y z\r\n",
			[]string{
				" object=«é😀: \"ü\" # ö\r\nb:\r\n  - 'x' \r\n  - y z»",
				"/é😀 key=«é😀» string ü=«\"ü\"»",
				"/b key=«b» array=«- 'x' \r\n  - y z»",
				"/b/0 string x=«'x'»",
				"/b/1 string y z=«y z»",
			},
		},
		"keys that are not strings, and complex ones": {
			"1: a\ntrue: b\n? c\n: d\n? e\n0x1F: f\n",
			[]string{
				" object=«1: a\ntrue: b\n? c\n: d\n? e\n0x1F: f»",
				"/1 key=«1» string a=«a»",
				"/true key=«true» string b=«b»",
				"/c key=«c» string d=«d»",
				"/e key=«e» null=«»",
				"/0x1F key=«0x1F» string f=«f»",
			},
		},
		"what scalars mean": {
			"[TRUE, False, yes, NULL, 0x10, 0o17, 1_000, +5, .5, 5., 1e3, .inf, 2024-01-01, !!str 1, !!int \"7\", !!bool no, !x y, \"\"]",
			[]string{
				" array=«[TRUE, False, yes, NULL, 0x10, 0o17, 1_000, +5, .5, 5., 1e3, .inf, 2024-01-01, !!str 1, !!int \"7\", !!bool no, !x y, \"\"]»",
				"/0 boolean true=«TRUE»",
				"/1 boolean false=«False»",
				"/2 string yes=«yes»",
				"/3 null=«NULL»",
				"/4 number 16=«0x10»",
				"/5 number 15=«0o17»",
				"/6 number 1000=«1_000»",
				"/7 number 5=«+5»",
				"/8 number 0.5=«.5»",
				"/9 number 5=«5.»",
				"/10 number 1e3=«1e3»",
				"/11 string .inf=«.inf»",
				"/12 string 2024-01-01=«2024-01-01»",
				"/13 string 1=«1»",
				"/14 number 7=«\"7\"»",
				"/15 boolean false=«no»",
				"/16 string y=«y»",
				"/17 string=«\"\"»",
			},
		},
		"anchors, tags and aliases": {
			"a: &x !!map # c\n  b: &y 1\nc: *x\nd: [*y, *x]\ne: &z\nf: !!str\n*y : g\n",
			[]string{
				" object=«a: &x !!map # c\n  b: &y 1\nc: *x\nd: [*y, *x]\ne: &z\nf: !!str\n*y : g»",
				"/a key=«a» object=«b: &y 1»",
				"/a/b key=«b» number 1=«1»",
				"/c key=«c» object=«b: &y 1»",
				"/c/b key=«b» number 1=«1»",
				"/d key=«d» array=«[*y, *x]»",
				"/d/0 number 1=«1»",
				"/d/1 object=«b: &y 1»",
				"/d/1/b key=«b» number 1=«1»",
				"/e key=«e» null=«»",
				"/f key=«f» string=«»",
				"/1 key=«*y» string g=«g»",
			},
		},
		"merge keys": {
			"x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  a: 0\nq: {<<: *y, '<<': 5}\n",
			[]string{
				" object=«x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  a: 0\nq: {<<: *y, '<<': 5}»",
				"/x key=«x» object=«{a: 1, b: 2}»",
				"/x/a key=«a» number 1=«1»",
				"/x/b key=«b» number 2=«2»",
				"/y key=«y» object=«{b: 3, c: 4}»",
				"/y/b key=«b» number 3=«3»",
				"/y/c key=«c» number 4=«4»",
				"/z key=«z» object=«<<: [*x, *y]\n  a: 0»",
				"/z/b key=«b» merged number 2=«2»",
				"/z/c key=«c» merged number 4=«4»",
				"/z/a key=«a» number 0=«0»",
				"/q key=«q» object=«{<<: *y, '<<': 5}»",
				"/q/b key=«b» merged number 3=«3»",
				"/q/c key=«c» merged number 4=«4»",
				"/q/<< key=«'<<'» number 5=«5»",
			},
		},
		"repeated keys": {
			"a: 1\n\"a\": 2\n",
			[]string{" object=«a: 1\n\"a\": 2»", "/a key=«a» number 1=«1»", "/a key=«\"a\"» repeats number 2=«2»"},
		},
		"lists in lists, and a list at its key's indentation": {
			"a:\n- - 1\n  - 2\n-   - b: |\n        t\n",
			[]string{
				" object=«a:\n- - 1\n  - 2\n-   - b: |\n        t»",
				"/a key=«a» array=«- - 1\n  - 2\n-   - b: |\n        t»",
				"/a/0 array=«- 1\n  - 2»",
				"/a/0/0 number 1=«1»",
				"/a/0/1 number 2=«2»",
				"/a/1 array=«- b: |\n        t»",
				"/a/1/0 object=«b: |\n        t»",
				"/a/1/0/b key=«b» string t\n=«|\n        t»",
			},
		},
		"a directive and an explicit end": {
			"%YAML 1.2\n---\na: 1\n...\n",
			[]string{" object=«a: 1»", "/a key=«a» number 1=«1»"},
		},
		"no line end at the end": {"a: b", []string{" object=«a: b»", "/a key=«a» string b=«b»"}},
		"the separators of Unicode": {
			"a: \"x\u2028y\"\nb: 1\u0085c: 2\n",
			[]string{
				" object=«a: \"x\u2028y\"\nb: 1\u0085c: 2»",
				"/a key=«a» string x\u2028y=«\"x\u2028y\"»",
				"/b key=«b» number 1=«1»",
				"/c key=«c» number 2=«2»",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, written(one(t, "gw.yaml", test.content))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryDocumentOfAYAMLStreamIsRead(t *testing.T) {
	t.Parallel()
	var got []string
	for _, d := range parse(t, "gw.yml", "# head\n--- # one\na: &x 1\n---\n---\nb: 2\n...\n# tail\n") {
		got = append(got, written(d)...)
	}
	want := []string{" object=«a: &x 1»", "/a key=«a» number 1=«1»", " null=«»", " object=«b: 2»", "/b key=«b» number 2=«2»"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, content := range []string{"", "\n\n", "# only\n  # comments\n"} {
		if got := parse(t, "gw.yaml", content); len(got) != 0 {
			t.Errorf("%q gives %d documents, want none", content, len(got))
		}
	}
}

func TestYAMLFaultsHaveAPlaceAndQuoteNothing(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ content, want string }{
		"a tab":                     {"a:\n\tb: 1\n", "2:1 a tab cannot indent YAML: use spaces"},
		"quotes left open":          {"é: 1\nb: \"secret\nc: 1\n", "2:4 the quoted text does not end"},
		"single quotes left open":   {"b: 'secret\n", "1:4 the quoted text does not end"},
		"a wrong escape":            {"a: \"\\q\"", "1:5 not an escape that YAML knows"},
		"no colon":                  {"a: 1\nsecret\nb: 2\n", "2:1 expected ':' after the key"},
		"a colon in a value":        {"a: b: c\n", "1:5 a ':' is not allowed here: quote the value or check the indentation"},
		"a dash in a map":           {"a: 1\n- b\n", "2:1 expected a key: the indentation or a quote may be wrong"},
		"a key in a list":           {"- a\nb: 1\n", "2:1 expected '-': the indentation may be wrong"},
		"a dash in a value":         {"a: - b\n", "1:4 a '-' is not allowed here: check the indentation"},
		"a flow list left open":     {"a: [b, c\n", "2:1 expected ',' or ']'"},
		"a flow map left open":      {"a: {b: c\nd: e\n", "2:2 expected ',' or '}'"},
		"a character of no meaning": {"a: @b\n", "1:4 a value cannot start with this character: quote it (is this a template?)"},
		"a Jinja block":             {"{% if x %}\na: 1\n", "1:2 a value cannot start with this character: quote it (is this a template?)"},
		"a Helm value":              {"a: {{ .Values.secret }}\n", "1:5 a key must be a single value, not a list or a map (is this a template?)"},
		"a list as a key":           {"? [a]\n: b\n", "1:3 a key must be a single value, not a list or a map (is this a template?)"},
		"an alias without anchor":   {"a: *secret\n", "1:4 an alias of an anchor that is not defined before it"},
		"an alias to itself":        {"a: &x [*x]\n", "1:8 an alias inside the value that it stands for"},
		"a merge of no map":         {"a: {<<: 1}\n", "1:5 a merge key needs a map or a list of maps"},
		"a merge of no maps":        {"<<: [{a: 1}, 2]\n", "1:1 a merge key needs a map or a list of maps"},
		"a control character":       {"a: 1\né\u0007: 2\n", "2:2 a control character is not allowed in YAML"},
		"a version from the future": {"%YAML 2.0\n---\na: 1\n", "1:1 a %YAML directive of a version that is not 1.x"},
		"text behind the document":  {"--- a\nb: 1\n", "2:2 a ':' is not allowed here: quote the value or check the indentation"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, fault(t, "gw.yaml", test.content, source.Limits{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
