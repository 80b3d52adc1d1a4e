package cli

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/client"
)

// workspaceFlags are those of every command that asks a workspace.
type workspaceFlags struct {
	profile, host   string
	endpoints       []string
	catalog, schema string
	noProvided      bool
	allowEmpty      bool
	warehouse       string
	timeout, retry  time.Duration
	rate            rate
}

func (w *workspaceFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&w.profile, "profile", "", "`PROFILE` of ~/.databrickscfg; default: what the environment says, as for every Databricks tool")
	flags.StringVar(&w.host, "host", "", "`URL` of the workspace; default: DATABRICKS_HOST, or the profile's")
	listVar(flags, &w.endpoints, "endpoint", "", "only serving endpoints whose names match `GLOB`, no services unless --catalog names theirs, and no apps; repeatable")
	flags.StringVar(&w.catalog, "catalog", "", "only services in this `CATALOG`")
	flags.StringVar(&w.schema, "schema", "", "only services in this `SCHEMA` of the catalog")
	flags.BoolVar(&w.noProvided, "no-provided", false, "leave out what Databricks provides: endpoints databricks-*, services in system.ai")
	flags.BoolVar(&w.allowEmpty, "allow-empty", false, "it is right if nothing is there to check: exit code 0, where otherwise it is 3")
	flags.StringVar(&w.warehouse, "warehouse", "", "`ID` of a SQL warehouse that is asked how gateways are used; it is started if need be, and costs what queries cost there")
	flags.DurationVar(&w.timeout, "timeout", 2*time.Hour, "`TIME` that reading the workspace may take")
	flags.DurationVar(&w.retry, "retry-for", time.Minute, "`TIME` that one request is tried")
	flags.Var(&w.rate, "rate", fmt.Sprintf("requests a second at most, a whole `NUMBER`; default: DATABRICKS_RATE_LIMIT, or %d", client.DefaultRate))
}

func (w *workspaceFlags) valid() error {
	for _, glob := range w.endpoints {
		if _, err := path.Match(glob, ""); err != nil || glob == "" {
			return fmt.Errorf("--endpoint %q: not a glob", glob)
		}
	}
	switch {
	case w.schema != "" && w.catalog == "":
		return errors.New("--schema names a schema of a catalog; add --catalog")
	case w.timeout <= 0:
		return errors.New("--timeout: want a time above 0, such as 30m")
	case w.retry <= 0:
		return errors.New("--retry-for: want a time above 0, such as 1m")
	}
	return nil
}

func (w *workspaceFlags) scope() workspace.Scope {
	return workspace.Scope{
		Endpoints: slices.Clone(w.endpoints), Catalog: w.catalog, Schema: w.schema, NoProvided: w.noProvided,
	}
}

// connect finds the workspace and the credentials. An error means that nothing
// can be asked: no host or no credentials are configured, unless it is an
// unreachable.
func (w *workspaceFlags) connect(ctx context.Context, streams Streams, settings config.Settings) (*check.Workspace, error) {
	c, err := client.New(ctx, client.Options{Host: w.host, Profile: w.profile, Version: Version(), Retry: w.retry, Rate: int(w.rate)})
	switch {
	case errors.Is(err, client.ErrNotConfigured):
		return nil, err
	case err != nil:
		return nil, unreachable{err}
	}
	if notice := c.TLS().Notice(); notice != "" {
		streams.notice(notice)
	}
	if err := printCost(ctx, streams, c, w.warehouse); err != nil {
		return nil, err
	}
	return &check.Workspace{
		Fetch:   workspace.NewLive(c),
		Options: check.Interests(settings.Params, w.scope(), w.warehouse),
		Host:    c.Host(), ID: c.WorkspaceID, TLS: c.TLS(), AllowEmpty: w.allowEmpty,
		Rate: c.Rate(),
	}, nil
}

// unreachable is the error of credentials that there are and that cannot be had:
// what was asked for could not be done, but nothing was asked wrongly.
type unreachable struct{ error }

func (u unreachable) Unwrap() error { return u.error }

// printCost says what --warehouse will cost, before it does. An error means that
// there is no such warehouse.
func printCost(ctx context.Context, s Streams, ask workspace.Asker, warehouse string) error {
	if warehouse == "" {
		return nil
	}
	m := workspace.ReadWarehouse(ctx, ask, warehouse)
	if m.Absent {
		return fmt.Errorf("--warehouse %s: the workspace has no such SQL warehouse, or none that this identity may see (%s)", warehouse, m.Problem)
	}
	_, _ = fmt.Fprintf(s.Err, "gwlint: %s\n", costNotice(m)) // a notice that cannot be given stops nothing
	return nil
}

// costNotice says what --warehouse costs: which warehouse runs what, whether it
// has to be started, and for how long that is billed.
func costNotice(m workspace.WarehouseInfo) string {
	runs := fmt.Sprintf("--warehouse: %d read-only statements run on the SQL warehouse ", workspace.UsageStatements)
	if m.Problem != "" {
		return runs + fmt.Sprintf("%s (%s); it is started if it is stopped, and the workspace is billed while it runs",
			report.Visible(m.ID), report.Visible(m.Problem))
	}
	return runs + fmt.Sprintf("'%s' (%s), %s; the workspace is billed while it runs%s",
		report.Visible(m.Name), report.Visible(warehouseKind(m)), warehouseState(m.State), autoStopNotice(m.AutoStop))
}

func warehouseKind(m workspace.WarehouseInfo) string {
	kind := strings.ToLower(m.Type)
	if m.Serverless {
		kind = "serverless"
	}
	if m.Size == "" || kind == "" {
		return m.Size + kind
	}
	return m.Size + ", " + kind
}

// warehouseState says whether the warehouse has to be started. Source: databricks-sdk-go
// v0.182.0, service/sql/model.go, State.
func warehouseState(s string) string {
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

func autoStopNotice(minutes int) string {
	switch {
	case minutes <= 0:
		return ", and it does not stop by itself"
	case minutes == 1:
		return ", which it does for 1 minute longer than there is work"
	default:
		return fmt.Sprintf(", which it does for %d minutes longer than there is work", minutes)
	}
}
