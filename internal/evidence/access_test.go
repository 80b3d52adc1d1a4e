package evidence_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/workspace"
)

// TestGrantsOfWhoeverLooksAreNotAll shows what an auditor is shown who may not see
// the grants of others: nobody may be found to lack one by that.
func TestGrantsOfWhoeverLooksAreNotAll(t *testing.T) {
	t.Parallel()
	own := func(principal, privilege string) string {
		return `{"privilege_assignments": [{"principal": "` + principal + `", "privileges": [{"privilege": "` + privilege + `"}]}]}`
	}
	for name, test := range map[string]struct {
		grants, owner string
		identity      string // "" is that of the fixture, "denied" that it may not be read
		outcome       finding.Outcome
		says          string
	}{
		"their own":                        {grants: own("ana@example.com", "SELECT"), outcome: finding.Unknown, says: "show only those of whoever looks"},
		"those of a group of theirs":       {grants: own("Auditors", "SELECT"), outcome: finding.Unknown, says: "show only those of whoever looks"},
		"a group of theirs manages it":     {grants: own("auditors", "MANAGE"), outcome: finding.Fail, says: "`agent-sp` has no explicit grant"},
		"a group of theirs owns it":        {grants: own("auditors", "SELECT"), owner: "auditors", outcome: finding.Fail, says: "`agent-sp` has no explicit grant"},
		"those of somebody else":           {grants: own("others", "SELECT"), outcome: finding.Fail, says: "`agent-sp` has no explicit grant"},
		"nobody knows who looks":           {grants: own("others", "SELECT"), identity: "denied", outcome: finding.Unknown, says: "who looks is not known"},
		"who looks has no name":            {grants: own("others", "SELECT"), identity: `{}`, outcome: finding.Unknown, says: "who looks is not known"},
		"nobody knows who looks, nor that": {grants: `{}`, identity: "denied", outcome: finding.Unknown, says: "show no privilege of anybody"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			s.endpoint.Grants.Body = []byte(test.grants)
			s.endpoint.Owner = test.owner
			switch test.identity {
			case "":
			case "denied":
				s.survey.Identity = denied(s.survey.Identity)
			default:
				s.survey.Identity.Body = []byte(test.identity)
			}
			outcome, said := outcomeOf(s.judge(t), "GW501", string(workspace.Endpoint))
			if outcome != test.outcome || !strings.Contains(said, test.says) {
				t.Errorf("%s %s", outcome, said)
			}
		})
	}
}
