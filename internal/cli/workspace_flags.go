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
	warehouse       string
	timeout, retry  time.Duration
}

func (f *workspaceFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.profile, "profile", "", "`PROFILE` of ~/.databrickscfg; default: what the environment says, as for every Databricks tool")
	flags.StringVar(&f.host, "host", "", "`URL` of the workspace; default: DATABRICKS_HOST, or the profile's")
	flags.StringArrayVar(&f.endpoints, "endpoint", nil, "only serving endpoints whose names match `GLOB`, no services unless --catalog names theirs, and no apps; repeatable")
	flags.StringVar(&f.catalog, "catalog", "", "only services in this `CATALOG`")
	flags.StringVar(&f.schema, "schema", "", "only services in this `SCHEMA` of the catalog")
	flags.BoolVar(&f.noProvided, "no-provided", false, "leave out what Databricks provides: endpoints databricks-*, services in system.ai")
	flags.StringVar(&f.warehouse, "warehouse", "", "`ID` of a SQL warehouse that is asked how gateways are used; it is started if need be, and costs what queries cost there")
	flags.DurationVar(&f.timeout, "timeout", 2*time.Hour, "`TIME` that reading the workspace may take")
	flags.DurationVar(&f.retry, "retry-for", time.Minute, "`TIME` that one request is tried")
}

func (f *workspaceFlags) valid() error {
	for _, glob := range f.endpoints {
		if _, err := path.Match(glob, ""); err != nil || glob == "" {
			return fmt.Errorf("--endpoint %q: not a glob", glob)
		}
	}
	switch {
	case f.schema != "" && f.catalog == "":
		return errors.New("--schema names a schema of a catalog; add --catalog")
	case f.timeout <= 0:
		return errors.New("--timeout: want a time above 0, such as 30m")
	case f.retry <= 0:
		return errors.New("--retry-for: want a time above 0, such as 1m")
	}
	return nil
}

func (f *workspaceFlags) scope() workspace.Scope {
	return workspace.Scope{
		Endpoints: slices.Clone(f.endpoints), Catalog: f.catalog, Schema: f.schema, NoProvided: f.noProvided,
	}
}

// connect finds the workspace and the credentials. An error means that nothing
// can be asked: no host or no credentials are configured, unless it is an
// unreachable.
func (f *workspaceFlags) connect(ctx context.Context, streams Streams, settings config.Settings) (*check.Workspace, error) {
	c, err := client.New(ctx, client.Options{Host: f.host, Profile: f.profile, Version: Version(), Retry: f.retry})
	switch {
	case errors.Is(err, client.ErrNotConfigured):
		return nil, err
	case err != nil:
		return nil, unreachable{err}
	}
	if err := streams.tellCost(ctx, c, f.warehouse); err != nil {
		return nil, err
	}
	return &check.Workspace{
		Fetch:   workspace.NewLive(c),
		Options: check.Interests(settings.Params, f.scope(), f.warehouse),
		Host:    c.Host(), ID: c.WorkspaceID,
	}, nil
}

// unreachable is the error of credentials that there are and that cannot be had:
// what was asked for could not be done, but nothing was asked wrongly.
type unreachable struct{ error }

func (u unreachable) Unwrap() error { return u.error }

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
