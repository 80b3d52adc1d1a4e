package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestAWaiverIsForAResourceOfAWorkspace scans with a waiver for the workspace, for another
// one, and for any subject of the name, live and from a snapshot.
func TestAWaiverIsForAResourceOfAWorkspace(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, principals)
	s.run(t, dir, "dump", "-o", "dumped")
	plain := readReport(t, s.run(t, dir, "scan", "-f", "json"))
	i := slices.IndexFunc(plain.Findings, func(f finding.Finding) bool { return f.Outcome == finding.Fail && f.Rule == "GW103" })
	if i < 0 || plain.Workspace.ID == "" {
		t.Fatalf("nothing to waive in %s", plain.Workspace.ID)
	}
	name := plain.Findings[i].Subject.Name
	host := "127.0.0.1*"
	for what, test := range map[string]struct {
		waivers string
		waived  bool
		unused  int
	}{
		"its ID":                      {fmt.Sprintf("- {rule: GW103, subject: %q, workspace: %q, reason: a, owner: b, until: 2027-12-31}", name, plain.Workspace.ID), true, 0},
		"its host":                    {fmt.Sprintf("- {rule: GW103, subject: %q, workspace: %q, reason: a, owner: b, until: 2027-12-31}", name, host), true, 0},
		"another workspace":           {fmt.Sprintf("- {rule: GW103, subject: %q, workspace: adb-9.azuredatabricks.net, reason: a, owner: b, until: 2027-12-31}", name), false, 0},
		"any of its name":             {fmt.Sprintf("- {rule: GW103, subject: %q, reason: a, owner: b, until: 2027-12-31}", name), true, 0},
		"a fingerprint":               {fmt.Sprintf("- {rule: GW103, fingerprint: %q, reason: a, owner: b, until: 2027-12-31}", plain.Findings[i].Fingerprint), true, 0},
		"one that is gone, there":     {fmt.Sprintf("- {rule: GW103, subject: gone, workspace: %q, reason: a, owner: b, until: 2027-12-31}", host), false, 1},
		"one that is gone, somewhere": {"- {rule: GW103, subject: gone, reason: a, owner: b, until: 2027-12-31}", false, 0},
	} {
		put(t, filepath.Join(dir, "waivers.yaml"), "version: 1\nwaivers:\n  "+test.waivers+"\n")
		for how, r := range map[string]report.Report{
			"live":     readReport(t, s.run(t, dir, "scan", "-f", "json", "--waivers", "waivers.yaml")),
			"snapshot": readReport(t, runAt(t, now, dir, "check", "dumped", "-f", "json", "--waivers", "waivers.yaml")),
		} {
			waived, unused := 0, 0
			for _, f := range r.Findings {
				switch {
				case f.Outcome == finding.Waived && f.Rule == "GW103" && f.Subject.Name == name:
					waived++
				case f.Rule == "GW902":
					unused++
				}
			}
			if (waived > 0) != test.waived || unused != test.unused {
				t.Errorf("%s, %s: %d are waived, and %d waivers unused", what, how, waived, unused)
			}
		}
	}
	put(t, filepath.Join(dir, "waivers.yaml"), fmt.Sprintf("version: 1\nwaivers:\n  - {rule: GW103, subject: gone, workspace: %q, reason: a, owner: b, until: 2027-12-31}\n", host))
	narrowed := readReport(t, s.run(t, dir, "scan", "-f", "json", "--waivers", "waivers.yaml", "--endpoint", "nothing-*", "--allow-empty"))
	if slices.ContainsFunc(narrowed.Findings, func(f finding.Finding) bool { return strings.HasPrefix(f.Rule, "GW90") }) {
		t.Error("a scan of some endpoints says that a waiver covers nothing")
	}
}
