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

// TestModulesOfFixturesHaveExactlyTheFindingsWanted checks each module of fixtures/terraform
// and compares what is found, in which instances and where, with the file beside its folder.
func TestModulesOfFixturesHaveExactlyTheFindingsWanted(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(root(t), "fixtures", "terraform", "*", ""))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			continue
		}
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ran := runIn(t, root(t), "check", path.Join("fixtures", "terraform", name), "--format", "json")
			golden(t, folder+wanted, []byte(moduleOutline(t, name, ran)))
			promises(t, "json", []byte(ran.out))
		})
	}
}

func TestNoFormatShowsAKeyThatAVariableOfAModuleHolds(t *testing.T) {
	t.Parallel()
	folder := path.Join("fixtures", "terraform", "keys-by-variable")
	const given = "sk-proj-Pq7Wd2Xk9Ba4Zs6Vn3Mc8Rt5"
	secrets := []string{given, "sk-proj-Vd5Sp9Zg3Ld7Qc2Yh4Mk8Nr6", "sk-proj-Wm4Tn8Ye2Kc6Rb9Xf3Ju7Lq5"}
	for _, format := range formatsTried() {
		for _, args := range [][]string{nil, {"--var", "openai_key=" + given}} {
			ran := runIn(t, root(t), append([]string{"check", folder, "--format", format}, args...)...)
			for _, secret := range secrets {
				if strings.Contains(ran.out+ran.err, secret) {
					t.Errorf("%s shows %s", format, secret)
				}
			}
			if ran.code != 1 {
				t.Errorf("%s: exit %d", format, ran.code)
			}
		}
	}
}

// moduleOutline is what came of a module: the exit code, the instances of gateways, the
// findings with where the value is used when it is written elsewhere, and the places of
// what could not be checked, one to a line.
func moduleOutline(t testing.TB, name string, ran ran) string {
	t.Helper()
	var report struct {
		Findings []struct {
			Rule     string           `json:"rule"`
			Outcome  finding.Outcome  `json:"outcome"`
			Subject  finding.Subject  `json:"subject"`
			Location finding.Location `json:"location"`
			Related  []struct {
				Location finding.Location `json:"location"`
				Message  string           `json:"message"`
			} `json:"related"`
		} `json:"findings"`
		Subjects []struct {
			Name    string `json:"name"`
			Address string `json:"address"`
		} `json:"subjects"`
		Errors []struct {
			File     string           `json:"file"`
			Location finding.Location `json:"location"`
		} `json:"errors"`
	}
	if err := json.Unmarshal([]byte(ran.out), &report); err != nil {
		t.Fatal(err)
	}
	spot := func(l finding.Location) string {
		file := strings.TrimPrefix(l.File, path.Join("fixtures", "terraform", name)+"/")
		return fmt.Sprintf("%s:%d:%d", file, l.StartLine, l.StartColumn)
	}
	lines := []string{fmt.Sprintf("exit %d", ran.code)}
	for _, s := range report.Subjects {
		lines = append(lines, fmt.Sprintf("%s is %s", s.Address, s.Name))
	}
	for _, f := range report.Findings {
		line := fmt.Sprintf("%s %s %s %s", f.Rule, f.Outcome, f.Subject.Address, spot(f.Location))
		for _, r := range f.Related {
			if strings.Contains(r.Message, "used here") {
				line += " used at " + spot(r.Location)
			}
		}
		lines = append(lines, line)
	}
	for _, e := range report.Errors {
		e.Location.File = e.File
		lines = append(lines, "error "+spot(e.Location))
	}
	return strings.Join(lines, "\n") + "\n"
}
