package check

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/workspace"
)

// PutBody is the whole AI Gateway configuration of an endpoint with findings mended: what
// put-ai-gateway has to be given, since it replaces all that was there.
type PutBody struct {
	Endpoint string
	// JSON is the body, and Redacted says that secrets were left out of it.
	JSON     []byte
	Redacted bool
	// Fixed are the findings that are gone then.
	Fixed []report.Fixed
}

// answers are what endpoints of a workspace answered, each on a line.
type answers struct {
	names []string
	lines [][]byte
}

// add keeps the answer of an endpoint.
func (a *answers) add(s workspace.Subject) {
	if s.Kind != workspace.Endpoint || s.Object.Outcome != workspace.Read {
		return
	}
	var line bytes.Buffer
	if err := json.Compact(&line, s.Object.Body); err == nil {
		a.names = append(a.names, s.Name)
		a.lines = append(a.lines, line.Bytes())
	}
}

// PutBodies returns what put-ai-gateway has to be given to mend what a check of the
// workspace found, in the order of the endpoints' names. Each fix is checked as those of
// files are. The workspace must have been told to keep answers before it was read.
func PutBodies(ctx context.Context, w *Workspace, r Request, checked report.Report, which Fixing) ([]PutBody, *report.Fixes, error) {
	w.answers.sort()
	r.Notice, r.Profile, r.Engine = nil, nil, nil
	r.Waivers, r.NoWaivers, r.Baseline = nil, true, nil // checked knows what they let stand
	r.State = StatePath{None: true}
	which.Write = false
	which.allows = amongFailures(checked.Findings)
	files := &Files{
		Paths: []string{"-"}, Stdin: bytes.NewReader(bytes.Join(w.answers.lines, []byte("\n"))), StdinName: "endpoints.jsonl",
		Kind: gateway.Endpoint,
	}
	if len(w.answers.lines) == 0 {
		return nil, inWorkspace(report.Fixes{Unsafe: which.Unsafe, Fixed: []report.Fixed{}, NotFixed: []report.NotFixed{}}, nil), nil
	}
	mended, changes, err := Fix(ctx, r, files, which)
	if err != nil {
		return nil, nil, err
	}
	fixes := inWorkspace(*mended.Fixes, checked.Findings)
	if len(changes) == 0 {
		return nil, fixes, nil
	}
	return w.answers.bodies(bytes.Split(changes[0].New, []byte("\n")), fixes.Fixed), fixes, nil
}

// inWorkspace are fixes with the places at which a check of the workspace found what they
// mend.
func inWorkspace(fixes report.Fixes, found []finding.Finding) *report.Fixes {
	places := map[ruleOnSubject]finding.Location{}
	for i := range found {
		if of := ruleOnSubjectOf(&found[i]); places[of] == (finding.Location{}) {
			places[of] = found[i].Location
		}
	}
	fixes.Files = []string{}
	for i := range fixes.Fixed {
		f := &fixes.Fixed[i]
		f.Location = places[ruleOnSubject{f.Rule, f.Subject.Name}]
	}
	for i := range fixes.NotFixed {
		f := &fixes.NotFixed[i]
		f.Location = places[ruleOnSubject{f.Rule, f.Subject.Name}]
	}
	return &fixes
}

// ruleOnSubject is what a finding of a workspace and one of an answer have in common.
type ruleOnSubject struct{ rule, name string }

func ruleOnSubjectOf(f *finding.Finding) ruleOnSubject { return ruleOnSubject{f.Rule, f.Subject.Name} }

// amongFailures says of a finding whether the rule failed on a subject of its name.
func amongFailures(failed []finding.Finding) func(*finding.Finding) bool {
	known := map[ruleOnSubject]bool{}
	for i := range failed {
		if f := &failed[i]; f.Outcome == finding.Fail && f.Level.Rank() > 0 && f.Subject.Kind == string(workspace.Endpoint) {
			known[ruleOnSubjectOf(f)] = true
		}
	}
	return func(f *finding.Finding) bool { return known[ruleOnSubjectOf(f)] }
}

// sort orders answers by the names of the endpoints: they come as the workspace gives them.
func (a *answers) sort() {
	order := make([]int, len(a.names))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return strings.Compare(a.names[x], a.names[y]) })
	sorted := answers{}
	for _, i := range order {
		sorted.names, sorted.lines = append(sorted.names, a.names[i]), append(sorted.lines, a.lines[i])
	}
	*a = sorted
}

// bodies are those of the endpoints whose answers were mended.
func (a *answers) bodies(mended [][]byte, fixed []report.Fixed) []PutBody {
	var list []PutBody
	for i, line := range mended {
		if i >= len(a.lines) || bytes.Equal(line, a.lines[i]) {
			continue
		}
		var endpoint struct {
			AIGateway json.RawMessage `json:"ai_gateway"`
		}
		if json.Unmarshal(line, &endpoint) != nil || endpoint.AIGateway == nil {
			continue // it is mended elsewhere than in the gateway
		}
		one := PutBody{Endpoint: a.names[i]}
		one.JSON, one.Redacted = shownBody(endpoint.AIGateway)
		for _, f := range fixed {
			if f.Subject.Name == one.Endpoint {
				one.Fixed = append(one.Fixed, f)
			}
		}
		list = append(list, one)
	}
	return list
}

// shownBody lays a body out without what is or looks like a secret, and says whether
// anything was left out.
func shownBody(body []byte) (shown []byte, redacted bool) {
	var laid bytes.Buffer
	if err := json.Indent(&laid, body, "", "  "); err != nil {
		return body, false
	}
	text := laid.String()
	erased := secret.EraseWords(text)
	return []byte(erased), erased != text || strings.Contains(text, secret.Redacted) || strings.Contains(text, secret.RedactedCredential)
}
