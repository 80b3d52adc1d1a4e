package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	home        = "https://github.com/gwlint/gwlint"
	srcRoot     = "%SRCROOT%"
)

// writeSARIF writes what GitHub code scanning, and its validator, want to see:
// failures only, since GitHub shows a suppressed result as an open alert; all
// active rules, found or not; one place for each result.
func writeSARIF(w io.Writer, r Report, _ Options) error {
	return encode(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{newSARIFRun(r)}})
}

func newSARIFRun(r Report) sarifRun {
	rules, index := sarifRules(r)
	seen := map[string]int{}
	results := []sarifResult{}
	for _, f := range r.Findings {
		if shown(f) {
			results = append(results, newSARIFResult(f, index[f.Rule]))
			r.Workspace.mark(f, &results[len(results)-1], seen)
		}
	}
	version := semantic(r.Tool.Version)
	return sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "gwlint", Version: version, SemanticVersion: version, InformationURI: home, Rules: rules,
			Properties: map[string]string{"policy": Visible(r.Tool.Policy), "policyDigest": Visible(r.Tool.PolicyDigest)},
		}},
		Automation: r.Workspace.automation(),
		Invocations: []sarifInvocation{{
			ExecutionSuccessful: r.Summary.Complete && len(r.Prompts) == 0,
			Notifications:       sarifNotifications(r),
			Properties:          r.Workspace.properties(),
		}},
		OriginalURIBaseIDs: map[string]sarifBase{srcRoot: {Description: sarifText{Text: "The folder in which gwlint was started."}}},
		ColumnKind:         "utf16CodeUnits",
		Results:            results,
	}
}

// semantic makes a version that begins with a digit, as the validator demands.
func semantic(version string) string {
	version = strings.TrimPrefix(Visible(version), "v")
	if version == "" || version[0] < '0' || version[0] > '9' {
		return "0.0.0-dev"
	}
	return version
}

func newSARIFResult(f finding.Finding, rule int) sarifResult {
	at := physical(f.Location, f.Excerpt, f.Subject)
	result := sarifResult{
		RuleID: Visible(f.Rule), RuleIndex: rule, Level: string(f.Level),
		Locations: []sarifLocation{{Physical: &at}},
		Fingerprints: map[string]string{
			"primaryLocationLineHash": f.LineHash,
			"gwlint/v1":               f.Fingerprint,
		},
	}
	if f.LineHash == "" { // not a file of the checkout: a value of our own, in GitHub's shape
		result.Fingerprints["primaryLocationLineHash"] = f.Fingerprint[:min(16, len(f.Fingerprint))] + ":1"
	}
	said := proper(f.Message)
	for i, r := range f.Related {
		place := physical(r.Location, r.Excerpt, f.Subject)
		result.Related = append(result.Related, sarifLocation{ID: i + 1, Physical: &place, Message: &sarifText{Text: proper(r.Message)}})
	}
	result.Message.Text = said + seeAlso(f.Related)
	return result
}

// sarifNotifications tells what could not be checked, and what an operator must
// answer first.
func sarifNotifications(r Report) []sarifNotification {
	var all []sarifNotification
	for _, p := range r.Errors {
		all = append(all, r.Workspace.notification(p))
	}
	for _, prompt := range r.Prompts { // whoever reads only this must not take a halt for a success
		all = append(all, sarifNotification{Level: "error", Message: sarifText{Text: proper(prompt)}})
	}
	return all
}

// notification tells of one problem. The path of an API is no file: the message
// names it, and a place that is none in the checkout.
func (w *Workspace) notification(p Problem) sarifNotification {
	n := sarifNotification{Level: "error", Message: sarifText{Text: proper(p.Message)}}
	at := finding.Location{File: p.File}
	if p.Location != nil {
		at = *p.Location
	}
	switch {
	case w != nil && isAPI(p.File):
		n.Message.Text = proper(p.File + ": " + p.Message)
		n.Locations = []sarifLocation{{Logical: w.logical(apiName(p.File), p.File)}}
	case at.File != "":
		place := physical(at, finding.Excerpt{}, finding.Subject{})
		n.Locations = []sarifLocation{{Physical: &place}}
	}
	return n
}

// collections are what the API and a snapshot call the lists of subjects.
var collections = map[string]string{
	"endpoint":         "serving-endpoints",
	"model_service":    "model-services",
	"mcp_service":      "mcp-services",
	"provider_service": "model-provider-services",
	"app":              "apps",
}

// mark says of the result about an object of a workspace which object it is. It
// stands in no file of the checkout that GitHub could hash, so it gets a hash of
// our own in GitHub's shape; seen counts those that are alike.
func (w *Workspace) mark(f finding.Finding, result *sarifResult, seen map[string]int) {
	collection, ok := collections[f.Subject.Kind]
	if w == nil || !ok || !strings.HasPrefix(f.Location.File, "databricks/") {
		return
	}
	place := &result.Locations[0]
	place.Logical = w.logical(f.Subject.Name, "/"+collection+"/"+f.Subject.Name)
	place.Physical.Artifact.Description = &sarifText{Text: "What the workspace answered, at its place in a snapshot."}
	var whole strings.Builder
	for _, part := range []string{f.Rule, w.id(), f.Subject.Kind, f.Subject.Name, f.Pointer} {
		fmt.Fprintf(&whole, "%d:%s", len(part), part)
	}
	sum := sha256.Sum256([]byte(whole.String()))
	text := hex.EncodeToString(sum[:8])
	seen[text]++
	result.Fingerprints["primaryLocationLineHash"] = fmt.Sprintf("%s:%d", text, seen[text])
}

func (w *Workspace) logical(name, path string) []sarifLogical {
	return []sarifLogical{{Name: Visible(name), QualifiedName: Visible(w.Host + path), Kind: "resource"}}
}

// automation makes a category of each workspace.
func (w *Workspace) automation() *sarifAutomation {
	if w == nil {
		return nil
	}
	return &sarifAutomation{ID: "gwlint-live/" + Visible(w.id()) + "/"}
}

func (w *Workspace) properties() map[string]string {
	if w == nil {
		return nil
	}
	return map[string]string{"host": Visible(w.Host), "workspaceId": Visible(w.ID), "identity": Visible(w.Identity)}
}

func (w *Workspace) id() string { return cmp.Or(w.ID, w.Host) }

// isAPI says whether the file of a problem is a path of the API.
func isAPI(file string) bool { return strings.HasPrefix(file, "/api/") }

// link is what a viewer of SARIF turns into a link, in a plain message too.
var link = regexp.MustCompile(`\[([^\[\]]*)\](\()`)

// proper writes a message as a sentence: first letter upper case, a period at
// the end, and no link of the input's making.
func proper(s string) string {
	s = strings.TrimSpace(Visible(s))
	if s == "" {
		return ""
	}
	s = unlink(s)
	first, n := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[n:]
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

// unlink escapes the brackets of what would be a link; elsewhere they stay as
// they are, for GitHub shows the backslash.
func unlink(s string) string {
	return link.ReplaceAllString(s, `\[$1\]$2`)
}

// seeAlso names the related places, since GitHub shows only those which a
// message links to, by their number.
func seeAlso(related []finding.Related) string {
	var links []string
	for i, r := range related {
		label := strings.TrimRight(strings.NewReplacer("[", "", "]", "", `\`, "").Replace(Visible(r.Message)), ". ")
		if label == "" {
			label = "another place"
		}
		links = append(links, fmt.Sprintf("[%s](%d)", label, i+1))
	}
	if len(links) == 0 {
		return ""
	}
	return " See also: " + strings.Join(links, ", ") + "."
}
