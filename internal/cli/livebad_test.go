package cli

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

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
	at := func(url, token string) *site { return &site{profile: f.profile(t, url, token)} }
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

// TestAWorkspaceMayHaveLittle wants a workspace without services, without apps or
// without anything to be complete, and to say so.
func TestAWorkspaceMayHaveLittle(t *testing.T) {
	f := newFleet(t)
	old := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	for _, list := range []string{"/api/2.0/apps", unity + "model-services", unity + "mcp-services", unity + "model-provider-services"} {
		old.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Gone, Path: list})
	}
	for name, test := range few(map[string]struct {
		site *site
		code int
		says []string
	}{
		"nothing": {f.start(t, fakeworkspace.New(), fakeworkspace.Options{}), report.ExitClean, []string{"auditor@example.com"}},
		"neither services nor apps": {old, report.ExitFindings, []string{
			"auditor@example.com", "model services", "MCP services", "model provider services", "apps",
		}},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := configured(t, "")
			got := test.site.run(t, dir, "scan", "-o", "kept")
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
