// The README is tested as its readers use it: its commands are run, its output
// is what is printed, its configuration is taken, its links lead somewhere.
package cli_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/cli"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestReadmeCommandsDoWhatItShows runs each command of the README, in a folder
// that holds what they name. Output that is shown must be what is printed; a
// line that is only an ellipsis stands for lines that are left out.
func TestReadmeCommandsDoWhatItShows(t *testing.T) {
	t.Parallel()
	for _, b := range blocks(readme(t, "README.md")) {
		for _, s := range b.steps() {
			if _, checked := elsewhere[s.command]; !checked && asks(s.command) {
				continue // TestReadmeScansTheWorkspaceOfTheDemo runs it
			}
			t.Run(s.command, func(t *testing.T) {
				t.Parallel()
				s.try(t)
			})
		}
	}
}

// TestReadmeConfigurationIsTaken loads every file that the README writes out.
func TestReadmeConfigurationIsTaken(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*testing.T, string){
		".gwlint.yaml":                 takenByGwlint,
		".pre-commit-config.yaml":      takenByPreCommit,
		".github/workflows/gwlint.yml": takenByTheAction,
	}
	var seen []string
	for _, b := range blocks(readme(t, "README.md")) {
		if b.language != "yaml" {
			continue
		}
		first, _, _ := strings.Cut(b.text, "\n")
		name := strings.TrimPrefix(first, "# ")
		seen = append(seen, name)
		test, ok := tests[name]
		if !ok {
			t.Errorf("nothing tests the block that begins with %q", first)
			continue
		}
		test(t, b.text)
	}
	if len(seen) != len(tests) {
		t.Errorf("the README writes out %v", seen)
	}
}

// TestReadmeNamesEveryFormat wants each to stand in the table that says what it is for.
func TestReadmeNamesEveryFormat(t *testing.T) {
	t.Parallel()
	_, table, _ := strings.Cut(readme(t, "README.md"), "| format | for |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var named []string
	for row := range strings.Lines(table) {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " |")
		for _, name := range regexp.MustCompile("`([a-z]+)`").FindAllStringSubmatch(first, -1) {
			named = append(named, name[1])
		}
	}
	slices.Sort(named)
	if diff := cmp.Diff(slices.Sorted(slices.Values(report.Formats())), named); diff != "" {
		t.Errorf("the table of formats has others than there are: %s", diff)
	}
}

// TestReadmeIsShort keeps it a page that is read to its end.
func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	if n := strings.Count(readme(t, "README.md"), "\n"); n >= 200 {
		t.Errorf("the README has %d lines", n)
	}
}

// TestLinksOfPagesLead follows those of each page that people are sent to.
func TestLinksOfPagesLead(t *testing.T) {
	t.Parallel()
	for _, page := range []string{
		"README.md", "CONTRIBUTING.md", "policies/README.md", "rules/README.md", "rules/lib/README.md",
		"internal/state/README.md", "internal/waive/README.md", "internal/workspace/README.md",
	} {
		linksLead(t, page)
	}
}

func linksLead(t *testing.T, page string) {
	t.Helper()
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(readme(t, page), -1) {
		file, heading, _ := strings.Cut(link[1], "#")
		if strings.Contains(file, "://") {
			continue
		}
		if file = path.Join(path.Dir(page), file); strings.HasPrefix(link[1], "#") {
			file = page
		}
		if _, err := os.Stat(filepath.Join(root, file)); err != nil {
			t.Errorf("%s: %s: %v", page, link[1], err)
		} else if heading != "" && !strings.Contains(strings.ToLower(readme(t, file)), "\n## "+strings.ReplaceAll(heading, "-", " ")+"\n") {
			t.Errorf("%s: %s: no such heading", page, link[1])
		}
	}
}

var root = filepath.Join("..", "..")

// readme reads a file of the repository.
func readme(tb testing.TB, name string) string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// piped are the commands of the README that other tools feed; here a file does.
var piped = map[string]string{
	"databricks serving-endpoints get chat -o json": "get.json",
}

// elsewhere are the commands of the README that are not gwlint's own, with what
// must be so for them to work: running them would take a network, or this test.
var elsewhere = map[string]func(t *testing.T){
	"go build -o gwlint ./cmd/gwlint": func(t *testing.T) {
		t.Helper()
		if !strings.Contains(readme(t, "cmd/gwlint/main.go"), "package main\n") {
			t.Error("cmd/gwlint is no command")
		}
	},
	"go run ./internal/workspace/fakeworkspace/demo.go": func(t *testing.T) {
		t.Helper()
		demo := readme(t, "internal/workspace/fakeworkspace/demo.go")
		if !strings.Contains(demo, "//go:build ignore\n") || !strings.Contains(demo, "\npackage main\n") {
			t.Error("the demo is no command")
		}
	},
	"go install github.com/gwlint/gwlint/cmd/gwlint@latest": func(t *testing.T) {
		t.Helper()
		if !strings.Contains(readme(t, "cmd/gwlint/main.go"), "package main\n") {
			t.Error("cmd/gwlint is no command")
		}
		if !strings.HasPrefix(readme(t, "go.mod"), "module github.com/gwlint/gwlint\n") {
			t.Error("the module has another name")
		}
	},
}

// block is a fenced block of Markdown.
type block struct{ language, text string }

func blocks(markdown string) []block {
	var found []block
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllStringSubmatch(markdown, -1) {
		found = append(found, block{language: m[1], text: m[2]})
	}
	return found
}

// step is a command, with the output that is shown.
type step struct {
	command string
	shown   string
	shows   bool
}

// steps reads a block of commands (sh), or of commands behind a $ with their
// output (console).
func (b block) steps() []step {
	var steps []step
	for line := range strings.Lines(b.text) {
		command, prompted := strings.CutPrefix(line, "$ ")
		switch {
		case b.language == "sh":
			steps = append(steps, step{command: strings.TrimSpace(line)})
		case b.language == "console" && prompted:
			steps = append(steps, step{command: strings.TrimSpace(command), shows: true})
		case b.language == "console":
			steps[len(steps)-1].shown += line
		}
	}
	return steps
}

func (s step) try(t *testing.T) {
	t.Helper()
	if check, ok := elsewhere[s.command]; ok {
		check(t)
		return
	}
	command, in := s.command, ""
	if i := strings.LastIndex(command, " | "); i >= 0 {
		dump, ok := piped[command[:i]]
		if !ok {
			t.Fatalf("nothing stands in for %q", command[:i])
		}
		command, in = command[i+3:], readme(t, filepath.Join("internal/cli/testdata/readme", dump))
	}
	args, ok := arguments(command)
	if !ok {
		t.Fatal("nothing runs this command")
	}
	out, complaint, code := runIn(t, place(t, command), in, args)
	if code > 1 || complaint != "" && !strings.Contains(command, "--diff") { // a patch has its words beside it
		t.Errorf("exit code %d: %s", code, complaint)
	}
	if s.shows && !shortened(s.shown, out) {
		t.Errorf("shown, against what is printed:\n%s", cmp.Diff(s.shown, out))
	}
}

// arguments gives what a command line hands to gwlint.
func arguments(command string) ([]string, bool) {
	rest, ok := strings.CutPrefix(command, "go run ./cmd/gwlint ")
	if !ok {
		rest, ok = strings.CutPrefix(command, "gwlint ")
	}
	args := regexp.MustCompile(`'[^']*'|\S+`).FindAllString(rest, -1)
	for i, arg := range args {
		args[i] = strings.Trim(arg, "'")
	}
	return args, ok
}

// place makes a folder that holds what a command of the README names. The examples
// stand in it once: two state files would be one too many.
func place(t *testing.T, command string) string {
	t.Helper()
	dir := t.TempDir()
	examples := "gateways"
	if strings.Contains(command, "fixtures/quickstart") {
		examples = "fixtures/quickstart"
	}
	folders := map[string]string{examples: "fixtures/quickstart", "policy/rules": "internal/cli/testdata/readme/rules"}
	for to, from := range folders {
		if err := os.CopyFS(filepath.Join(dir, to), os.DirFS(filepath.Join(root, from))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func runIn(tb testing.TB, dir, in string, args []string) (out, complaint string, code int) {
	tb.Helper()
	var stdout, stderr strings.Builder
	code = cli.Main(context.Background(), cli.Streams{In: strings.NewReader(in), Out: &stdout, Err: &stderr, Dir: dir}, args)
	return stdout.String(), stderr.String(), code
}

// shortened says whether shown is out, but for lines that an ellipsis stands for.
func shortened(shown, out string) bool {
	var pattern strings.Builder
	for line := range strings.Lines(shown) {
		if line == "…\n" {
			pattern.WriteString("(?:.*\n)+")
		} else {
			pattern.WriteString(regexp.QuoteMeta(line))
		}
	}
	return regexp.MustCompile("^" + pattern.String() + "$").MatchString(out)
}

// serve runs the workspace of the demo, and signs in there by the environment:
// the test cannot run beside others.
func serve(t *testing.T) {
	t.Helper()
	server := fakeworkspace.Start(fakeworkspace.Demo(), fakeworkspace.Options{})
	t.Cleanup(server.Close)
	t.Setenv("DATABRICKS_HOST", server.URL)
	t.Setenv("DATABRICKS_TOKEN", server.Token)
	t.Setenv("DATABRICKS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
}

// asks says whether a command is one of those that a workspace takes, live or in
// a folder.
func asks(command string) bool {
	return regexp.MustCompile(`gwlint (scan|dump|verify|diff|report)|gwlint check evidence/`).MatchString(command)
}

// TestReadmeScansTheWorkspaceOfTheDemo runs the commands of the README that take
// a workspace, one after the other in one folder.
func TestReadmeScansTheWorkspaceOfTheDemo(t *testing.T) {
	serve(t)
	dir, ran := t.TempDir(), 0
	for _, folder := range []string{"evidence", "packs"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if _, complaint, code := runIn(t, dir, "", []string{"dump", "-o", "evidence/2026-10"}); code != 0 {
		t.Fatal(complaint)
	}
	for _, b := range blocks(readme(t, "README.md")) {
		for _, s := range b.steps() {
			if !asks(s.command) {
				continue
			}
			ran++
			args, _ := arguments(s.command)
			out, complaint, code := runIn(t, dir, "", args)
			if code > 1 || complaint != "" && args[0] != "dump" {
				t.Errorf("%s: exit code %d: %s", s.command, code, complaint)
			}
			if s.shows && !shortened(s.shown, out) {
				t.Errorf("%s: shown, against what is printed:\n%s", s.command, cmp.Diff(s.shown, out))
			}
		}
	}
	if ran < 4 {
		t.Errorf("the README has %d such commands", ran)
	}
}

// denied are the permissions of internal/workspace/README.md that can be missed, each
// with what the workspace then refuses.
var denied = map[string][]string{
	"who may do what with them": {
		"/api/2.0/permissions/serving-endpoints/*", "/api/2.1/unity-catalog/effective-permissions/*_service/*",
	},
	"which tables there are":                {"/api/2.1/unity-catalog/tables"},
	"who may read them":                     {"/api/2.1/unity-catalog/effective-permissions/table/*"},
	"what alerts there are":                 {"/api/2.0/alerts"},
	"who may query":                         {"/api/2.0/permissions/warehouses/*"},
	"whether usage is recorded":             {"/api/2.1/unity-catalog/metastores/*/systemschemas", "/api/2.1/unity-catalog/schemas/*"},
	"how gateways are used (`--warehouse`)": {"/api/2.0/sql/statements"},
}

// TestReadmeSaysWhatAMissingPermissionCosts refuses what each row of the table
// takes, and wants just the rules of that row to be unknown where they were not.
func TestReadmeSaysWhatAMissingPermissionCosts(t *testing.T) {
	profiles := filepath.Join(t.TempDir(), "profiles")
	t.Setenv("DATABRICKS_CONFIG_FILE", profiles)
	var text strings.Builder
	start := func(profile string, paths ...string) {
		server := fakeworkspace.Start(fakeworkspace.Demo(), fakeworkspace.Options{})
		t.Cleanup(server.Close)
		for _, path := range paths {
			server.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Forbidden, Path: path})
		}
		fmt.Fprintf(&text, "[%s]\nhost = %s\ntoken = %s\n", profile, server.URL, server.Token)
	}
	names := slices.Sorted(maps.Keys(denied))
	start("all")
	for i, name := range names {
		start(fmt.Sprint(i), denied[name]...)
	}
	if err := os.WriteFile(profiles, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	got := make([]map[string]bool, len(names))
	var all map[string]bool
	var group sync.WaitGroup
	group.Go(func() { all = undecided(t, "all") })
	for i := range names {
		group.Go(func() { got[i] = undecided(t, fmt.Sprint(i)) })
	}
	group.Wait()
	rows := permissions(t)
	for i, name := range names {
		cost := map[string]bool{}
		for key := range got[i] {
			if !all[key] {
				rule, _, _ := strings.Cut(key, " ")
				cost[rule] = true
			}
		}
		if diff := cmp.Diff(rows[name], slices.Sorted(maps.Keys(cost))); diff != "" {
			t.Errorf("without %q: the README, against what is unknown:\n%s", name, diff)
		}
	}
}

// permissions gives the rules that stand in the last column of the table of
// permissions, by what its second column says.
func permissions(t *testing.T) map[string][]string {
	t.Helper()
	rows := map[string][]string{}
	for line := range strings.Lines(readme(t, "internal/workspace/README.md")) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) == 3 {
			rows[strings.TrimSpace(cells[1])] = regexp.MustCompile(`GW\d{3}`).FindAllString(cells[2], -1)
		}
	}
	return rows
}

// undecided are the rules and subjects that a scan leaves unknown.
func undecided(t *testing.T, profile string) map[string]bool {
	t.Helper()
	dir := t.TempDir()
	config := fmt.Sprintf("params:\n  agent_principals: [%q, %q]\n  ops_principals: [%q]\n",
		fakeworkspace.ChatApp, fakeworkspace.NotesApp, fakeworkspace.Operations)
	if err := os.WriteFile(filepath.Join(dir, ".gwlint.yaml"), []byte(config), 0o600); err != nil {
		t.Error(err)
	}
	out, complaint, code := runIn(t, dir, "", []string{"scan", "--profile", profile, "--warehouse", "a1b2c3d4e5f60718", "-f", "json"})
	if code > 1 {
		t.Errorf("%s: exit code %d: %s", profile, code, complaint)
	}
	var scanned struct {
		Findings []struct {
			Rule, Outcome string
			Subject       struct{ Kind, Name string }
		}
	}
	if err := json.Unmarshal([]byte(out), &scanned); err != nil {
		t.Errorf("%s: %v", profile, err)
	}
	found := map[string]bool{}
	for _, f := range scanned.Findings {
		if f.Outcome == "unknown" {
			found[f.Rule+" "+f.Subject.Kind+" "+f.Subject.Name] = true
		}
	}
	return found
}

// TestTheStateFileOfItsPageSaysWhatThePageSays checks a gateway by it: the rules that
// the page names find nothing, and leave nothing open.
func TestTheStateFileOfItsPageSaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	page := readme(t, "internal/state/README.md")
	dir := t.TempDir()
	for name, text := range map[string]string{
		"state.yaml": blocks(page)[0].text,
		"gw.yaml": `name: chat
config: {served_entities: [{name: a, entity_name: databricks-claude-sonnet-4-6}]}
ai_gateway:
  inference_table_config: {enabled: true, catalog_name: main, schema_name: gateway_audit, table_name_prefix: chat_gateway}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, complaint, code := runIn(t, dir, "", []string{"check", "-f", "json", "--as-of", "2026-11-22T12:00:00Z"})
	if code > 1 || complaint != "" {
		t.Fatalf("exit code %d: %s", code, complaint)
	}
	var checked struct {
		Findings []struct{ Rule, Message, Reason string }
		Run      struct{ State string }
	}
	if err := json.Unmarshal([]byte(out), &checked); err != nil {
		t.Fatal(err)
	}
	if checked.Run.State != "state.yaml" {
		t.Errorf("the state file is %q", checked.Run.State)
	}
	named := regexp.MustCompile(`GW\d{3}`).FindAllString(page, -1)
	for _, f := range checked.Findings {
		if slices.Contains(append(named, "GW002", "GW003"), f.Rule) {
			t.Errorf("%s: %s (%s)", f.Rule, f.Message, f.Reason)
		}
	}
}

func takenByGwlint(t *testing.T, text string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".gwlint.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, complaint, code := runIn(t, dir, "", []string{"config", "show"}); code != 0 {
		t.Error(complaint)
	}
}

func takenByPreCommit(t *testing.T, text string) {
	t.Helper()
	type hook struct{ ID string }
	var hooks []hook
	parseYAML(t, readme(t, ".pre-commit-hooks.yaml"), &hooks)
	var config struct {
		Repos []struct{ Hooks []hook }
	}
	parseYAML(t, text, &config)
	for _, repo := range config.Repos {
		for _, h := range repo.Hooks {
			if !slices.Contains(hooks, h) {
				t.Errorf("there is no hook %q", h.ID)
			}
		}
	}
}

func takenByTheAction(t *testing.T, text string) {
	t.Helper()
	var action struct{ Inputs map[string]any }
	parseYAML(t, readme(t, "action.yml"), &action)
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]any
			}
		}
	}
	parseYAML(t, text, &workflow)
	uses := 0
	for _, job := range workflow.Jobs {
		for _, step := range job.Steps {
			if !strings.HasPrefix(step.Uses, "gwlint/gwlint@") {
				continue
			}
			uses++
			for input := range step.With {
				if _, ok := action.Inputs[input]; !ok {
					t.Errorf("the action has no input %q", input)
				}
			}
		}
	}
	if uses != 1 {
		t.Errorf("the workflow uses the action %d times", uses)
	}
}

func parseYAML(t *testing.T, text string, to any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), to); err != nil {
		t.Fatal(err)
	}
}
