package report

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"maps"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/regex"
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	home        = "https://github.com/gwlint/gwlint"
	srcRoot     = "%SRCROOT%"

	// sarifResults is how many results of a run GitHub takes; it refuses a file with
	// more. Source: "SARIF results exceed one or more limits" in its documentation.
	sarifResults = 25_000
)

// writeSARIF writes what GitHub code scanning, and its validator, want to see:
// failures, with the waived ones as suppressed results unless they are to be left out;
// what follows from another failure in the message of that, since one mistake is one
// alert; all active rules, found or not; one place for each result.
func writeSARIF(w io.Writer, r Report, o Options) error {
	taxonomies := newSARIFTaxonomies(r)
	rules, index := sarifRules(r, taxonomies)
	b := sarifBuilder{Report: r, taxonomies: taxonomies, rules: rules, index: index, hashes: map[string]int{}}
	if !o.WithoutWaived {
		b.waived = waivedIn(r.Findings)
	}
	if r.Workspace != nil {
		b.objects = indexObjects(r.Subjects)
	}
	around, err := marshal(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{b.run()}}, "")
	if err != nil {
		return err
	}
	// The results are the last of the log, and written one by one.
	end := bytes.LastIndex(around, []byte("[]"))
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.Write(around[:end]) // Flush returns its error
	if err := b.writeResults(out); err != nil {
		return err
	}
	_, _ = out.Write(append(around[end+len("[]"):], '\n'))
	return out.Flush()
}

// sarifBuilder makes the one run of a SARIF log out of a report.
type sarifBuilder struct {
	Report

	taxonomies sarifTaxonomies

	objects objectIndex
	// waived are the failures that a waiver covers and that are written.
	waived []*finding.Finding

	rules []sarifRule
	index map[string]int // of rules, by ID
	// hashes counts the results about objects of a workspace by their hash.
	hashes map[string]int
}

func (sb sarifBuilder) run() sarifRun {
	version := semantic(sb.Tool.Version)
	return sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "gwlint", Version: version, SemanticVersion: version, InformationURI: home, Rules: sb.rules,
			Supported:  sb.taxonomies.references(),
			Properties: map[string]string{"policy": Visible(sb.Tool.Policy), "policyDigest": Visible(sb.Tool.PolicyDigest)},
		}},
		Automation: sb.automation(),
		Invocations: []sarifInvocation{{
			ExecutionSuccessful: sb.Summary.Complete && len(sb.Prompts) == 0,
			Notifications:       sb.notifications(),
			Properties:          sb.properties(),
		}},
		OriginalURIBaseIDs: map[string]sarifBase{srcRoot: {Description: sarifText{Text: "The folder in which gwlint was started."}}},
		ColumnKind:         "utf16CodeUnits",
		Taxonomies:         sb.taxonomies.list,
		Results:            []sarifResult{},
	}
}

// writeResults writes the list of results as encode lays it out, one by one: 25,000 of
// them take 500 MB as a whole.
func (sb sarifBuilder) writeResults(out *bufio.Writer) error {
	start, end := "[", "[]"
	following := consequencesIn(sb.Findings)
	for f := range sb.shown() {
		encoded, err := marshal(sb.result(f, following), "        ")
		if err != nil {
			return err
		}
		_, _ = out.WriteString(start + "\n        ") // Flush returns its error
		_, _ = out.Write(encoded)
		start, end = ",", "\n      ]"
	}
	_, _ = out.WriteString(end)
	return nil
}

// shown are the findings that become results: those that count, then the waived ones as
// far as there is room.
func (sb sarifBuilder) shown() iter.Seq[*finding.Finding] {
	return func(yield func(*finding.Finding) bool) {
		room := sarifResults
		for f := range worst(sb.Findings, sarifResults) {
			if room--; !yield(f) {
				return
			}
		}
		for _, f := range sb.waived[:min(len(sb.waived), room)] {
			if !yield(f) {
				return
			}
		}
	}
}

func (sb sarifBuilder) result(f *finding.Finding, following consequences) sarifResult {
	result := newSARIFResult(*f, sb.index[f.Rule])
	result.Taxa = sb.rules[result.RuleIndex].taxa()
	if len(sb.waived) > 0 {
		result.Suppressions = suppressions(f)
	}
	if sb.Workspace == nil { // nothing is written to a workspace, and a snapshot is evidence
		result.Fixes = fixesOf(*f)
	}
	for _, said := range following.of(*f, sb.Findings) {
		result.Message.Text += " So " + proper(said)
	}
	if object := sb.objects.of(*f); object != nil {
		sb.placeInWorkspace(*f, object, &result)
	}
	for i, r := range f.Related {
		if object := sb.objects[r.Location.File]; object != nil {
			result.Related[i].Physical.Artifact = sb.artifactOfObject(r.Location, object)
		}
	}
	return result
}

func newSARIFResult(f finding.Finding, rule int) sarifResult {
	at := physical(f.Location, f.Excerpt, f.Subject)
	result := sarifResult{
		RuleID: Visible(f.Rule), RuleIndex: rule, Level: string(f.Level),
		Locations: []sarifLocation{{Physical: &at}},
		Fingerprints: map[string]string{
			"primaryLocationLineHash":  f.LineHash,
			finding.FingerprintVersion: f.Fingerprint,
		},
	}
	if f.LineHash == "" { // not a file of the checkout: a value of our own, in GitHub's shape
		result.Fingerprints["primaryLocationLineHash"] = f.Fingerprint[:min(16, len(f.Fingerprint))] + ":1"
	}
	said := proper(messageOf(&f))
	for i, r := range f.Related {
		place := physical(r.Location, r.Excerpt, f.Subject)
		result.Related = append(result.Related, sarifLocation{ID: i + 1, Physical: &place, Message: &sarifText{Text: proper(r.Message)}})
	}
	result.Message.Text = said + seeAlso(f.Related)
	if f.Subject.Address != "" {
		result.placeInBundle(f)
	}
	return result
}

// placeInBundle says of a result which resource of a bundle it is about, in which targets
// and under which names.
func (sr *sarifResult) placeInBundle(f finding.Finding) {
	sr.Locations[0].Logical = []sarifLogical{{Name: Visible(f.Subject.Called()), QualifiedName: Visible(f.Subject.Address), Kind: "resource"}}
	if len(f.Targets) == 0 {
		return
	}
	sr.Properties = map[string]any{"targets": visible(f.Targets)}
	if len(f.Names) > 0 {
		sr.Properties["names"] = visible(f.Names)
	}
}

// visible is a list of visible texts.
func visible(texts []string) []string {
	shown := make([]string, 0, len(texts))
	for _, text := range texts {
		shown = append(shown, Visible(text))
	}
	return shown
}

// collections are what the API and a snapshot call the lists of subjects.
var collections = map[string]string{
	"endpoint":         "serving-endpoints",
	"model_service":    "model-services",
	"mcp_service":      "mcp-services",
	"provider_service": "model-provider-services",
	"app":              "apps",
}

// placeInWorkspace says of a result which object of a workspace it is about. That
// stands in no file of the checkout that GitHub could hash, so the result gets a
// hash of our own in GitHub's shape; those that are alike are counted.
func (sb sarifBuilder) placeInWorkspace(f finding.Finding, object *Subject, result *sarifResult) {
	place := &result.Locations[0]
	place.Logical = sb.logical(object.Name, "/"+collections[object.Kind]+"/"+object.Name)
	place.Physical.Artifact = sb.artifactOfObject(f.Location, object)
	if object.Page != "" {
		result.Properties = map[string]any{"page": Visible(object.Page)}
	}
	var whole strings.Builder
	for _, part := range []string{f.Rule, sb.workspaceID(), f.Subject.Kind, f.Subject.Name, f.Pointer} {
		fmt.Fprintf(&whole, "%d:%s", len(part), part)
	}
	sum := sha256.Sum256([]byte(whole.String()))
	hash := hex.EncodeToString(sum[:8])
	sb.hashes[hash]++
	result.Fingerprints["primaryLocationLineHash"] = fmt.Sprintf("%s:%d", hash, sb.hashes[hash])
}

// artifactOfObject names the file of a snapshot in which an object stands. Where there is
// none, or none that a relative uri leads to, the uri says which object it is, and is
// relative all the same: GitHub refuses the whole of a log in which one uri has
// another scheme than file (github/codeql-action, issue 754).
func (sb sarifBuilder) artifactOfObject(at finding.Location, object *Subject) sarifArtifact {
	inFile := artifact(at.File, finding.Subject{Kind: object.Kind, Name: object.Name})
	if at.Object == "" && inFile.Description == nil {
		inFile.Description = &sarifText{Text: "What the workspace answered, as the snapshot keeps it."}
		return inFile
	}
	within := path.Clean("/" + strings.ReplaceAll(sb.Workspace.Host, "/", "_") + "/" + collections[object.Kind] + "/" + strings.ReplaceAll(object.Name, "/", "_"))
	return sarifArtifact{
		URI: percent(outside + strings.TrimPrefix(within, "/")), URIBaseID: srcRoot,
		Description: &sarifText{Text: "No file: what the workspace answered."},
	}
}

func (sb sarifBuilder) logical(name, within string) []sarifLogical {
	return []sarifLogical{{Name: Visible(name), QualifiedName: Visible(sb.Workspace.Host + within), Kind: "resource"}}
}

// automation makes a category of each workspace.
func (sb sarifBuilder) automation() *sarifAutomation {
	if sb.Workspace == nil {
		return nil
	}
	return &sarifAutomation{ID: "gwlint-live/" + Visible(sb.workspaceID()) + "/"}
}

func (sb sarifBuilder) properties() map[string]string {
	properties := sb.Run.properties()
	if sb.Summary.Baselined > 0 {
		properties["known"] = strconv.Itoa(sb.Summary.Baselined)
	}
	if w := sb.Workspace; w != nil {
		maps.Copy(properties, map[string]string{"host": Visible(w.Host), "workspaceId": Visible(w.ID), "identity": Visible(w.Identity), "tls": Visible(w.TLS)})
	}
	return properties
}

func (sb sarifBuilder) workspaceID() string { return cmp.Or(sb.Workspace.ID, sb.Workspace.Host) }

// notifications say what could not be checked, and what an operator must answer
// first.
func (sb sarifBuilder) notifications() []sarifNotification {
	var all []sarifNotification
	for _, p := range sb.Errors {
		all = append(all, sb.notification(p))
	}
	for _, prompt := range sb.Prompts { // a reader of this alone must not take a halt for a success
		all = append(all, sarifNotification{Level: "error", Message: sarifText{Text: proper(prompt)}})
	}
	return all
}

// notification is about one problem. The path of an API is no file: the message
// names it, and a place that is none in the checkout.
func (sb sarifBuilder) notification(p Problem) sarifNotification {
	n := sarifNotification{Level: "error", Message: sarifText{Text: proper(p.Message)}}
	at := finding.Location{File: p.File}
	if p.Location != nil {
		at = *p.Location
	}
	switch {
	case sb.Workspace != nil && strings.HasPrefix(p.File, "/api/"):
		n.Message.Text = proper(p.File + ": " + p.Message)
		n.Locations = []sarifLocation{{Logical: sb.logical(apiName(p.File), p.File)}}
	case at.File != "":
		place := physical(at, finding.Excerpt{}, finding.Subject{})
		n.Locations = []sarifLocation{{Physical: &place}}
	}
	return n
}

// semantic makes a version that begins with a digit, as the validator demands.
func semantic(version string) string {
	version = strings.TrimPrefix(Visible(version), "v")
	if version == "" || version[0] < '0' || version[0] > '9' {
		return "0.0.0-dev"
	}
	return version
}

// link is what a viewer of SARIF turns into a link, in a plain message too.
var link = regex.Lazy(`\[([^\[\]]*)\](\()`)

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
	return link().ReplaceAllString(s, `\[$1\]$2`)
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
