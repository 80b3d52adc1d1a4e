package cli

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// kinds are all ways to fail.
var kinds = []fakeworkspace.Kind{
	fakeworkspace.TooMany, fakeworkspace.Unavailable, fakeworkspace.Internal, fakeworkspace.Forbidden, fakeworkspace.Reset,
	fakeworkspace.Truncated, fakeworkspace.LoginPage, fakeworkspace.Hang, fakeworkspace.Expired, fakeworkspace.Gone,
	fakeworkspace.Malformed, fakeworkspace.EmptyBody,
}

const unity = "/api/2.1/unity-catalog/"

// lists are what is asked for that is no single object.
var lists = []string{
	"/api/2.0/preview/scim/v2/Me", "/api/2.0/serving-endpoints", "/api/2.0/apps", "/api/2.0/alerts", "/api/2.0/sql/warehouses",
	unity + "model-services", unity + "mcp-services", unity + "model-provider-services", unity + "tables",
	unity + "current-metastore-assignment", unity + "metastores/*/systemschemas",
}

// trouble is what goes wrong in a workspace, always in the same way.
type trouble struct {
	kind  fakeworkspace.Kind
	begin func(s *site, kind fakeworkspace.Kind)
}

// at makes all fail that is asked for under some paths.
func at(kind fakeworkspace.Kind, paths ...string) trouble {
	return trouble{kind, func(s *site, kind fakeworkspace.Kind) {
		for _, path := range paths {
			s.Fault(fakeworkspace.Fault{Kind: kind, Path: path})
		}
	}}
}

// some makes a share of all objects fail.
func some(kind fakeworkspace.Kind, share float64) trouble {
	return trouble{kind, func(s *site, kind fakeworkspace.Kind) { s.FaultEvery(share, 7, kind) }}
}

// troubles are by what one would say of them.
func troubles() map[string]trouble {
	all := map[string]trouble{
		"a token that expires meanwhile": {fakeworkspace.Expired, func(s *site, kind fakeworkspace.Kind) { s.Fault(fakeworkspace.Fault{Kind: kind, After: 40}) }},
		"nothing may be seen":            at(fakeworkspace.Forbidden, ""),
		"no rights may be seen":          at(fakeworkspace.Forbidden, unity+"effective-permissions/*/*", "/api/2.0/permissions/*/*"),
		"no system schema may be seen":   at(fakeworkspace.Forbidden, unity+"metastores/*/systemschemas", unity+"schemas/*"),
	}
	for _, kind := range kinds {
		all[string(kind)+", 30 % of all objects"] = some(kind, 0.3)
	}
	for _, kind := range []fakeworkspace.Kind{fakeworkspace.Forbidden, fakeworkspace.Internal, fakeworkspace.Expired, fakeworkspace.Gone} {
		all[string(kind)+", 5 % of all objects"] = some(kind, 0.05) // each outcome that there is
	}
	for i, list := range lists {
		kind := kinds[(i*5+9)%len(kinds)] // each somewhere
		all[fmt.Sprintf("%s, %s", kind, path.Base(list))] = at(kind, list)
		if isSubject(list) {
			all["forbidden, "+path.Base(list)] = at(fakeworkspace.Forbidden, list)
		}
	}
	return all
}

// TestAFaultIsNeverAPass compares what comes of a workspace in which something
// fails for good with what comes of it when nothing does.
func TestAFaultIsNeverAPass(t *testing.T) {
	f := newFleet(t)
	dir := configured(t, principals)
	whole := f.start(t, estate(), fakeworkspace.Options{}).judged(t, dir)
	if whole.told.Summary.ExitCode != 1 || len(whole.told.Errors) > 0 || whole.told.Summary.Denied > 0 {
		t.Fatalf("without a fault: %+v", whole.told.Errors)
	}
	for name, trouble := range few(troubles()) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.start(t, estate(), fakeworkspace.Options{})
			trouble.begin(s, trouble.kind)
			got := s.judged(t, dir)
			got.holds(t, whole)
			s.accounts(t, trouble.kind, got.told)
		})
	}
}

// judgement is all that came of a scan.
type judgement struct {
	told     told
	outcomes map[verdict]finding.Outcome
}

func (s *site) judged(t *testing.T, dir string) judgement {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "snapshot")
	told := reported(t, s.run(t, dir, "scan", "-f", "json", "-o", folder))
	return judgement{told: told, outcomes: outcomes(t, dir, folder)}
}

// holds wants nothing to be better than it is, and nothing to be gone that is not
// said to be.
func (j judgement) holds(t *testing.T, whole judgement) {
	t.Helper()
	for of, outcome := range j.outcomes {
		if was := whole.outcomes[of]; outcome != was && outcome != finding.Unknown {
			t.Errorf("%v is %q, and was %q", of, outcome, was)
		}
	}
	for of, was := range whole.outcomes {
		if _, judged := j.outcomes[of]; !judged && !j.missing(of.kind) {
			t.Errorf("%v was %q, and is gone", of, was)
		}
	}
	for _, f := range j.told.Findings {
		if of := (verdict{f.Rule, f.Subject.Kind, f.Subject.Name}); f.Subject.Kind != "role" && j.outcomes[of] != f.Outcome && j.outcomes[of] != finding.Fail {
			t.Errorf("%v is %s in the report and %s", of, f.Outcome, j.outcomes[of])
		}
	}
	if len(j.told.Workspace.NotThere) > 0 {
		return // what is not there does not fail
	}
	for i, item := range j.told.Checklist {
		if was := whole.told.Checklist[i].Status; item.Status != was && item.Status != report.StatusUnknown {
			t.Errorf("%s is %s, and was %s", item.ID, item.Status, was)
		}
	}
}

// missing says whether the report says that a list is not there or could not be
// read.
func (j judgement) missing(kind string) bool {
	list := map[string]string{
		"model_service": "model services", "mcp_service": "MCP services", "provider_service": "model provider services",
		"app": "apps", "endpoint": "serving endpoints",
	}[kind]
	return slices.Contains(j.told.Workspace.NotThere, list) ||
		slices.ContainsFunc(j.told.Workspace.Unread, func(u report.Unread) bool { return u.What == "list of "+list })
}

// subjects are what a run is incomplete without. Where there is no list of them,
// the workspace has none, but of serving endpoints.
var subjects = []string{
	"/api/2.0/serving-endpoints", "/api/2.0/serving-endpoints/*", "/api/2.0/apps/*", "/api/2.0/apps",
	unity + "model-services", unity + "mcp-services", unity + "model-provider-services",
}

func isSubject(asked string) bool {
	return slices.ContainsFunc(subjects, func(glob string) bool {
		ok, err := path.Match(glob, asked)
		return ok && err == nil
	})
}

// accounts wants the report to say of what failed that it did, and of nothing
// else.
func (s *site) accounts(t *testing.T, kind fakeworkspace.Kind, got told) {
	t.Helper()
	failed, denied, incomplete := map[fakeworkspace.Request]bool{}, 0, false
	for _, r := range s.Failed() {
		list := slices.Contains(lists, r.Path) && r.Path != "/api/2.0/serving-endpoints"
		switch needed := isSubject(r.Path); {
		case failed[r]: // it was tried again
		case kind == fakeworkspace.Forbidden && !needed:
			denied++
		case kind == fakeworkspace.Gone && (!needed || list):
		default:
			incomplete = true
			if kind != fakeworkspace.Expired && !slices.ContainsFunc(got.Errors, func(p report.Problem) bool { return p.File == r.Path }) {
				t.Errorf("no error says of %s that it failed", r.Path)
			}
		}
		failed[r] = true
	}
	if got.Summary.Complete == incomplete || (len(got.Errors) > 0) != incomplete || (got.Summary.ExitCode == report.ExitIncomplete) != incomplete {
		t.Errorf("exit code %d, complete %t, errors %v", got.Summary.ExitCode, got.Summary.Complete, got.Errors)
	}
	if got.Summary.Denied != denied {
		t.Errorf("%d denied, and %d were", got.Summary.Denied, denied)
	}
}
