package workspace

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAStatementOnlyReads holds the statements to one query each, and to the tables
// that they are about.
func TestAStatementOnlyReads(t *testing.T) {
	t.Parallel()
	requests := usageRequests("w1", "7654", 24*time.Hour)
	if len(requests) != UsageStatements {
		t.Fatalf("there are %d statements, and %d are told of", len(requests), UsageStatements)
	}
	changes := regexp.MustCompile(`(?i)\b(insert|update|delete|merge|create|drop|alter|call|set|use|grant|copy|optimize)\b|;`)
	tables := regexp.MustCompile(`system\.\w+\.\w+`)
	want := [][]string{{"system.serving.served_entities", "system.serving.endpoint_usage"}, {"system.ai_gateway.usage"}}
	for i, r := range requests {
		text := r.SQL.Text
		if found := changes.FindString(text); found != "" {
			t.Errorf("%s: it holds %q", r.Path, found)
		}
		if !strings.HasPrefix(text, "SELECT ") && !strings.HasPrefix(text, "WITH ") {
			t.Errorf("%s begins with %.10q", r.Path, text)
		}
		if diff := cmp.Diff(want[i], tables.FindAllString(text, -1)); diff != "" {
			t.Errorf("%s: -want +got\n%s", r.Path, diff)
		}
	}
}

// TestAStatementIsBounded holds the statements to their parameters: each that the
// text names is given and none beside, the rows of one workspace are looked at, and
// nothing that is older than the tables keep.
func TestAStatementIsBounded(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`:(\w+)`)
	for _, r := range usageRequests("w1", "7654", 24*time.Hour) {
		used := map[string]bool{}
		for _, m := range named.FindAllStringSubmatch(r.SQL.Text, -1) {
			used[m[1]] = true
		}
		given := map[string]bool{}
		for name := range r.SQL.Parameters {
			given[name] = true
		}
		if diff := cmp.Diff(given, used); diff != "" {
			t.Errorf("%s: -given +used\n%s", r.Path, diff)
		}
		if r.SQL.Parameters["workspace"] != "7654" || r.SQL.Warehouse != "w1" || r.SQL.Rows != usageRows {
			t.Errorf("%s: %+v", r.Path, r.SQL)
		}
		from := strings.Count(r.SQL.Text, "FROM system.")
		if n := strings.Count(r.SQL.Text, "workspace_id = :workspace"); n != from {
			t.Errorf("%s reads %d tables and bounds %d of them to the workspace", r.Path, from, n)
		}
		if n := strings.Count(r.SQL.Text, ">= "+oldest); n != 1 {
			t.Errorf("%s bounds the time %d times", r.Path, n)
		}
		if strings.Contains(r.SQL.Text, "7654") {
			t.Errorf("%s has the workspace's id in its text", r.Path)
		}
	}
}

// TestAWindowIsWorkedOutByTheWarehouse keeps the clock out of statements, and so
// out of snapshots.
func TestAWindowIsWorkedOutByTheWarehouse(t *testing.T) {
	t.Parallel()
	date := regexp.MustCompile(`20\d\d-`)
	for _, r := range usageRequests("w1", "7654", 24*time.Hour) {
		if found := date.FindString(r.SQL.Text); found != "" {
			t.Errorf("%s holds %q", r.Path, found)
		}
		if !strings.Contains(r.SQL.Text, "current_timestamp()") {
			t.Errorf("%s has no window", r.Path)
		}
	}
}

func TestAStatementAsksForWhatIsRead(t *testing.T) {
	t.Parallel()
	columns := map[string]string{
		"usage/endpoints.json": "name first_request requests refused failed around whole identified",
		"usage/services.json":  "name first_request requests refused failed around whole judging guardrail_seconds recent guarded",
	}
	as := regexp.MustCompile(` AS (\w+)(?:,|\n)`)
	for _, r := range usageRequests("w1", "7654", 24*time.Hour) {
		_, selected, _ := strings.Cut("\n"+r.SQL.Text, "\nSELECT ")
		selected, _, _ = strings.Cut(selected, "\nFROM")
		var got []string
		for _, m := range as.FindAllStringSubmatch(selected+"\n", -1) {
			got = append(got, m[1])
		}
		if diff := cmp.Diff(strings.Fields(columns[r.Path]), got); diff != "" {
			t.Errorf("%s: -want +got\n%s", r.Path, diff)
		}
	}
}

// TestACallOfAGuardrailIsNoRequest keeps the calls of judges out of what callers did,
// and in what a gateway may have sent on.
func TestACallOfAGuardrailIsNoRequest(t *testing.T) {
	t.Parallel()
	services := usageRequests("w1", "7654", 36*time.Hour)[1].SQL
	if got := services.Parameters["guardrails"]; got != "129600" {
		t.Errorf("the window is %q seconds", got)
	}
	for _, line := range strings.Split(services.Text, "\n") {
		name := line[strings.LastIndex(line, " ")+1:]
		name = strings.TrimSuffix(name, ",")
		switch name {
		case "first_request", "requests", "refused", "failed", "recent", "guarded":
			if !strings.Contains(line, "NOT judge") {
				t.Errorf("%s counts the calls of judges: %s", name, line)
			}
		case "around", "whole":
			if strings.Contains(line, "judge") {
				t.Errorf("%s leaves the calls of judges out: %s", name, line)
			}
		}
	}
}

// fetcher answers every request with one outcome, and remembers what it was asked.
type fetcher struct{ asked []string }

func (f *fetcher) Fetch(_ context.Context, r Request) Record {
	f.asked = append(f.asked, r.Path)
	return r.record(Answer{Outcome: Read, Status: 200})
}

func TestUseIsAskedForOnlyWhereItCanBe(t *testing.T) {
	t.Parallel()
	known := Record{Outcome: Read, Body: []byte(`{"metastore_id": "m", "workspace_id": 7405619461839}`)}
	for name, test := range map[string]struct {
		warehouse string
		metastore Record
		measured  bool
		asked     []string
		reason    string
	}{
		"without a warehouse": {metastore: known, reason: "name a SQL warehouse with --warehouse"},
		"with one": {
			warehouse: "w1", metastore: known, measured: true, asked: []string{"usage/endpoints.json", "usage/services.json"},
		},
		"in a workspace without a number": {
			warehouse: "w1", measured: true, metastore: Record{Outcome: Read, Body: []byte(`{"metastore_id": "m"}`)},
			reason: "the id of the workspace is not known: the answer does not have it",
		},
		"in a workspace that does not tell": {
			warehouse: "w1", measured: true, metastore: Record{Outcome: Denied, What: "metastore of the workspace", Message: "403 no"},
			reason: "the id of the workspace is not known: the metastore of the workspace could not be read: 403 no",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fetcher{}
			s := &Inventory{Metastore: test.metastore}
			c := NewCollector(f, Options{Warehouse: test.warehouse, Workers: 1})
			c.usage(t.Context(), s)
			if diff := cmp.Diff(test.asked, f.asked); diff != "" {
				t.Error(diff)
			}
			if s.Measured != test.measured || s.EndpointUsage.Message != test.reason || s.ServiceUsage.Message != test.reason {
				t.Errorf("got %v, %+v", s.Measured, s.EndpointUsage)
			}
		})
	}
}

func TestTheNumberOfAWorkspaceIsAsItIsWritten(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"workspace_id": 7405619461839123456}`: "7405619461839123456",
		`{"workspace_id": "42"}`:                "42",
		`{"workspace_id": 0}`:                   "",
		`{"workspace_id": null}`:                "",
		`[]`:                                    "",
	} {
		if got, _ := workspaceID(Record{Outcome: Read, Body: []byte(body)}); got != want {
			t.Errorf("%s: got %q", body, got)
		}
	}
}

// asker answers one path.
type asker struct {
	path   string
	answer Answer
}

func (a asker) Get(_ context.Context, path string, _ url.Values) Answer {
	if path != a.path {
		return Answer{Outcome: Absent, Status: 404, Problem: "404 " + path}
	}
	return a.answer
}

func (asker) Execute(context.Context, Statement) Answer { return Answer{} }

func TestAWarehouseIsLookedAtBeforeItRuns(t *testing.T) {
	t.Parallel()
	body := `{"id": "w1", "name": "Operations", "cluster_size": "2X-Small", "warehouse_type": "PRO",
		"enable_serverless_compute": true, "state": "STOPPED", "auto_stop_mins": 10, "jdbc_url": "jdbc:databricks://x"}`
	for name, test := range map[string]struct {
		id     string
		answer Answer
		want   WarehouseInfo
	}{
		"one that there is": {
			id: "w1", answer: Answer{Outcome: Read, Status: 200, Body: []byte(body)},
			want: WarehouseInfo{ID: "w1", Name: "Operations", Size: "2X-Small", Type: "PRO", Serverless: true, State: "STOPPED", AutoStop: 10},
		},
		"one that there is not": {id: "w2", want: WarehouseInfo{ID: "w2", Problem: "404 /api/2.0/sql/warehouses/w2", Absent: true}},
		"an id that is a path":  {id: "../x", want: WarehouseInfo{ID: "../x", Problem: "404 /api/2.0/sql/warehouses/..%2Fx", Absent: true}},
		"an answer that makes no sense": {
			id: "w1", answer: Answer{Outcome: Read, Status: 200, Body: []byte(`{"name": 7}`)},
			want: WarehouseInfo{ID: "w1", Problem: "200: the answer cannot be used: json: cannot unmarshal number into Go struct field WarehouseInfo.name of type string"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ReadWarehouse(t.Context(), asker{"/api/2.0/sql/warehouses/w1", test.answer}, test.id)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const (
	endpointColumns = `["name","first_request","requests","refused","failed","around","whole","identified"]`
	serviceColumns  = `["name","first_request","requests","refused","failed","around","whole"]`
	judgedColumns   = `["name","first_request","requests","refused","failed","around","whole","judging","guardrail_seconds","recent","guarded"]`
)

func TestUsageIsReadByColumn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want Usages
	}{
		"of endpoints": {
			body: `{"columns":` + endpointColumns + `,"rows":[
				["chat","1793523600","9310","298","12","9420","true","8106"],
				["old","1793523600","0","0","0","0","true","0"]],"truncated":false}`,
			want: Usages{ByName: map[string]Usage{
				"chat": {
					First: "2026-11-01T09:00:00Z", Requests: 9310, Refused: 298, Failed: 12, Identified: 8106, InWiderWindow: 9420, CoversWindow: true,
				},
				"old": {First: "2026-11-01T09:00:00Z", CoversWindow: true},
			}},
		},
		"of services, which show no id of a client": {
			body: `{"columns":` + serviceColumns + `,"rows":[["main.ai.chat","0","3","0","0","3","false"]],"truncated":true}`,
			want: Usages{Truncated: true, ByName: map[string]Usage{
				"main.ai.chat": {First: "1970-01-01T00:00:00Z", Requests: 3, InWiderWindow: 3, Identified: -1},
			}},
		},
		"in another order, as numbers": {
			body: `{"columns":["whole","around","failed","refused","requests","first_request","name"],
				"rows":[[true,5,0,1,4,60,"chat"]]}`,
			want: Usages{ByName: map[string]Usage{
				"chat": {First: "1970-01-01T00:01:00Z", Requests: 4, Refused: 1, InWiderWindow: 5, Identified: -1, CoversWindow: true},
			}},
		},
		"of services, with what guardrails did": {
			body: `{"columns":` + judgedColumns + `,"rows":[
				["main.ai.chat","60","9","0","0","12","true","3","86400","4","2"],
				["judge",null,"0","0","0","7","true","7","86400","0","0"]]}`,
			want: Usages{ByName: map[string]Usage{
				"main.ai.chat": {
					First: "1970-01-01T00:01:00Z", Requests: 9, InWiderWindow: 12, Identified: -1, CoversWindow: true,
					Judging: 3, Guardrails: Guarded{Window: 24 * time.Hour, Requests: 4, Judged: 2},
				},
				"judge": {
					InWiderWindow: 7, Identified: -1, CoversWindow: true,
					Judging: 7, Guardrails: Guarded{Window: 24 * time.Hour},
				},
			}},
		},
		"of nobody": {body: `{"columns":` + endpointColumns + `,"rows":[],"truncated":false}`, want: Usages{ByName: map[string]Usage{}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseUsage([]byte(test.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUsageThatMakesNoSenseIsNone(t *testing.T) {
	t.Parallel()
	row := func(values string) string {
		return `{"columns":` + serviceColumns + `,"rows":[` + values + `]}`
	}
	judged := func(values string) string {
		return `{"columns":` + judgedColumns + `,"rows":[["chat","1",` + values + `]]}`
	}
	for name, test := range map[string]struct{ body, want string }{
		"no JSON":            {`{`, "rows: unexpected EOF"},
		"a row of few":       {row(`["chat"]`), "row 1: it has 1 values for 7 columns"},
		"a row without name": {row(`[null,"1","1","0","0","1","true"]`), `row 1: it has no "name"`},
		"a count of NULL":    {row(`["chat","1",null,"0","0","1","true"]`), `row 1: it has no "requests"`},
		"a negative count":   {row(`["chat","1","-1","0","0","1","true"]`), `row 1: "requests" is no count: "-1"`},
		"a count of letters": {row(`["chat","1","many","0","0","1","true"]`), `row 1: "requests" is no count: "many"`},
		"a count past all":   {row(`["chat","1","9000000000000000000","0","0","1","true"]`), `row 1: "requests" is no count: "9000000000000000000"`},
		"a time past all":    {row(`["chat","253402300800","1","0","0","1","true"]`), `row 1: "first_request" is no time: 253402300800`},
		"more refused than asked": {
			row(`["chat","1","1","1","1","1","true"]`), "row 1: its counts contradict each other",
		},
		"a name twice": {
			row(`["chat","1","1","0","0","1","true"],["chat","1","1","0","0","1","true"]`), `row 2: "chat" is there twice`,
		},
		"a first request of NULL":    {row(`["chat",null,"1","0","0","1","true"]`), `row 1: it has no "first_request"`},
		"calls of judges of NULL":    {judged(`"1","0","0","1","true",null,"60","1","1"`), `row 1: it has no "judging"`},
		"a window of nothing":        {judged(`"1","0","0","1","true","0","0","1","1"`), `row 1: "guardrail_seconds" is no window: 0`},
		"a window past all":          {judged(`"1","0","0","1","true","0","7776001","1","1"`), `row 1: "guardrail_seconds" is no window: 7776001`},
		"a window of letters":        {judged(`"1","0","0","1","true","0","1d","1","1"`), `row 1: "guardrail_seconds" is no count: "1d"`},
		"a negative window":          {judged(`"1","0","0","1","true","0","-60","1","1"`), `row 1: "guardrail_seconds" is no count: "-60"`},
		"recent requests of NULL":    {judged(`"1","0","0","1","true","0","60",null,"1"`), `row 1: it has no "recent"`},
		"more judged than asked":     {judged(`"1","0","0","1","true","0","60","1","2"`), "row 1: its counts contradict each other"},
		"more judging than recorded": {judged(`"1","0","0","1","true","1","60","1","1"`), "row 1: its counts contradict each other"},
		"a column that is not there": {`{"columns":["name"],"rows":[["chat"]]}`, `row 1: it has no "first_request"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseUsage([]byte(test.body))
			if err == nil || err.Error() != test.want {
				t.Errorf("got error %v", err)
			}
			if diff := cmp.Diff(Usages{}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzParseUsage holds whatever is read to what counts can be.
func FuzzParseUsage(f *testing.F) {
	f.Add(`{"columns":` + endpointColumns + `,"rows":[["chat","1793523600","9310","298","12","9420","true","8106"]]}`)
	f.Add(`{"columns":` + serviceColumns + `,"rows":[["a","0","3","0","0","3","false"],["b","9","0","0","0","0",null]],"truncated":true}`)
	f.Add(`{"columns":` + judgedColumns + `,"rows":[["judge",null,"0","0","0","7","true","7","86400","0","0"]]}`)
	f.Add(`{"columns":[],"rows":[[]]}`)
	f.Fuzz(func(t *testing.T, body string) {
		got, err := ParseUsage([]byte(body))
		if err != nil {
			if len(got.ByName) > 0 || strings.TrimSpace(err.Error()) == "" {
				t.Errorf("got %v and %v", got, err)
			}
			return
		}
		for name, u := range got.ByName {
			parts := u.Refused >= 0 && u.Failed >= 0 && u.Refused+u.Failed <= u.Requests && u.Identified <= u.Requests && u.Identified >= -1
			if name == "" || u.First == "" && u.Requests > 0 || !parts || u.Requests > u.InWiderWindow {
				t.Errorf("%q: %+v", name, u)
			}
		}
	})
}
