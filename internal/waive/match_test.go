package waive_test

import (
	"slices"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/waive"
)

// failure is what waivers are held against.
func failure() *finding.Finding {
	return &finding.Finding{
		Rule: "GW303", Outcome: finding.Fail, Subject: finding.Subject{Kind: "endpoint", Name: "dev-chat"},
		Pointer: "/resources/model_serving_endpoints/chat/ai_gateway/rate_limits/1/calls", Identity: "/ai_gateway/rate_limits/=user/calls",
		Location: finding.Location{File: "gateways/dev/chat.yaml", StartLine: 12, EndLine: 12}, Value: finding.DigestOf("number:100000"),
		Fingerprint: "00112233445566778899aabbccddeeff",
		Deployments: []*finding.Deployment{{Bundle: "databricks.yml", Target: "dev"}},
	}
}

var inWorkspace = waive.Run{
	Host: "adb-1.2.azuredatabricks.net", WorkspaceID: "77",
	Names: func(f *finding.Finding) []string {
		return []string{f.Subject.Name, "resources.model_serving_endpoints.chat", "chat"}
	},
}

func TestAWaiverCoversWhatItIsFor(t *testing.T) {
	t.Parallel()
	comment := finding.Location{File: "gateways/dev/chat.yaml", StartLine: 10}
	for name, test := range map[string]struct {
		waiver waive.Waiver
		want   bool
	}{
		"its rule":                     {waive.Waiver{}, true},
		"another rule":                 {waive.Waiver{Rules: []string{"GW302"}}, false},
		"one of its rules":             {waive.Waiver{Rules: []string{"GW302", "GW303"}}, true},
		"its subject":                  {waive.Waiver{Subject: "dev-chat"}, true},
		"a glob of its subject":        {waive.Waiver{Subject: "dev-*"}, true},
		"a part of its subject":        {waive.Waiver{Subject: "dev"}, false},
		"the key of its resource":      {waive.Waiver{Subject: "chat"}, true},
		"its address":                  {waive.Waiver{Subject: "resources.model_serving_endpoints.chat"}, true},
		"another case of its name":     {waive.Waiver{Subject: "Dev-chat"}, false},
		"its file":                     {waive.Waiver{Path: "gateways/dev/chat.yaml"}, true},
		"a folder above its file":      {waive.Waiver{Path: "gateways/"}, true},
		"a glob of its file":           {waive.Waiver{Path: "gateways/**/*.yaml"}, true},
		"its file's name":              {waive.Waiver{Path: "chat.yaml"}, true},
		"another folder":               {waive.Waiver{Path: "sandbox/**"}, false},
		"a beginning of its folder":    {waive.Waiver{Path: "gate"}, false},
		"its pointer":                  {waive.Waiver{Pointer: "/resources/model_serving_endpoints/chat/ai_gateway/rate_limits/1/calls"}, true},
		"its identity":                 {waive.Waiver{Pointer: "/ai_gateway/rate_limits/=user/calls"}, true},
		"a pointer above":              {waive.Waiver{Pointer: "/resources/model_serving_endpoints/chat"}, false},
		"its target":                   {waive.Waiver{Target: "dev"}, true},
		"another target":               {waive.Waiver{Target: "prod"}, false},
		"the ID of the workspace":      {waive.Waiver{Workspace: "77"}, true},
		"a glob of the host":           {waive.Waiver{Workspace: "adb-1.*"}, true},
		"the address of the workspace": {waive.Waiver{Workspace: "https://ADB-1.2.azuredatabricks.net/"}, true},
		"another workspace":            {waive.Waiver{Workspace: "78"}, false},
		"its fingerprint":              {waive.Waiver{Fingerprint: "00112233445566778899aabbccddeeff"}, true},
		"another fingerprint":          {waive.Waiver{Fingerprint: "ff112233445566778899aabbccddeeff"}, false},
		"its value":                    {waive.Waiver{Value: "100000"}, true},
		"its value with the key":       {waive.Waiver{Value: "calls: 100000"}, true},
		"its value with another key":   {waive.Waiver{Value: "tokens: 100000"}, false},
		"another value":                {waive.Waiver{Value: "100001"}, false},
		"a line of a comment":          {waive.Waiver{Place: comment, Lines: &waive.Lines{First: 11, Last: 12}}, true},
		"lines before it":              {waive.Waiver{Place: comment, Lines: &waive.Lines{First: 11, Last: 11}}, false},
		"a line of another file":       {waive.Waiver{Place: finding.Location{File: "b.yaml"}, Lines: &waive.Lines{First: 11, Last: 12}}, false},
		"some of all that is wanted":   {waive.Waiver{Subject: "dev-chat", Target: "prod"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.waiver.Rules == nil {
				test.waiver.Rules = []string{"GW303"}
			}
			if got := test.waiver.Covers(inWorkspace, failure()); got != test.want {
				t.Errorf("it covers it: %v", got)
			}
		})
	}
}

func TestAWaiverForAWorkspaceIsForNoFile(t *testing.T) {
	t.Parallel()
	for _, workspace := range []string{"*", "**", "77"} {
		w := waive.Waiver{Rules: []string{"GW303"}, Workspace: workspace}
		if w.Covers(waive.Run{Names: inWorkspace.Names}, failure()) {
			t.Errorf("%s covers a finding in a file", workspace)
		}
	}
}

func TestAWaiverForAValueLapsesWithAnother(t *testing.T) {
	t.Parallel()
	w := waive.Waiver{Rules: []string{"GW303"}, Value: "50"}
	if w.Covers(inWorkspace, failure()) || !w.Lapsed(inWorkspace, failure()) {
		t.Error("it does not lapse")
	}
	secret := failure()
	secret.Value = finding.Digest{}
	if w.Covers(inWorkspace, secret) {
		t.Error("it covers what has no value, or a secret")
	}
}

func TestAFindingForSeveralIsNotCoveredByThePlaceOfOne(t *testing.T) {
	t.Parallel()
	many := failure()
	many.More, many.Identity = 20, "#"
	at := finding.Location{File: many.Location.File, StartLine: 1}
	for name, test := range map[string]struct {
		waiver waive.Waiver
		want   bool
	}{
		"a subject":                {waive.Waiver{Subject: "dev-chat"}, true},
		"a pointer":                {waive.Waiver{Pointer: many.Pointer}, false},
		"the lines of some":        {waive.Waiver{Place: at, Lines: &waive.Lines{First: 2, Last: 90}}, false},
		"the lines of the file":    {waive.Waiver{Place: at, Lines: &waive.Lines{First: 1, Last: 90}}, true},
		"the first line of a list": {waive.Waiver{Place: at, Lines: &waive.Lines{First: 1, Last: 1}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.waiver.Rules = []string{"GW303"}
			if got := test.waiver.Covers(inWorkspace, many); got != test.want {
				t.Errorf("it covers it: %v", got)
			}
		})
	}
}

func TestTheNarrowestWaiverComesFirst(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2027, 1, d, 0, 0, 0, 0, time.UTC) }
	want := []waive.Waiver{ // from the narrowest on
		{Owner: "fingerprint", Fingerprint: "00112233445566778899aabbccddeeff"},
		{Owner: "a line", Lines: &waive.Lines{First: 3, Last: 3}},
		{Owner: "a file", Lines: &waive.Lines{First: 1, Last: 90}},
		{Owner: "subject and pointer", Subject: "chat", Pointer: "/a"},
		{Owner: "pointer", Pointer: "/a"},
		{Owner: "value", Value: "1", Subject: "*"},
		{Owner: "subject and path", Subject: "chat", Path: "a/**"},
		{Owner: "subject, later", Subject: "chat", Until: day(9)},
		{Owner: "subject", Subject: "chat", Until: day(1)},
		{Owner: "file", Path: "a/b.yaml"},
		{Owner: "longer glob", Subject: "dev-chat-*"},
		{Owner: "glob", Subject: "dev-*"},
		{Owner: "folder", Path: "a/**"},
		{Owner: "target", Target: "dev"},
		{Owner: "workspace", Workspace: "77"},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, func(a, b waive.Waiver) int { return waive.Narrower(&a, &b) })
	for i := range want {
		if got[i].Owner != want[i].Owner {
			t.Errorf("%d: %s, want %s", i, got[i].Owner, want[i].Owner)
		}
	}
}

func TestTheLastDayIsWholeInUTC(t *testing.T) {
	t.Parallel()
	w := waive.Waiver{Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)}
	for at, want := range map[string]int{
		"2027-01-17T00:00:00Z":      14,
		"2027-01-30T23:59:59Z":      1,
		"2027-01-31T00:00:00Z":      0,
		"2027-01-31T23:59:59Z":      0,
		"2027-02-01T00:00:00Z":      -1,
		"2027-02-01T00:30:00+01:00": 0,  // still January in UTC
		"2027-01-31T23:30:00-01:00": -1, // February already
		"2028-02-01T12:00:00Z":      -366,
	} {
		day, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.DaysLeft(day); got != want {
			t.Errorf("%s: %d days are left, want %d", at, got, want)
		}
	}
}

func TestAWaiverMayLackWhatIsRequired(t *testing.T) {
	t.Parallel()
	at := time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
	complete := waive.Waiver{Reason: "a", Owner: "b", Ticket: "c", ApprovedBy: "d", Value: "e", Until: at.Truncate(24*time.Hour).AddDate(0, 0, 90)}
	for name, test := range map[string]struct {
		require waive.Require
		change  func(*waive.Waiver)
		want    string
	}{
		"nothing is required": {waive.Require{}, func(w *waive.Waiver) { w.Ticket, w.ApprovedBy = "", "" }, ""},
		"all is there":        {waive.Require{Fields: []string{"reason", "ticket", "approved_by", "value"}, Longest: 90, ApprovedByFor: []finding.Severity{finding.High}}, func(*waive.Waiver) {}, ""},
		"a ticket":            {waive.Require{Fields: []string{"ticket"}}, func(w *waive.Waiver) { w.Ticket = "" }, "the waiver has no `ticket`, which `require.fields` asks for: add it"},
		"a value":             {waive.Require{Fields: []string{"value"}}, func(w *waive.Waiver) { w.Value = "" }, "the waiver has no `value`, which `require.fields` asks for: add it"},
		"an approval": {
			waive.Require{ApprovedByFor: []finding.Severity{finding.Critical, finding.High}},
			func(w *waive.Waiver) { w.ApprovedBy = "" },
			"the waiver has no `approved_by`, which `require.approved_by_for` asks for where a rule is high: have it approved",
		},
		"no approval for others": {waive.Require{ApprovedByFor: []finding.Severity{finding.Critical}}, func(w *waive.Waiver) { w.ApprovedBy = "" }, ""},
		"too long": {
			waive.Require{Longest: 89},
			func(*waive.Waiver) {},
			"the waiver ends 90 days from now, and `require.longest` allows 89: write an `until` of 2027-03-31 or before",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := complete
			test.change(&w)
			if got := test.require.Lacks(&w, at, finding.High); got != test.want {
				t.Errorf("it lacks %q, want %q", got, test.want)
			}
		})
	}
}
