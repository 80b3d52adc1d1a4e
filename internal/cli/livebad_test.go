package cli

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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

// TestNamesAreWhatTheyAre scans endpoints whose names are none of a file's.
func TestNamesAreWhatTheyAre(t *testing.T) {
	names := []string{
		"a/b", "..", ".", "../../../x", "Chat", "chat", "CHAT", "ünï 日本", strings.Repeat("n", 300), strings.Repeat("ü", 300),
		"con", "a%2Fb", "a?b#c", "-f", "manifest.json", "$(touch owned)", "a\nb", "a\x1b[31m", "<script>", "chat.json", " ",
	}
	w := fakeworkspace.New()
	for _, name := range names {
		endpoint := fakeworkspace.External(name, fakeworkspace.Entity("gpt", "openai", "gpt-4o"))
		endpoint["ai_gateway"] = fakeworkspace.Gateway("main.audit", "p")
		w.Endpoints = append(w.Endpoints, endpoint)
	}
	s := newFleet(t).start(t, w, fakeworkspace.Options{})
	dir := configured(t, "")
	got := s.run(t, dir, "scan", "-f", "json", "-o", "in/kept")
	var found []string
	told := reported(t, got)
	for _, subject := range told.Subjects {
		if subject.Hosting != "external" {
			t.Errorf("%q is %s", subject.Name, subject.Hosting)
		}
		found = append(found, subject.Name)
	}
	slices.Sort(names)
	slices.Sort(found)
	if diff := cmp.Diff(names, found); diff != "" {
		t.Error(diff)
	}
	if got.code != report.ExitFindings || told.Workspace.Endpoints != len(names) {
		t.Errorf("exit code %d, %+v, %v", got.code, told.Workspace, told.Errors)
	}
	s.behaves(t)
	for file := range tree(t, dir) {
		if rest, ok := strings.CutPrefix(file, "in/kept/"); file != ".gwlint.yaml" && (!ok || len(filepath.Base(rest)) > 255) {
			t.Errorf("writes %s", file)
		}
	}
	if diff := cmp.Diff(got.out, runAt(t, now, dir, "check", "in/kept", "-f", "json").out); diff != "" {
		t.Error(diff)
	}
	if verified := runAt(t, now, dir, "verify", "in/kept"); verified.code != report.ExitClean {
		t.Error(verified)
	}
}

// TestASnapshotThatIsNotAsItWasIsIncomplete damages a snapshot.
func TestASnapshotThatIsNotAsItWasIsIncomplete(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	whole := configured(t, "")
	if got := s.run(t, whole, "dump", "-o", "kept"); got.code != report.ExitClean {
		t.Fatal(got)
	}
	const chat = "serving-endpoints/chat-gateway.json"
	for name, test := range few(map[string]struct {
		damage func(t *testing.T, folder string)
		says   string
	}{
		"a changed byte":        {replace(chat, "chat_audit", "chat_auditt"), "does not match its digest"},
		"a missing file":        {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, chat) }, "is missing"},
		"missing tables":        {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "tables") }, "is missing"},
		"a missing list":        {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "apps.json") }, "is missing"},
		"an older version":      {replace("manifest.json", `"version": 1,`, `"version": 0,`), "take a new snapshot"},
		"a newer version":       {replace("manifest.json", `"version": 1,`, `"version": 2,`), "use a newer gwlint"},
		"half a manifest":       {cut("manifest.json"), "unexpected end of JSON input"},
		"half the sums":         {cut("SHA256SUMS"), "does not match manifest.json"},
		"no manifest":           {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "manifest.json") }, "is missing"},
		"complete after all":    {replace("manifest.json", `"complete": true`, `"complete": false`), "does not match manifest.json"},
		"a record that is gone": {replace("manifest.json", `"outcome": "read"`, `"outcome": "absent"`), "damaged"},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			test.damage(t, filepath.Join(dir, "kept"))
			got := runAt(t, now, dir, "check", "kept")
			if got.code != report.ExitIncomplete || !strings.Contains(got.out, test.says) {
				t.Errorf("check: exit code %d, not %q:\n%s%s", got.code, test.says, got.out, got.err)
			}
			if verified := runAt(t, now, dir, "verify", "kept"); verified.code != report.ExitIncomplete {
				t.Errorf("verify: exit code %d: %s%s", verified.code, verified.out, verified.err)
			}
		})
	}
}

func replace(file, old, replacement string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		path := filepath.Join(folder, filepath.FromSlash(file))
		text, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(text, []byte(old)) {
			t.Fatalf("%s holds no %q: %v", file, old, err)
		}
		put(t, path, strings.Replace(string(text), old, replacement, 1))
	}
}

func cut(file string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		path := filepath.Join(folder, file)
		info, err := os.Stat(path)
		if err == nil {
			err = os.Truncate(path, info.Size()/2)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func drop(t *testing.T, folder, file string) {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(file))
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

// TestAFolderThatCannotHoldASnapshotIsRefusedBeforeAnythingIsAsked names folders
// that are no place for a snapshot.
func TestAFolderThatCannotHoldASnapshotIsRefusedBeforeAnythingIsAsked(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, "")
	put(t, filepath.Join(dir, "file"), "text")
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	places := []string{".", "file", "file/in"}
	if os.Getuid() != 0 { // who may write anywhere
		places = append(places, "locked/in")
	}
	for _, place := range places {
		for _, command := range []string{"scan", "dump"} {
			if got := s.run(t, dir, command, "-o", place); got.code != report.ExitUsage || got.out != "" {
				t.Errorf("%s -o %s: exit code %d: %s%s", command, place, got.code, got.out, got.err)
			}
		}
	}
	for _, asked := range s.Requests() {
		if strings.HasPrefix(asked.Path, "/api/") {
			t.Errorf("asks %s", asked)
		}
	}
	if diff := cmp.Diff(map[string]string{".gwlint.yaml": "", "file": "text"}, tree(t, dir)); diff != "" {
		t.Error(diff)
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
