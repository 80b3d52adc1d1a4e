package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
)

// listedWaivers are waivers in each state.
func listedWaivers() []report.Waiver {
	return []report.Waiver{
		{Rules: []string{"GW401", "GW402"}, For: "lines 2-9", Reason: "old", Owner: "data", Expires: "2026-11-28", DaysLeft: -1, State: report.WaiverExpired, File: "a.yaml", Line: 2},
		{Rules: []string{"GW303"}, For: "subject dev-*", Reason: "load test", Owner: "ml-platform", Expires: "2027-01-31", DaysLeft: 63, State: report.WaiverUsed, Findings: 3, Ticket: "SEC-1", File: "gwlint-waivers.yaml", Line: 4},
		{Rules: []string{"GW105"}, For: "path x/**", Reason: "no\x1b[31m data", Owner: "=cmd()", Expires: "2027-02-01", DaysLeft: 64, State: report.WaiverUnused, File: "gwlint-waivers.yaml", Line: 9},
		{Rules: []string{"GW501"}, For: "workspace 1", Reason: "r", Owner: "o", Expires: "2027-02-02", DaysLeft: 65, State: report.WaiverUnseen, File: "gwlint-waivers.yaml", Line: 14},
	}
}

func TestWaiversAreListedWithTheirEndAndWhatTheyCover(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		all   []report.Waiver
		days  int
		width int
		want  string
	}{
		"a table": {listedWaivers(), -1, 0, `UNTIL       LEFT  FINDINGS     RULE         OWNER        FOR            WHY
2026-11-28  over  0            GW401,GW402  data         lines 2-9      old  a.yaml:2
2027-01-31  63 d  3            GW303        ml-platform  subject dev-*  load test (SEC-1)  gwlint-waivers.yaml:4
2027-02-01  64 d  0, unused    GW105        =cmd()       path x/**      no\x1b[31m data  gwlint-waivers.yaml:9
2027-02-02  65 d  0, not seen  GW501        o            workspace 1    r  gwlint-waivers.yaml:14
4 waivers, 1 expired, 1 unused, 1 not seen
`},
		"none":                {nil, -1, 0, "no waivers\n"},
		"none that ends soon": {nil, 30, 0, "no waiver ends within 30 days\n"},
		"one, where there is no room": {listedWaivers()[1:2], -1, 60, `UNTIL LEFT FINDINGS RULE OWNER FOR WHY
2027-01-31 63 d 3 GW303 ml-platform subject dev-* load
  test (SEC-1) gwlint-waivers.yaml:4
1 waiver
`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if err := writeWaivers(&out, test.width, test.all, test.days); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDaysUntilWaiversEndAreReadOrRefused(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]int{"": -1, "30d": 30, "4w": 28, "0d": 0} {
		if got, err := expiringIn(written); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", written, got, err, want)
		}
	}
	for _, written := range []string{"30", "d", "-1d", "1m", "+30d", "9999999d"} {
		if got, err := expiringIn(written); err == nil || !strings.Contains(err.Error(), "want days or weeks") {
			t.Errorf("%q: %d, %v", written, got, err)
		}
	}
}
