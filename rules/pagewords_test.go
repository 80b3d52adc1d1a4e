package rules_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
	"github.com/gwlint/gwlint/rules"
)

func TestAPageHasWordsForAllThatMetadataNames(t *testing.T) {
	t.Parallel()
	var known []string
	for _, param := range rules.Params() {
		known = append(known, param.Name)
	}
	for _, rule := range load(t) {
		for _, facet := range rule.Requires {
			if rules.FacetWords(facet) == "" {
				t.Errorf("%s requires %s, which has no words", rule.ID, facet)
			}
		}
		for _, param := range rule.Params {
			if !slices.Contains(known, param) {
				t.Errorf("%s reads the parameter %s, which nothing explains", rule.ID, param)
			}
		}
		for _, framework := range slices.Sorted(maps.Keys(rule.Controls)) {
			if strings.Contains(rules.Page(rule), "\n- "+framework+": ") {
				t.Errorf("%s: the framework %s is not spelled out", rule.ID, framework)
			}
		}
	}
}

func TestAFacetWithoutWordsIsFound(t *testing.T) {
	t.Parallel()
	for facet, want := range map[string]string{
		"rate_limits":         "the rate limits",
		"rate_limits.calls":   "the rate limits",
		"guardrails.input":    "the guardrails on requests",
		"rate_limitations":    "",
		"evidence.moon.phase": "",
	} {
		if got := rules.FacetWords(facet); got != want {
			t.Errorf("%s: %q, want %q", facet, got, want)
		}
	}
}

func TestTheDefaultsOfParametersAreThoseOfTheConfiguration(t *testing.T) {
	t.Parallel()
	var written strings.Builder
	for _, param := range rules.Params() {
		written.WriteString("  " + param.Name + ":" + param.Default + "\n")
		if !regexp.MustCompile(`^[A-Z].*\.$`).MatchString(param.Meaning) {
			t.Errorf("%s: %q is not a sentence", param.Name, param.Meaning)
		}
	}
	var got map[string]map[string]any
	if err := yaml.Unmarshal([]byte("params:\n"+written.String()), &got); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(config.Default().Params)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]any
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	want["pii"] = map[string]any{"input": nil, "output": nil} // the file has no empty text there
	if diff := cmp.Diff(want, got["params"]); diff != "" {
		t.Error(diff)
	}
	taken(t, "params:\n"+written.String())
}

// TestThePagesConfigurationIsTaken loads what pages tell their readers to write.
func TestThePagesConfigurationIsTaken(t *testing.T) {
	t.Parallel()
	section := regexp.MustCompile("^(?:Parameters|How to let it stand)\n")
	block := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")
	for _, rule := range load(t) {
		var configurations, waivers int
		for part := range strings.SplitSeq(rules.Page(rule), "\n## ") {
			if !section.MatchString(part) {
				continue
			}
			for _, m := range block.FindAllStringSubmatch(part, -1) {
				if strings.HasPrefix(m[1], "version: 1\nwaivers:") {
					waivers++
					covers(t, rule.ID, m[1])
					continue
				}
				configurations++
				taken(t, m[1])
			}
		}
		if want := 1 + min(len(rule.Params), 1); configurations != want {
			t.Errorf("the page of %s has %d configurations, want %d", rule.ID, configurations, want)
		}
		unwaivable := slices.Contains([]string{"GW007", "GW203", "GW606"}, rule.ID)
		if unwaivable != (waivers == 0) || waivers > 1 {
			t.Errorf("the page of %s has %d waivers", rule.ID, waivers)
		}
	}
}

// covers wants a file of waivers to have one of a rule.
func covers(tb testing.TB, id, content string) {
	tb.Helper()
	text, err := source.NewText(waive.FileName, []byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	file, err := waive.Reader{Rule: func(word string) (string, string) { return word, "" }}.File(text)
	if err != nil || len(file.Faults) > 0 || len(file.Waivers) != 1 || !slices.Equal(file.Waivers[0].Rules, []string{id}) {
		tb.Errorf("%v %v in\n%s", err, file, content)
	}
}

// taken wants a configuration to be valid and, where it is about parameters
// alone, to say what holds anyway.
func taken(tb testing.TB, text string) {
	tb.Helper()
	dir := tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".gwlint.yaml"), []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	settings, err := config.Load(config.Options{Dir: dir})
	if err != nil {
		tb.Errorf("%v in\n%s", err, text)
	}
	if diff := cmp.Diff(config.Default().Params, settings.Params); diff != "" {
		tb.Errorf("%s\n%s", text, diff)
	}
}

// TestEveryAddressLeadsToAPage follows what SARIF calls helpUri, and holds the
// links of pages to addresses that hold wherever a page is shown.
func TestEveryAddressLeadsToAPage(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)]*)\)`)
	fenced := regexp.MustCompile("(?ms)^(```+)\\w*\n.*?^```+$")
	for _, rule := range load(t) {
		file, ours := strings.CutPrefix(rules.DocURL(rule), "https://github.com/gwlint/gwlint/blob/main/")
		if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(file))); err != nil || !ours {
			t.Errorf("%s: %s is no page: %v", rule.ID, rules.DocURL(rule), err)
		}
		for _, m := range link.FindAllStringSubmatch(fenced.ReplaceAllString(rules.Page(rule), ""), -1) {
			if !strings.HasPrefix(m[1], "https://") {
				t.Errorf("%s: the link to %q holds only beside its page", rule.ID, m[1])
			}
		}
	}
}

func load(tb testing.TB) []rules.Rule {
	tb.Helper()
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		tb.Fatal(err)
	}
	return list
}
