package cli

import (
	"bytes"
	"context"
	"net/url"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace"
)

func TestWhoeverPaysIsToldWhatWillRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		machine workspace.WarehouseInfo
		want    string
	}{
		"a warehouse that is stopped": {
			workspace.WarehouseInfo{ID: "w1", Name: "Operations", Size: "2X-Small", Type: "PRO", Serverless: true, State: "STOPPED", AutoStop: 10},
			"--warehouse: 2 read-only statements run on the SQL warehouse 'Operations' (2X-Small, serverless), which is stopped and is " +
				"started for them; the workspace is billed while it runs, which it does for 10 minutes longer than there is work",
		},
		"one that runs for ever": {
			workspace.WarehouseInfo{ID: "w1", Name: "Operations", Size: "Large", Type: "CLASSIC", State: "RUNNING"},
			"--warehouse: 2 read-only statements run on the SQL warehouse 'Operations' (Large, classic), which is running; " +
				"the workspace is billed while it runs, and it does not stop by itself",
		},
		"one of which little is known": {
			workspace.WarehouseInfo{ID: "w1", Name: "Operations", Size: "Large", AutoStop: 1},
			"--warehouse: 2 read-only statements run on the SQL warehouse 'Operations' (Large), which is started if it is stopped; " +
				"the workspace is billed while it runs, which it does for 1 minute longer than there is work",
		},
		"one that is gone": {
			workspace.WarehouseInfo{ID: "w1", Name: "Operations", Size: "Large", Type: "PRO", State: "DELETED", AutoStop: 1},
			"--warehouse: 2 read-only statements run on the SQL warehouse 'Operations' (Large, pro), which is deleted; " +
				"the workspace is billed while it runs, which it does for 1 minute longer than there is work",
		},
		"one that may not be looked at": {
			workspace.WarehouseInfo{ID: "w1\x1b[2J", Problem: "403: PERMISSION_DENIED"},
			"--warehouse: 2 read-only statements run on the SQL warehouse w1\\x1b[2J (403: PERMISSION_DENIED); " +
				"it is started if it is stopped, and the workspace is billed while it runs",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := costNotice(test.machine); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// payer answers with a warehouse, and runs nothing.
type payer struct {
	t    *testing.T
	gone bool
}

func (p payer) Get(_ context.Context, path string, _ url.Values) workspace.Answer {
	if p.gone {
		return workspace.Answer{Outcome: workspace.Absent, Status: 404, Problem: "404 for " + path}
	}
	return workspace.Answer{Outcome: workspace.Denied, Status: 403, Problem: "403 for " + path}
}

func (p payer) Execute(context.Context, workspace.Statement) workspace.Answer {
	p.t.Error("a statement runs before anybody is told")
	return workspace.Answer{}
}

func TestNothingIsSaidOfCostWhereThereIsNone(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"": "",
		"w1": "gwlint: --warehouse: 2 read-only statements run on the SQL warehouse w1 (403 for /api/2.0/sql/warehouses/w1); " +
			"it is started if it is stopped, and the workspace is billed while it runs\n",
	} {
		var said bytes.Buffer
		if err := printCost(t.Context(), Streams{Err: &said}, payer{t: t}, id); err != nil {
			t.Error(err)
		}
		if said.String() != want {
			t.Errorf("%q: got %q", id, said.String())
		}
	}
}

func TestAWarehouseThatIsNotThereStopsEverything(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	err := printCost(t.Context(), Streams{Err: &said}, payer{t: t, gone: true}, "w1")
	want := "--warehouse w1: the workspace has no such SQL warehouse, or none that this identity may see (404 for /api/2.0/sql/warehouses/w1)"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if said.Len() > 0 {
		t.Errorf("said %q", said.String())
	}
}
