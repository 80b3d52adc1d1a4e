package workspace

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	endpointColumns = `["name","first_request","requests","refused","failed","around","whole","identified"]`
	serviceColumns  = `["name","first_request","requests","refused","failed","around","whole"]`
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
			want: Usages{By: map[string]Usage{
				"chat": {
					First: "2026-11-01T09:00:00Z", Requests: 9310, Refused: 298, Failed: 12, Identified: 8106, Around: 9420, Whole: true,
				},
				"old": {First: "2026-11-01T09:00:00Z", Whole: true},
			}},
		},
		"of services, which show no id of a client": {
			body: `{"columns":` + serviceColumns + `,"rows":[["main.ai.chat","0","3","0","0","3","false"]],"truncated":true}`,
			want: Usages{Truncated: true, By: map[string]Usage{
				"main.ai.chat": {First: "1970-01-01T00:00:00Z", Requests: 3, Around: 3, Identified: -1},
			}},
		},
		"in another order, as numbers": {
			body: `{"columns":["whole","around","failed","refused","requests","first_request","name"],
				"rows":[[true,5,0,1,4,60,"chat"]]}`,
			want: Usages{By: map[string]Usage{
				"chat": {First: "1970-01-01T00:01:00Z", Requests: 4, Refused: 1, Around: 5, Identified: -1, Whole: true},
			}},
		},
		"of nobody": {body: `{"columns":` + endpointColumns + `,"rows":[],"truncated":false}`, want: Usages{By: map[string]Usage{}}},
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
	f.Add(`{"columns":[],"rows":[[]]}`)
	f.Fuzz(func(t *testing.T, body string) {
		got, err := ParseUsage([]byte(body))
		if err != nil {
			if len(got.By) > 0 || strings.TrimSpace(err.Error()) == "" {
				t.Errorf("got %v and %v", got, err)
			}
			return
		}
		for name, u := range got.By {
			parts := u.Refused >= 0 && u.Failed >= 0 && u.Refused+u.Failed <= u.Requests && u.Identified <= u.Requests && u.Identified >= -1
			if name == "" || u.First == "" || !parts || u.Requests > u.Around {
				t.Errorf("%q: %+v", name, u)
			}
		}
	})
}
