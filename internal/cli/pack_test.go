package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
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

// What a user's own policy and rule may be.
const (
	packPolicy = `# METADATA
# title: Ours
# description: Another text.
package policies.ours

level := data.policies.f4_checklist.level

checklist := data.policies.f4_checklist.checklist
`
	packRule = `# METADATA
# title: Limit below what the service needs
# description: |
#   A limit for the endpoint below 5000 calls stops the nightly batch.
# entrypoint: true
# custom:
#   id: OUR001
#   severity: high
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [rate_limits.scope, rate_limits.calls]
#   remediation: |
#     Raise the limit.
#   since: 1.0.0
package rules.limits.limit_is_low

import data.rules.lib.report

findings contains report.at(["rate_limits", i, "calls"], message) if {
	some i, limit in input.subject.rate_limits
	limit.calls < 5000
	message := sprintf("the limit of %v is %v", [report.subject, limit.calls])
}
`
)

// packFolder is a folder with a snapshot in it, and all that a pack can hold beside.
func packFolder(t *testing.T) string {
	t.Helper()
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, principals)
	if got := s.run(t, dir, "dump", "-o", "snap"); got.code != report.ExitClean {
		t.Fatal(got.err)
	}
	text, err := os.ReadFile(filepath.Join(root(t), "fixtures", "quickstart", "state.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "state.yaml"), string(text))
	return dir
}

// reseal writes SHA256SUMS of a pack again, as somebody would who changed a file on purpose.
func reseal(t *testing.T, folder string) {
	t.Helper()
	files := tree(t, folder)
	delete(files, "SHA256SUMS")
	var sums strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		sum := sha256.Sum256([]byte(files[name]))
		fmt.Fprintf(&sums, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	put(t, filepath.Join(folder, "SHA256SUMS"), sums.String())
}

func TestAPackIsVerifiedWhereverItLies(t *testing.T) {
	dir := packFolder(t)
	made := runAt(t, now, dir, "report", "snap", "-o", "pack")
	if made.code != report.ExitClean || !strings.HasPrefix(made.out, "pack: ") || made.err != "" {
		t.Fatalf("exit code %d: %s%s", made.code, made.out, made.err)
	}
	files := tree(t, filepath.Join(dir, "pack"))
	for _, name := range []string{
		"README.txt", "SHA256SUMS", "actions.csv", "gwlint-pack.json", "gwlint.yaml", "matrix.csv", "report.html", "report.json",
		"snapshot/SHA256SUMS", "snapshot/manifest.json", "state/state.yaml",
	} {
		if files[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	if files["gwlint.yaml"] != principals {
		t.Errorf("the configuration is %q", files["gwlint.yaml"])
	}
	for name, text := range tree(t, filepath.Join(dir, "snap")) {
		if files["snapshot/"+name] != text {
			t.Errorf("snapshot/%s is not as it was", name)
		}
	}
	again := t.TempDir()
	if err := os.Mkdir(filepath.Join(again, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range tree(t, dir) {
		if !strings.HasPrefix(name, "pack/") {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(again, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			put(t, filepath.Join(again, name), text)
		}
	}
	if err := os.MkdirAll(filepath.Join(again, "deep", "er"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := runAt(t, now.AddDate(0, 0, 9), again, "report", "snap", "-o", "deep/er/pack", "-q"); got.code != report.ExitClean || got.out != "" {
		t.Fatal(got.out + got.err)
	}
	if diff := cmp.Diff(files, tree(t, filepath.Join(again, "deep", "er", "pack"))); diff != "" {
		t.Errorf("the same snapshot gives another pack elsewhere and later:\n%s", diff)
	}
	for folder, args := range map[string][]string{dir: {"verify", "pack"}, filepath.Join(again, "deep"): {"verify", "er/pack"}, filepath.Join(dir, "pack"): {"verify", "."}} {
		got := runAt(t, now, folder, args...)
		if got.code != report.ExitClean || !strings.Contains(got.out, ", as they were written, and the reports are those of the snapshot; complete\n") {
			t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
		}
	}
	noRemains(t, dir)
}

// noRemains wants nothing to be left that was to become a pack.
func noRemains(t *testing.T, dir string) {
	t.Helper()
	if left, err := filepath.Glob(filepath.Join(dir, ".gwlint-*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
}

func TestThePackSaysWhatACheckOfTheSnapshotSays(t *testing.T) {
	dir := packFolder(t)
	for name, text := range map[string]string{
		"w.yaml":    "version: 1\nwaivers:\n  - rule: GW103\n    subject: support-*\n    reason: a test\n    owner: us\n    until: " + now.AddDate(0, 0, 90).Format(time.DateOnly) + "\n",
		"ours.rego": packPolicy, "governance/ours.rego": packPolicy, "governance/README.md": "not Rego",
		"more/limits/limit_is_low/limit_is_low.rego": packRule, "more/limits/limit_is_low/limit_is_low_test.rego": "package rules.limits.limit_is_low_test\n",
	} {
		place := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
			t.Fatal(err)
		}
		put(t, place, text)
	}
	if got := runAt(t, now, dir, "baseline", "write", "snap", "--select", "GW1,GW5", "--baseline", "b.jsonl"); got.code != report.ExitClean || !strings.Contains(got.out, "accepted in b.jsonl") {
		t.Fatal(got.out + got.err)
	}
	for name, args := range map[string][]string{
		"as it is":          nil,
		"another policy":    {"--policy", "owasp_llm_2025"},
		"no state":          {"--state", "none"},
		"some rules":        {"--select", "GW1", "--ignore", "GW103,GW105"},
		"another time":      {"--as-of", "2027-01-01T00:00:00Z"},
		"all evidence":      {"--strict-evidence"},
		"no settings":       {"--config", "none"},
		"a file's policy":   {"--policy", "ours.rego"},
		"a folder's policy": {"--policy", "governance"},
		"more rules":        {"--rules", "more"},
		"a waiver":          {"--waivers", "w.yaml"},
		"a baseline":        {"--baseline", "b.jsonl"},
		"a strict baseline": {"--baseline", "b.jsonl", "--strict-baseline", "--ignore", "GW501"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := filepath.Join(t.TempDir(), "pack")
			made := runAt(t, now, dir, append([]string{"report", "snap", "-o", to}, args...)...)
			checked := runAt(t, now, dir, append([]string{"check", "snap", "-f", "json"}, args...)...)
			if made.code == report.ExitUsage {
				t.Fatal(made.err)
			}
			text, err := os.ReadFile(filepath.Join(to, "report.json"))
			if err != nil {
				t.Fatal(err)
			}
			want := strings.NewReplacer(`"file": "snap/`, `"file": "snapshot/`, `"file": "snap"`, `"file": "snapshot"`, `"file": "state.yaml"`, `"file": "state/state.yaml"`, `"state": "state.yaml"`, `"state": "state/state.yaml"`, `".gwlint.yaml"`, `"gwlint.yaml"`,
				`"file": "w.yaml"`, `"file": "gwlint-waivers.yaml"`, `"file": "b.jsonl"`, `"file": "gwlint-baseline.jsonl"`, `"path": "ours.rego"`, `"path": "policy/ours.rego"`, `"path": "governance"`, `"path": "policy"`, `"path": "more"`, `"path": "rules/1"`).Replace(checked.out)
			if diff := cmp.Diff(want, string(text)); diff != "" {
				t.Error(diff)
			}
			for of, says := range map[string]string{"more rules": `"rule": "OUR001"`, "a waiver": `"outcome": "waived"`, "a baseline": `"known": [`} {
				if name == of && !strings.Contains(string(text), says) {
					t.Errorf("the report does not say %s", says)
				}
			}
			if got := runAt(t, now, dir, "verify", to); got.code != made.code {
				t.Errorf("exit code %d, and %d when it was made: %s%s", got.code, made.code, got.out, got.err)
			}
		})
	}
}

func TestAChangedPackIsNoPack(t *testing.T) {
	dir := packFolder(t)
	if got := runAt(t, now, dir, "report", "snap", "-o", "pack"); got.code != report.ExitClean {
		t.Fatal(got.err)
	}
	whole := tree(t, filepath.Join(dir, "pack"))
	cut := func(text string) string { return text[:len(text)/2] }
	for name, test := range map[string]struct {
		change func(files map[string]string)
		sealed bool // the sums are written again
		says   string
	}{
		"a byte of the page":  {change: func(f map[string]string) { f["report.html"] += " " }, says: "report.html: does not match its digest in SHA256SUMS"},
		"a byte of the sums":  {change: func(f map[string]string) { f["SHA256SUMS"] = "0" + f["SHA256SUMS"][1:] }, says: "does not match its digest in SHA256SUMS"},
		"no sums":             {change: func(f map[string]string) { delete(f, "SHA256SUMS") }, says: "SHA256SUMS: is missing"},
		"sums cut off":        {change: func(f map[string]string) { f["SHA256SUMS"] = cut(f["SHA256SUMS"]) }, says: "is not in SHA256SUMS"},
		"a file less":         {change: func(f map[string]string) { delete(f, "actions.csv") }, says: "actions.csv: is missing"},
		"a file more":         {change: func(f map[string]string) { f["notes.txt"] = "x" }, says: "notes.txt: is not in SHA256SUMS"},
		"a signature":         {change: func(f map[string]string) { f["SHA256SUMS.asc"] = "x" }},
		"a byte of an answer": {change: func(f map[string]string) { f["snapshot/identity.json"] += " " }, says: "snapshot/identity.json: does not match its digest"},
		"another answer":      {change: func(f map[string]string) { f["snapshot/identity.json"] += " " }, sealed: true, says: "snapshot/identity.json: does not match its digest"},
		"a better report": {change: func(f map[string]string) {
			f["report.json"] = strings.Replace(f["report.json"], `"error", "outcome"`, `"note", "outcome"`, 1)
		}, sealed: true, says: "report.json: is not the report of the snapshot"},
		"a better page":   {change: func(f map[string]string) { f["report.html"] = strings.Replace(f["report.html"], "FAILED", "OK", 1) }, sealed: true, says: "report.html: is not the report of the snapshot"},
		"a table less":    {change: func(f map[string]string) { delete(f, "matrix.csv") }, sealed: true, says: "matrix.csv: is missing"},
		"another setting": {change: func(f map[string]string) { f["gwlint.yaml"] += "rules: {GW103: off}\n" }, sealed: true, says: "report.json: is not the report of the snapshot"},
		"another state":   {change: func(f map[string]string) { f["state/state.yaml"] = "FMAPI_ROLES_ACTUAL: {}\n" }, sealed: true, says: "report.json: is not the report of the snapshot"},
		"another version": {change: func(f map[string]string) {
			f["gwlint-pack.json"] = strings.Replace(f["gwlint-pack.json"], `"version": "dev"`, `"version": "0.0.1"`, 1)
		}, sealed: true, says: "verify it with gwlint 0.0.1"},
		"a newer format": {change: func(f map[string]string) {
			f["gwlint-pack.json"] = strings.Replace(f["gwlint-pack.json"], `"version": 1`, `"version": 2`, 1)
		}, sealed: true, says: "gwlint-pack.json: has version 2 of the format"},
		"arguments lead out": {change: func(f map[string]string) {
			f["gwlint-pack.json"] = strings.Replace(f["gwlint-pack.json"], `"gwlint.yaml"`, `"../.gwlint.yaml"`, 1)
		}, sealed: true, says: `gwlint-pack.json: the reports cannot be made again: the argument "--config" is not one of a pack`},
		"arguments that write": {change: func(f map[string]string) {
			f["gwlint-pack.json"] = strings.Replace(f["gwlint-pack.json"], `"--config"`, `"--format"`, 1)
		}, sealed: true, says: `the argument "--format" is not one of a pack`},
		"no snapshot": {change: func(f map[string]string) {
			maps.DeleteFunc(f, func(name, _ string) bool { return strings.HasPrefix(name, "snapshot/") })
		}, sealed: true, says: "snapshot: is no snapshot"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := maps.Clone(whole)
			test.change(files)
			if maps.Equal(files, whole) {
				t.Fatal("nothing was changed")
			}
			folder := t.TempDir()
			for name, text := range files {
				place := filepath.Join(folder, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
					t.Fatal(err)
				}
				put(t, place, text)
			}
			if test.sealed {
				reseal(t, folder)
			}
			want := report.ExitIncomplete
			if test.says == "" {
				want = report.ExitClean
			}
			if got := runAt(t, now, dir, "verify", folder); got.code != want || !strings.Contains(got.out, test.says) {
				t.Errorf("exit code %d, and it says:\n%s%s", got.code, got.out, got.err)
			}
		})
	}
}

func TestWhatBecomesNoPack(t *testing.T) {
	dir := packFolder(t)
	put(t, filepath.Join(dir, "secret.yaml"), "# dapi"+strings.Repeat("0123456789abcdef", 2)+"\nfail_on: error\n")
	put(t, filepath.Join(dir, "file"), "x")
	if err := os.MkdirAll(filepath.Join(dir, "full", "er"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args []string
		code int
		says string
	}{
		"nowhere to write to":          {[]string{"snap"}, 2, "no folder to write to; name one with -o"},
		"no snapshot":                  {[]string{"full", "-o", "p"}, 2, "full: not a snapshot of gwlint"},
		"a credential":                 {[]string{"snap", "-o", "p", "--config", "secret.yaml"}, 2, "secret.yaml:1: the line looks as if it held a credential, and a pack is handed on; take it out"},
		"a folder that is not empty":   {[]string{"snap", "-o", "full"}, 2, "full: it is not empty, and a pack replaces nothing; name another folder"},
		"a file":                       {[]string{"snap", "-o", "file"}, 2, "file: it is no folder; name another"},
		"no folder around it":          {[]string{"snap", "-o", "no/p"}, 2, "no/p: there is no folder around it; make it first"},
		"a folder in the snapshot":     {[]string{"snap", "-o", "snap/p"}, 2, "-o snap/p lies in the snapshot, which must stay as it is"},
		"a state file that is not one": {[]string{"snap", "-o", "p", "--state", "nosuch"}, 2, "--state: nosuch: no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runAt(t, now, dir, append([]string{"report"}, test.args...)...)
			if got.code != test.code || !strings.Contains(got.err, test.says) {
				t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
			}
			if strings.Contains(got.err, "0123456789abcdef") {
				t.Error("the credential is shown")
			}
			if _, err := os.Stat(filepath.Join(dir, "p")); err == nil {
				t.Error("there is a pack")
			}
		})
	}
	t.Cleanup(func() { noRemains(t, dir) })
}

func TestNoPackIsMadeOfAnAlteredSnapshot(t *testing.T) {
	dir := packFolder(t)
	put(t, filepath.Join(dir, "snap", "identity.json"), "{}")
	got := runAt(t, now, dir, "report", "snap", "-o", "pack")
	if got.code != report.ExitIncomplete || !strings.Contains(got.err, "snap/identity.json: does not match its digest") || !strings.Contains(got.err, "no pack is written") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
	if _, err := os.Stat(filepath.Join(dir, "pack")); err == nil {
		t.Error("there is a pack")
	}
	noRemains(t, dir)
}

func TestPacksAndSnapshotsAreCompared(t *testing.T) {
	f, dir := newFleet(t), configured(t, principals)
	later := fakeworkspace.Demo()
	later.Endpoints = slices.DeleteFunc(later.Endpoints, func(e fakeworkspace.Object) bool { return e["name"] == "support-gateway" })
	for _, endpoint := range later.Endpoints {
		if gateway, ok := endpoint["ai_gateway"].(fakeworkspace.Object); ok && endpoint["name"] == "chat-gateway" {
			delete(gateway, "rate_limits")
		}
	}
	for folder, w := range map[string]*fakeworkspace.Workspace{"october": fakeworkspace.Demo(), "november": later} {
		if got := f.start(t, w, fakeworkspace.Options{}).run(t, dir, "dump", "-o", folder); got.code != report.ExitClean {
			t.Fatal(got.err)
		}
	}
	for _, folder := range []string{"october", "november"} {
		if got := runAt(t, now, dir, "report", folder, "-o", folder+"-pack"); got.code != report.ExitClean {
			t.Fatal(got.err)
		}
	}
	for _, sides := range [][]string{{"october", "november"}, {"october-pack", "november-pack"}, {"october", "november-pack"}} {
		got := runAt(t, now, dir, append([]string{"diff"}, sides...)...)
		if got.code != report.ExitFindings || got.err != "" {
			t.Fatalf("exit code %d: %s%s", got.code, got.out, got.err)
		}
		for _, says := range []string{
			"GW301 endpoint `chat-gateway`", "Went (1)\n  endpoint `support-gateway`", "GW303 endpoint `support-gateway`", "the reports are of two workspaces: ",
		} {
			if !strings.Contains(got.out, says) {
				t.Errorf("%v does not say %q:\n%s", sides, says, got.out)
			}
		}
		if strings.Contains(got.out, "moved from") {
			t.Errorf("%v: an object of a workspace was moved:\n%s", sides, got.out)
		}
	}
	if got := runAt(t, now, dir, "diff", "october", "october-pack"); got.code != report.ExitClean || strings.Contains(got.out, "(1)") {
		t.Errorf("a snapshot and its pack differ:\n%s%s", got.out, got.err)
	}
	if got := runAt(t, now, dir, "check", "october-pack"); got.code != report.ExitUsage || !strings.Contains(got.err, "october-pack is an evidence pack: check the snapshot in it, october-pack/snapshot") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
	put(t, filepath.Join(dir, "november-pack", "report.json"), "{}")
	if got := runAt(t, now, dir, "diff", "october", "november-pack"); got.code != report.ExitUsage || !strings.Contains(got.err, "november-pack: report.json does not match its digest in SHA256SUMS") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
}

func TestAStoppedRunLeavesNoPack(t *testing.T) {
	dir := packFolder(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, complaints bytes.Buffer
	code := Main(ctx, Streams{In: strings.NewReader(""), Out: &out, Err: &complaints, Dir: dir}, []string{"report", "snap", "-o", "pack"})
	if code != report.ExitIncomplete || out.Len() > 0 || complaints.Len() == 0 {
		t.Errorf("exit code %d: %s%s", code, &out, &complaints)
	}
	if _, err := os.Stat(filepath.Join(dir, "pack")); err == nil {
		t.Error("there is a pack")
	}
	noRemains(t, dir)
}
