package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
)

// tellCost says what --warehouse will cost, before it does. An error means that
// there is no such warehouse.
func (s Streams) tellCost(ctx context.Context, ask workspace.Asker, warehouse string) error {
	if warehouse == "" {
		return nil
	}
	m := workspace.MachineOf(ctx, ask, warehouse)
	if m.Absent {
		return fmt.Errorf("--warehouse %s: the workspace has no such SQL warehouse, or none that this identity may see (%s)", warehouse, m.Problem)
	}
	_, _ = fmt.Fprintf(s.Err, "gwlint: %s\n", costNotice(m)) // a notice that cannot be given stops nothing
	return nil
}

// costNotice is a sentence for whoever pays: which warehouse runs what, whether it
// has to be started, and for how long that is billed.
func costNotice(m workspace.Machine) string {
	runs := fmt.Sprintf("--warehouse: %d read-only statements run on the SQL warehouse ", workspace.UsageStatements)
	if m.Problem != "" {
		return runs + fmt.Sprintf("%s (%s); it is started if it is stopped, and the workspace is billed while it runs",
			report.Visible(m.ID), report.Visible(m.Problem))
	}
	return runs + fmt.Sprintf("'%s' (%s), %s; the workspace is billed while it runs%s",
		report.Visible(m.Name), report.Visible(kindOfMachine(m)), machineState(m.State), lasting(m.AutoStop))
}

func kindOfMachine(m workspace.Machine) string {
	kind := strings.ToLower(m.Type)
	if m.Serverless {
		kind = "serverless"
	}
	if m.Size == "" || kind == "" {
		return m.Size + kind
	}
	return m.Size + ", " + kind
}

// machineState says whether the warehouse has to be started. Source: databricks-sdk-go
// v0.182.0, service/sql/model.go, State.
func machineState(s string) string {
	switch s {
	case "RUNNING", "STARTING":
		return "which is " + strings.ToLower(s)
	case "STOPPED", "STOPPING":
		return "which is " + strings.ToLower(s) + " and is started for them"
	case "DELETED", "DELETING":
		return "which is " + strings.ToLower(s)
	default:
		return "which is started if it is stopped"
	}
}

func lasting(minutes int) string {
	switch {
	case minutes <= 0:
		return ", and it does not stop by itself"
	case minutes == 1:
		return ", which it does for 1 minute longer than there is work"
	default:
		return fmt.Sprintf(", which it does for %d minutes longer than there is work", minutes)
	}
}
