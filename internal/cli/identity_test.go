package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

const chat = `name: chat
ai_gateway:
  inference_table_config: {enabled: true, catalog_name: main, schema_name: gw, table_name_prefix: gw_}
  rate_limits:
    - {key: user, calls: 100000000, renewal_period: minute}
config:
  served_entities: [{name: a, entity_name: system.ai.claude_sonnet_4, entity_version: "1"}]
`

// failures are the fingerprints of what fails in files, by rule and number of its
// findings before it.
func failures(t *testing.T, files map[string]string) map[string][]string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		put(t, file, text)
	}
	found := map[string][]string{}
	for _, f := range reported(t, runIn(t, dir, "check", "-f", "json")).Findings {
		if f.Outcome == finding.Fail {
			found[f.Rule] = append(found[f.Rule], f.Fingerprint)
		}
	}
	return found
}

func TestAFindingIsKnownAgain(t *testing.T) {
	t.Parallel()
	edit := func(old, replacement string) map[string]string {
		return map[string]string{"a/ep.yaml": strings.Replace(chat, old, replacement, 1)}
	}
	want := failures(t, map[string]string{"a/ep.yaml": chat})
	if len(want["GW103"]) != 1 || len(want) < 2 {
		t.Fatalf("%v", want)
	}
	for name, files := range map[string]map[string]string{
		"in a moved file":                  {"b/c/ep.yaml": chat},
		"in a renamed file":                {"a/other.yml": chat},
		"with a comment above it":          edit("ai_gateway", "# the gateway\nai_gateway"),
		"with the value written in quotes": edit("gw_}", `"gw_"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, failures(t, files)); diff != "" {
				t.Error(diff)
			}
		})
	}
	inserted := failures(t, edit("    - {key: user", "    - {key: user_group, principal: staff, calls: 5, renewal_period: minute}\n    - {key: user"))
	for _, rule := range []string{"GW103", "GW309"} {
		if diff := cmp.Diff(want[rule], inserted[rule]); diff != "" {
			t.Errorf("%s, with a limit above: %s", rule, diff)
		}
	}
	copied := failures(t, map[string]string{"a/ep.yaml": chat, "b/ep.yaml": chat})["GW103"]
	if len(copied) != 2 || copied[0] != want["GW103"][0] || copied[1] == copied[0] {
		t.Errorf("copied: %v, want %v and another", copied, want["GW103"])
	}
	for name, files := range map[string]map[string]string{
		"another value": edit("gw_}", "other_}"), "another endpoint": edit("name: chat", "name: talk"),
	} {
		if got := failures(t, files)["GW103"]; len(got) != 1 || got[0] == want["GW103"][0] {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := failures(t, edit("gw_}", "gw}"))["GW103"]; got != nil {
		t.Errorf("mended: %v", got)
	}
}

// TestAFindingOfAWorkspaceIsThatOfASnapshotAndOfAnAnswer scans a workspace, checks the
// snapshot of that scan, and checks the answers that a person saves of its endpoints.
func TestAFindingOfAWorkspaceIsThatOfASnapshotAndOfAnAnswer(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir, saved := configured(t, ""), t.TempDir()
	live := prints(reported(t, s.run(t, dir, "scan", "-f", "json", "-o", "kept")))
	snapshot := prints(reported(t, runAt(t, now, dir, "check", "-f", "json", "kept")))
	if diff := cmp.Diff(live, snapshot); diff != "" || len(live) == 0 {
		t.Errorf("snapshot: %s", diff)
	}
	for i, endpoint := range fakeworkspace.Demo().Endpoints {
		put(t, filepath.Join(saved, fmt.Sprintf("%d.json", i)), s.get(t, fmt.Sprint("/api/2.0/serving-endpoints/", endpoint["name"])))
	}
	answers := prints(reported(t, runAt(t, now, saved, "check", "-f", "json", ".")))
	for of, fingerprint := range answers {
		if live[of] != fingerprint {
			t.Errorf("%v is %s in an answer, and %q in the workspace", of, fingerprint, live[of])
		}
	}
	if len(answers) == 0 {
		t.Error("nothing is wrong with any answer")
	}
}

// prints are the fingerprints of what fails, by rule, gateway and number of its findings
// before it.
func prints(of told) map[string]string {
	found := map[string]string{}
	for _, f := range of.Findings {
		key := fmt.Sprint(f.Rule, " ", f.Subject.Name, " 0")
		for n := 1; found[key] != ""; n++ {
			key = fmt.Sprint(f.Rule, " ", f.Subject.Name, " ", n)
		}
		if f.Outcome == finding.Fail {
			found[key] = f.Fingerprint
		}
	}
	return found
}
