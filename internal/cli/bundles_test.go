package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
)

// TestBundlesOfFixturesHaveExactlyTheFindingsWanted checks each bundle of fixtures/bundles
// and compares what is found, in which targets and where, with the file beside its folder.
func TestBundlesOfFixturesHaveExactlyTheFindingsWanted(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(root(t), "fixtures", "bundles", "*", ""))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no bundles: %v", err)
	}
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			continue
		}
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ran := runIn(t, root(t), "check", path.Join("fixtures", "bundles", name), "--format", "json")
			golden(t, folder+wanted, []byte(outline(t, name, ran)))
			promises(t, "json", []byte(ran.out))
		})
	}
}

func TestNoFormatShowsAKeyThatAVariableOfABundleHolds(t *testing.T) {
	t.Parallel()
	folder := path.Join("fixtures", "bundles", "keys-by-variable")
	text, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(folder), "databricks.yml"))
	if err != nil {
		t.Fatal(err)
	}
	const key, given = "sk-proj-Hb5Rt8Wq2Zx6Lp9Ks3Vm7Dn4", "sk-proj-Jc6Su9Xr3Ay7Mq1Lt4Wn8Eo5"
	if !strings.Contains(string(text), key) {
		t.Fatal("the bundle does not hold the key")
	}
	for _, format := range formatsTried() {
		ran := runIn(t, root(t), "check", folder, "--var", "given="+given, "--format", format)
		for _, secret := range []string{key, given} {
			if strings.Contains(ran.out+ran.err, secret) {
				t.Errorf("%s shows %s", format, secret)
			}
		}
		if ran.code != 1 {
			t.Errorf("%s: exit %d", format, ran.code)
		}
	}
}

// outline is what came of a bundle: the exit code, what each target deploys, the findings,
// and the places of what could not be checked, one to a line.
func outline(t testing.TB, name string, ran ran) string {
	t.Helper()
	var report struct {
		Findings []struct {
			Rule     string           `json:"rule"`
			Outcome  finding.Outcome  `json:"outcome"`
			Subject  finding.Subject  `json:"subject"`
			Targets  []string         `json:"targets"`
			Location finding.Location `json:"location"`
		} `json:"findings"`
		Subjects []struct {
			Name    string `json:"name"`
			Address string `json:"address"`
			Target  string `json:"target"`
		} `json:"subjects"`
		Errors []struct {
			File     string           `json:"file"`
			Location finding.Location `json:"location"`
		} `json:"errors"`
	}
	if err := json.Unmarshal([]byte(ran.out), &report); err != nil {
		t.Fatal(err)
	}
	inside := func(file string) string { return strings.TrimPrefix(file, path.Join("fixtures", "bundles", name)+"/") }
	lines := []string{fmt.Sprintf("exit %d", ran.code)}
	for _, s := range report.Subjects {
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%s deploys %s as %s", s.Target, keyOf(s.Address), s.Name), " "))
	}
	for _, f := range report.Findings {
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s:%d", f.Rule, f.Outcome, keyOf(f.Subject.Address), f.Targets, inside(f.Location.File), f.Location.StartLine))
	}
	for _, e := range report.Errors {
		lines = append(lines, fmt.Sprintf("error %s:%d", inside(e.File), e.Location.StartLine))
	}
	return strings.Join(lines, "\n") + "\n"
}

// keyOf is the key of a resource.
func keyOf(address string) string { return strings.TrimPrefix(path.Ext(address), ".") }
