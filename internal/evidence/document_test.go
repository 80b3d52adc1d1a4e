package evidence_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace"
)

// TestAReasonNamesWhatItIsOf: of several tables one has to be known to be granted
// a right on it.
func TestAReasonNamesWhatItIsOf(t *testing.T) {
	t.Parallel()
	at := func(r workspace.Record, api string) workspace.Record {
		r = denied(r)
		r.API = api
		return r
	}
	for name, test := range map[string]struct {
		rule, says string
		change     func(s *fixture)
	}{
		"grants of the payload table": {"GW501", "403: PERMISSION_DENIED (`main.gw.chat payload`)", func(s *fixture) {
			s.endpoint.Grants = at(s.endpoint.Grants, "/api/2.1/unity-catalog/effective-permissions/table/main.gw.chat%20payload")
		}},
		"grants that show nobody": {"GW501", "may not see them (`main.gw.t`)", func(s *fixture) {
			s.endpoint.Grants.API = "/api/2.1/unity-catalog/effective-permissions/table/main.gw.t"
			s.endpoint.Grants.Body = []byte(`{}`)
		}},
		"grants of the usage table": {"GW503", "403: PERMISSION_DENIED (`system.serving.endpoint_usage`)", func(s *fixture) {
			s.endpoint.UsageGrants = at(s.endpoint.UsageGrants, "/api/2.1/unity-catalog/effective-permissions/table/system.serving.endpoint_usage")
		}},
		"the tables of a schema": {"GW111", "403: PERMISSION_DENIED (`main.gw`)", func(s *fixture) {
			s.endpoint.Tables = at(s.endpoint.Tables, "/api/2.1/unity-catalog/tables")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			test.change(s)
			if outcome, said := outcomeOf(s.judge(t), test.rule, "endpoint"); !strings.Contains(said, test.says) {
				t.Errorf("%s %s", outcome, said)
			}
		})
	}
}
