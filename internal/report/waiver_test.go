package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
)

func TestAListOfWaiversIsReadByPrograms(t *testing.T) {
	t.Parallel()
	all := []report.Waiver{
		{Rules: []string{"GW105"}, For: "path x/**", Reason: "=cmd()", Owner: "data", Expires: "2027-02-01", DaysLeft: 64, State: report.WaiverUnused, File: "w.yaml", Line: 9},
		{Rules: []string{"GW401", "GW402"}, For: "lines 2-9", Reason: "a\u202eb", Owner: "o", Expires: "2026-11-28", DaysLeft: -1, State: report.WaiverExpired, File: "a.yaml", Line: 2},
	}
	report.SortWaivers(all)
	var table, list strings.Builder
	if err := report.WriteWaiversCSV(&table, all); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("\ufeffuntil,days_left,state,findings,rules,for,owner,reason,ticket,approved_by,file,line\r\n"+
		"2026-11-28,0,expired,0,GW401 GW402,lines 2-9,o,a\\u202eb,,,a.yaml,2\r\n"+
		"2027-02-01,64,unused,0,GW105,path x/**,data,'=cmd(),,,w.yaml,9\r\n", table.String()); diff != "" {
		t.Error(diff)
	}
	if err := report.WriteWaiversJSON(&list, all[:1]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`[
  {
    "rules": [
      "GW401",
      "GW402"
    ],
    "for": "lines 2-9",
    "reason": "a\u202eb",
    "owner": "o",
    "expires": "2026-11-28",
    "file": "a.yaml",
    "line": 2,
    "days_left": -1,
    "state": "expired",
    "findings": 0
  }
]
`, list.String()); diff != "" {
		t.Error(diff)
	}
	list.Reset()
	if err := report.WriteWaiversJSON(&list, nil); err != nil || list.String() != "[]\n" {
		t.Errorf("none are %q, %v", list.String(), err)
	}
}
