package report_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func TestAFindingOfTerraformNamesWhatDeploysItUnlessThePlaceDoes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file    string
		targets []string
		want    string
	}{
		"a root module, in its own file":     {"live/main.tf", []string{"live"}, ""},
		"a root module, in a called one":     {"modules/gw/main.tf", []string{"live"}, "(in root module live)"},
		"several root modules":               {"modules/gw/main.tf", []string{"dev", "live"}, "(in root modules dev, live)"},
		"a plan, in itself":                  {"live/plan.json", []string{"live/plan.json"}, ""},
		"a plan, in the files of its module": {"live/main.tf", []string{"live/plan.json"}, "(in plan live/plan.json)"},
		"a plan and its module":              {"live/main.tf", []string{"live", "live/plan.json"}, "(in root modules live, live/plan.json)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := failure("GW103", finding.Error, "a", test.file, 2)
			f.Targets = test.targets
			for _, target := range test.targets {
				f.Deployments = append(f.Deployments, &finding.Deployment{Target: target, SubjectID: target})
			}
			out := string(written(t, "concise", report.New(found(f), report.FailOnError), report.Options{}))
			if strings.Contains(out, "(in ") != (test.want != "") || !strings.Contains(out, test.want) {
				t.Errorf("want %q in\n%s", test.want, out)
			}
		})
	}
}
