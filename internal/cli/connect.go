package cli

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/config"
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
// can be asked: nobody said whom or as whom, unless it is an unreachable.
func (f *workspaceFlags) connect(ctx context.Context, streams Streams, settings config.Settings) (target, error) {
	c, err := client.New(ctx, client.Options{Host: f.host, Profile: f.profile, Version: Version(), Retry: f.retry})
	switch {
	case errors.Is(err, client.ErrNotConfigured):
		return target{}, err
	case err != nil:
		return target{}, unreachable{err}
	}
	if err := streams.tellCost(ctx, c, f.warehouse); err != nil {
		return target{}, err
	}
	return target{
		fetch:   workspace.NewLive(c),
		options: interests(settings, f.scope(), f.warehouse),
		host:    c.Host(), id: c.WorkspaceID,
	}, nil
}

// unreachable is the error of credentials that there are and that cannot be had:
// what was asked for could not be done, but nothing was asked wrongly.
type unreachable struct{ error }

func (u unreachable) Unwrap() error { return u.error }
