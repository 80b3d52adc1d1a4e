package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// sealed is a snapshot that somebody changes and then gives the digests that it must have.
type sealed struct {
	t        *testing.T
	folder   string
	manifest snapshot.Manifest
}

func (s *sealed) read(file string) map[string]any {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.folder, filepath.FromSlash(file)))
	var body map[string]any
	if err == nil {
		err = json.Unmarshal(text, &body)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return body
}

func (s *sealed) write(file string, body any) {
	s.t.Helper()
	put(s.t, filepath.Join(s.folder, filepath.FromSlash(file)), string(asWritten(s.t, body)))
}

// drop takes a record away, with its file.
func (s *sealed) drop(file string) {
	s.t.Helper()
	before := len(s.manifest.Records)
	s.manifest.Records = slices.DeleteFunc(s.manifest.Records, func(e snapshot.Entry) bool { return e.Path == file })
	if len(s.manifest.Records) == before {
		s.t.Fatalf("there is no %s", file)
	}
	_ = os.Remove(filepath.Join(s.folder, filepath.FromSlash(file))) // a record may have no file
}

// unlist takes an element out of a list.
func (s *sealed) unlist(list, key, name string) {
	s.t.Helper()
	body := s.read(list)
	items, _ := body[key].([]any)
	rest := slices.DeleteFunc(items, func(item any) bool { return item.(map[string]any)["name"] == name })
	body[key] = rest
	s.write(list, body)
}

// seal gives all files the digests that they have.
func (s *sealed) seal() {
	s.t.Helper()
	var lines []string
	line := func(name string, text []byte) {
		lines = append(lines, fmt.Sprintf("%x  %s\n", sha256.Sum256(text), name))
	}
	for i := range s.manifest.Records {
		e := &s.manifest.Records[i]
		if e.SHA256 == "" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(s.folder, filepath.FromSlash(e.Path)))
		if err != nil {
			s.t.Fatal(err)
		}
		e.SHA256, e.Size = fmt.Sprintf("%x", sha256.Sum256(text)), int64(len(text))
		line(e.Path, text)
	}
	text := asWritten(s.t, s.manifest)
	put(s.t, filepath.Join(s.folder, "manifest.json"), string(text))
	line("manifest.json", text)
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[66:], b[66:]) })
	put(s.t, filepath.Join(s.folder, "SHA256SUMS"), strings.Join(lines, ""))
}

func asWritten(t *testing.T, value any) []byte {
	t.Helper()
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// TestASnapshotThatWasSealedAgainIsHeldAgainstItself changes what a snapshot says of a workspace and
// gives it the digests that it must have.
func TestASnapshotThatWasSealedAgainIsHeldAgainstItself(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	whole := configured(t, "")
	if got := s.run(t, whole, "dump", "-o", "kept", "--retry-for", "1m"); got.code != report.ExitClean {
		t.Fatal(got)
	}
	const chat, claude = "serving-endpoints/chat-gateway.json", "serving-endpoints/databricks-claude-sonnet-4.json"
	for name, test := range few(map[string]struct {
		change func(s *sealed)
		says   string // "" for a snapshot that is whole
	}{
		"nothing is changed": {func(*sealed) {}, ""},
		"an endpoint that is gone, with its line": {func(s *sealed) {
			s.drop(chat)
			s.drop("permissions/" + chat)
			s.unlist("serving-endpoints.json", "endpoints", "chat-gateway")
		}, "endpoints, and its lists have"},
		"an endpoint that no list names":  {func(s *sealed) { s.unlist("serving-endpoints.json", "endpoints", "chat-gateway") }, "it has " + chat + ", which no list names"},
		"an endpoint without its file":    {func(s *sealed) { s.drop(chat) }, "not in the snapshot"},
		"an app that is gone":             {func(s *sealed) { s.drop("apps/notes-app.json"); s.unlist("apps.json", "apps", "notes-app") }, "apps, and its lists have"},
		"a list of services that is gone": {func(s *sealed) { s.drop("model-services.json") }, "not in the snapshot"},
		"a list that is empty now":        {func(s *sealed) { s.write("mcp-services.json", map[string]any{"mcp_services": []any{}}) }, "mcp_services, and its lists have 0"},
		"a file copied over another":      {func(s *sealed) { s.write(chat, s.read(claude)) }, "'chat-gateway' was asked for"},
		"an endpoint as if it were provided": {func(s *sealed) {
			body := s.read(chat)
			delete(body, "id")
			s.write(chat, body)
		}, "its id is not the one that the list has"},
		"counts of another":              {func(s *sealed) { s.manifest.Counts["endpoints"]++ }, "endpoints, and its lists have"},
		"counts that are gone":           {func(s *sealed) { s.manifest.Counts = map[string]int{} }, "it counts 0"},
		"another who took it":            {func(s *sealed) { s.manifest.Identity = "admin@example.com" }, "it says that 'admin@example.com' took it, and identity.json says 'auditor@example.com'"},
		"an identity that says nothing":  {func(s *sealed) { s.write("identity.json", map[string]any{}) }, "it does not say who asks"},
		"an identity that is gone":       {func(s *sealed) { s.drop("identity.json") }, "not in the snapshot"},
		"what failed, and is complete":   {func(s *sealed) { s.outcome(chat, "failed") }, "chat-gateway"},
		"what was denied, and is needed": {func(s *sealed) { s.outcome("apps.json", "denied") }, "/api/2.0/apps"},
		"all that there was": {func(s *sealed) {
			for _, e := range slices.Clone(s.manifest.Records) {
				if strings.HasPrefix(e.Path, "serving-endpoints/") || strings.HasPrefix(e.Path, "apps/") || strings.HasPrefix(e.Path, "mcp-") || strings.HasPrefix(e.Path, "model-") {
					s.drop(e.Path)
				}
			}
			s.write("serving-endpoints.json", map[string]any{"endpoints": []any{}})
			s.write("apps.json", map[string]any{"apps": []any{}})
		}, "model_services, and its lists have 0"},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			k := &sealed{t: t, folder: filepath.Join(dir, "kept")}
			if err := json.Unmarshal([]byte(tree(t, k.folder)["manifest.json"]), &k.manifest); err != nil {
				t.Fatal(err)
			}
			test.change(k)
			k.seal()
			if _, problems := snapshot.Verify(k.folder); len(problems) > 0 {
				t.Fatalf("not sealed: %v", problems)
			}
			checked, verified := runAt(t, now, dir, "check", "kept"), runAt(t, now, dir, "verify", "kept")
			if (checked.code == report.ExitIncomplete) != (test.says != "") || !strings.Contains(checked.out, test.says) {
				t.Errorf("check: exit code %d, not %q:\n%s%s", checked.code, test.says, checked.out, checked.err)
			}
			if (verified.code == report.ExitIncomplete) != (test.says != "") {
				t.Errorf("verify: exit code %d: %s%s", verified.code, verified.out, verified.err)
			}
			if test.says == "" {
				return
			}
			if first, _, _ := strings.Cut(checked.out, "\n"); !strings.HasPrefix(first, "altered: ") && !strings.Contains(checked.out, "not checked: ") {
				t.Errorf("begins with %q", first)
			}
		})
	}
}

// outcome gives a record an outcome, and no file.
func (s *sealed) outcome(path, outcome string) {
	s.t.Helper()
	for i := range s.manifest.Records {
		if e := &s.manifest.Records[i]; e.Path == path {
			e.Outcome, e.Status, e.Message, e.SHA256, e.Size = outcome, 500, "500: no", "", 0
			_ = os.Remove(filepath.Join(s.folder, filepath.FromSlash(path))) // it is there
			return
		}
	}
	s.t.Fatalf("there is no %s", path)
}
