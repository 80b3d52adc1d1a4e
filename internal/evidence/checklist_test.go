package evidence_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// TestTheLiveItemsOfTheChecklistAreDecided judges the items that only a workspace
// can decide.
func TestTheLiveItemsOfTheChecklistAreDecided(t *testing.T) {
	t.Parallel()
	items := []string{"F4-05", "F4-06", "F4-10", "F4-11", "F4-16"}
	for name, test := range map[string]struct {
		want   string
		change func(t *testing.T, s *fixture)
	}{
		"where all is well they pass": {"pass", func(*testing.T, *fixture) {}},
		"where nothing is they fail": {"fail", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.Object = with(t, s.service.Object, `"is_deleted": false}`, `"is_deleted": true}`)
			s.survey.Apps[0].Object = with(t, s.survey.Apps[0].Object, `main.ai.chat`, `claude-raw`)
			s.survey.Alerts = nil
			s.endpoint.Grants = with(t, s.endpoint.Grants, `"operations"`, `"others"`)
			s.endpoint.Grants = with(t, s.endpoint.Grants, `"MODIFY"`, `"APPLY_TAG"`)
		}},
		"where nothing may be seen they are open": {"unknown", func(_ *testing.T, s *fixture) {
			for _, one := range []*workspace.Subject{&s.endpoint, &s.service} {
				one.Tables, one.Table, one.Grants = denied(one.Tables), "", denied(one.Grants)
			}
			s.survey.Apps[0].Object = denied(s.survey.Apps[0].Object)
			s.survey.AlertList = denied(s.survey.AlertList)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			test.change(t, s)
			got, want := map[string]string{}, map[string]string{}
			for _, item := range s.checklist(t) {
				got[item.ID] = item.Status
			}
			for _, id := range items {
				want[id] = test.want
			}
			if want["F4-06"] == "pass" {
				want["F4-06"] = "unknown" // client code may still call past the gateway, and is not read
			}
			for id := range got {
				if _, ok := want[id]; !ok {
					delete(got, id)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
