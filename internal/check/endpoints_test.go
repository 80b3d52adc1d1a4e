package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/shipped"
	"github.com/gwlint/gwlint/policies"
)

// more is a number of gateways in one file that no worker judges alone.
const more = 600

func TestAPutBodyFindsItsEndpointInAnyFileAndAnyOrder(t *testing.T) {
	t.Parallel()
	put := func(i int) string {
		return fmt.Sprintf(`{"name": "e%d", "usage_tracking_config": {"enabled": true}}`, i) + "\n"
	}
	endpoint := func(i int) string {
		return fmt.Sprintf(`{"name": "e%d", "ai_gateway": {}, "config": {"served_entities": [{"entity_name": "main.ml.m%d", "entity_version": "1"}]}}`, i, i) + "\n"
	}
	var puts, endpoints strings.Builder
	for i := range more {
		puts.WriteString(put(i))
		endpoints.WriteString(endpoint(more - 1 - i))
	}
	folder := t.TempDir()
	for name, content := range map[string]string{
		"before/a.jsonl": puts.String(), "before/z.jsonl": endpoints.String(),
		"after/z.jsonl": puts.String(), "after/a.jsonl": endpoints.String(),
		"one/both.jsonl": puts.String() + endpoints.String(),
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range more {
		if err := os.MkdirAll(filepath.Join(folder, "each"), 0o700); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{fmt.Sprintf("put%d.json", i): put(i), fmt.Sprintf("%d.json", i): endpoint(i)} {
			if err := os.WriteFile(filepath.Join(folder, "each", name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, paths := range map[string][]string{
		"the put bodies first":  {"before"},
		"the endpoints first":   {"after"},
		"all in one file":       {"one"},
		"each in a file":        {"each"},
		"a file on its own, in": {"before/a.jsonl", "after/a.jsonl"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := checked(t, folder, paths...)
			hostings := map[string]int{}
			for _, s := range got.Subjects {
				hostings[s.Form+" "+s.Hosting]++
			}
			if diff := cmp.Diff(map[string]int{"put custom": more, "create custom": more}, hostings); diff != "" {
				t.Error(diff)
			}
			for _, f := range got.Findings {
				if strings.HasPrefix(f.Rule, "GW40") {
					t.Fatalf("%s %s: %s", f.Rule, f.Subject.Name, f.Outcome)
				}
			}
		})
	}
}

// checked is the report of a run over files of a folder by the shipped rules.
func checked(t testing.TB, folder string, paths ...string) report.Report {
	t.Helper()
	got, err := check.Run(t.Context(), shippedRequest(t, folder), &check.Files{Paths: paths, Kind: gateway.Auto})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// shippedRequest asks for a check of a folder by what is shipped, as it was compiled when gwlint
// was built.
func shippedRequest(tb testing.TB, folder string) check.Request {
	tb.Helper()
	set := shipped.Rules()
	policy, err := shipped.Policy(policies.Default)
	if err != nil {
		tb.Fatal(err)
	}
	return check.Request{Dir: folder, Rules: check.RuleSet{Set: set}, Policy: policy, Settings: config.Default(), FailOn: report.FailOnError}
}
