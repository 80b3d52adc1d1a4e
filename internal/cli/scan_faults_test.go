package cli

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// kinds are all ways to fail.
var kinds = []fakeworkspace.FaultKind{
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
	kind  fakeworkspace.FaultKind
	begin func(s *site, kind fakeworkspace.FaultKind)
}

// at makes all fail that is asked for under some paths.
func at(kind fakeworkspace.FaultKind, paths ...string) trouble {
	return trouble{kind, func(s *site, kind fakeworkspace.FaultKind) {
		for _, path := range paths {
			s.Fault(fakeworkspace.Fault{Kind: kind, Path: path})
		}
	}}
}

// some makes a share of all objects fail.
func some(kind fakeworkspace.FaultKind, share float64) trouble {
	return trouble{kind, func(s *site, kind fakeworkspace.FaultKind) { s.FaultEvery(share, 7, kind) }}
}

// troubles are by what one would say of them.
func troubles() map[string]trouble {
	all := map[string]trouble{
		"a token that expires meanwhile": {fakeworkspace.Expired, func(s *site, kind fakeworkspace.FaultKind) { s.Fault(fakeworkspace.Fault{Kind: kind, After: 40}) }},
		"nothing may be seen":            at(fakeworkspace.Forbidden, ""),
		"no rights may be seen":          at(fakeworkspace.Forbidden, unity+"effective-permissions/*/*", "/api/2.0/permissions/*/*"),
		"no system schema may be seen":   at(fakeworkspace.Forbidden, unity+"metastores/*/systemschemas", unity+"schemas/*"),
	}
	for i, rights := range []string{"model_provider_service", "function", "connection", "credential"} { // what services depend on
		all["no rights on a "+rights] = at(kinds[(i*5+3)%len(kinds)], unity+"effective-permissions/"+rights+"/*")
	}
	for _, kind := range kinds {
		all[string(kind)+", 30 % of all objects"] = some(kind, 0.3)
	}
	for _, kind := range []fakeworkspace.FaultKind{fakeworkspace.Forbidden, fakeworkspace.Internal, fakeworkspace.Expired, fakeworkspace.Gone} {
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
			patience := patience
			if trouble.kind == fakeworkspace.Hang {
				patience = hangPatience
			}
			s := f.startFor(t, estate(), fakeworkspace.Options{}, patience)
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

func (s *site) judged(t *testing.T, dir string, args ...string) judgement {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "snapshot")
	told := reported(t, s.run(t, dir, "scan", append(args, "-f", "json", "-o", folder)...))
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

// subjects are what a run is incomplete without: who looks, and what. Where there is no list of them,
// the workspace has none, but of serving endpoints.
var subjects = []string{
	"/api/2.0/preview/scim/v2/Me", "/api/2.0/serving-endpoints", "/api/2.0/serving-endpoints/*", "/api/2.0/apps/*", "/api/2.0/apps",
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
func (s *site) accounts(t *testing.T, kind fakeworkspace.FaultKind, got told) {
	t.Helper()
	failed, denied, incomplete := map[fakeworkspace.Request]bool{}, 0, false
	for _, r := range s.Failed() {
		list := slices.Contains(lists, r.Path) && r.Path != "/api/2.0/serving-endpoints" && r.Path != lists[0]
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

// TestAWorkspaceThatCannotBeReadIsTold wants to know from a report what is wrong,
// and nothing of it to pass.
func TestAWorkspaceThatCannotBeReadIsTold(t *testing.T) {
	f := newFleet(t)
	website := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html>It works!</html>"))
	}))
	t.Cleanup(website.Close)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	empty := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(empty.Close)
	at := func(url, token string) *site { return &site{profile: f.profile(t, url, token, patience)} }
	denied := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	denied.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Forbidden, Match: func(r fakeworkspace.Request) bool { return r.Path != lists[0] }})
	blind := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	blind.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Forbidden})
	broken := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	broken.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Internal, Path: lists[0]})
	gone := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	gone.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Gone, Path: "/api/2.0/serving-endpoints/chat-gateway"})
	for name, test := range few(map[string]struct {
		site *site
		says []string
	}{
		"nobody listens":           {at(closed.URL, "x"), []string{"connection refused"}},
		"a web site":               {at(website.URL, "x"), []string{"is this the address of a workspace?"}},
		"a server without pages":   {at(empty.URL, "x"), []string{"404"}},
		"a token that is none":     {at(denied.URL, "stale"), []string{"the token has expired or is invalid", "401"}},
		"nothing may be seen":      {denied, []string{"403 PERMISSION_DENIED", "auditor@example.com"}},
		"not even oneself":         {blind, []string{"403 PERMISSION_DENIED"}},
		"who looks is not told":    {broken, []string{"500 INTERNAL_ERROR", "/api/2.0/preview/scim/v2/Me"}},
		"gone since it was listed": {gone, []string{"404 RESOURCE_DOES_NOT_EXIST", "it was listed, and was gone when it was to be read"}},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := configured(t, "")
			text := test.site.run(t, dir, "scan", "-f", "text", "-f", "json="+filepath.Join(dir, "json"), "-o", "kept")
			for _, says := range test.says {
				if !strings.Contains(text.out, says) {
					t.Errorf("does not say %q:\n%s%s", says, text.out, text.err)
				}
			}
			told := reported(t, ran{out: tree(t, dir)["json"], code: text.code})
			if text.code != report.ExitIncomplete || len(told.Errors) == 0 {
				t.Errorf("exit code %d, %v", text.code, told.Errors)
			}
			if checked := runAt(t, now, dir, "check", "kept"); checked.code != report.ExitIncomplete {
				t.Errorf("check of the snapshot: exit code %d\n%s", checked.code, checked.out)
			}
			if dumped := test.site.run(t, dir, "dump", "-o", "dumped"); dumped.code != report.ExitIncomplete || dumped.err == "" {
				t.Errorf("dump: exit code %d: %s", dumped.code, dumped.err)
			}
		})
	}
}

// TestAWorkspaceMayHaveLittle wants a workspace without services, without apps or, where
// that is right, without anything to be complete, and to say so.
func TestAWorkspaceMayHaveLittle(t *testing.T) {
	f := newFleet(t)
	old := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	for _, list := range []string{"/api/2.0/apps", unity + "model-services", unity + "mcp-services", unity + "model-provider-services"} {
		old.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Gone, Path: list})
	}
	for name, test := range few(map[string]struct {
		site *site
		args []string
		code int
		says []string
	}{
		"nothing": {
			f.start(t, fakeworkspace.New(), fakeworkspace.Options{}), []string{"--allow-empty"}, report.ExitClean, []string{"nothing is visible to auditor@example.com"},
		},
		"neither services nor apps": {old, nil, report.ExitFindings, []string{
			"auditor@example.com", "model services", "MCP services", "model provider services", "apps",
		}},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := configured(t, "")
			got := test.site.run(t, dir, "scan", append(test.args, "-o", "kept")...)
			if got.code != test.code {
				t.Errorf("exit code %d\n%s%s", got.code, got.out, got.err)
			}
			for _, says := range test.says {
				if !strings.Contains(got.out, says) {
					t.Errorf("does not say %q:\n%s", says, got.out)
				}
			}
			if diff := cmp.Diff(got.out, runAt(t, now, dir, "check", "kept").out); diff != "" {
				t.Error(diff)
			}
			if verified := runAt(t, now, dir, "verify", "kept"); verified.code != report.ExitClean {
				t.Error(verified)
			}
		})
	}
}

// TestARunThatEndsEarlyKeepsWhatItSaw stops scans and dumps in the middle, by hand
// and by the clock.
func TestARunThatEndsEarlyKeepsWhatItSaw(t *testing.T) {
	f := newFleet(t)
	dir := configured(t, principals)
	whole := f.start(t, estate(), fakeworkspace.Options{}).judged(t, dir)
	for name, test := range few(map[string]struct {
		after int // requests
		args  []string
		says  string
	}{
		"while it lists":      {after: 3, says: "interrupted"},
		"in the middle of it": {after: 45, says: "interrupted"},
		"when time is up":     {args: []string{"--timeout", "200ms"}, says: "the time limit was reached"},
		"when there is none":  {args: []string{"--timeout", "1ns"}, says: "the time limit was reached"},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.start(t, estate(), fakeworkspace.Options{Latency: 40 * time.Millisecond})
			for _, command := range []string{"scan", "dump"} {
				folder := filepath.Join(t.TempDir(), "kept")
				s.Forget()
				args := append([]string{command, "--profile", s.profile, "-o", folder}, test.args...)
				if command == "scan" {
					args = append(args, "-f", "json")
				}
				got := s.stopped(t, test.after, dir, args)
				if got.code != report.ExitIncomplete || !strings.Contains(got.out+got.err, test.says) {
					t.Errorf("%s: exit code %d: %.300s%s", command, got.code, got.out, got.err)
				}
				verified := runAt(t, now, dir, "verify", folder)
				if verified.code != report.ExitIncomplete || !strings.Contains(verified.out, "incomplete, since it was interrupted") {
					t.Errorf("verify: exit code %d: %s%s", verified.code, verified.out, verified.err)
				}
				checked := runAt(t, now, dir, "check", "-f", "json", folder)
				if checked.code != report.ExitIncomplete {
					t.Errorf("check: exit code %d: %s", checked.code, checked.err)
				}
				for _, out := range []ran{got, checked} {
					if strings.HasPrefix(out.out, "{") {
						judgement{told: reported(t, out), outcomes: outcomes(t, dir, folder)}.holds(t, whole)
					}
				}
			}
		})
	}
}

// stopped runs a command that is interrupted after a number of requests, 0 for
// never.
func (s *site) stopped(t *testing.T, after int, dir string, args []string) ran {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	over := make(chan struct{})
	go func() {
		for after > 0 && len(s.Requests()) < after && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		if after > 0 {
			stop()
		}
		close(over)
	}()
	var out, complaints bytes.Buffer
	code := Main(ctx, Streams{In: strings.NewReader(""), Out: &out, Err: &complaints, Dir: dir, Now: func() time.Time { return now }}, args)
	stop()
	<-over
	return ran{out: out.String(), err: complaints.String(), code: code}
}
