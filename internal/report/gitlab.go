package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// writeGitLab writes a Code Quality report of GitLab: an array of what failed. GitLab
// stops reading at the first entry that it does not accept, and of entries with one
// fingerprint it shows one only. Sources: "Code Quality report format" in its
// documentation; lib/gitlab/ci/parsers/codequality/code_climate.rb in its source.
// What was not decided or is waived has no entry, for GitLab would show it as a fault. What could not
// be checked has one, for an array without any says that all is well.
func writeGitLab(w io.Writer, r Report, _ Options) error {
	g := gitlabReport{Report: r, out: bufio.NewWriterSize(w, 1<<16), fingerprints: map[string]int{}}
	for _, o := range obstaclesIn(r) {
		g.add(gitlabIssue{
			Description: o.message, Check: "gwlint", Severity: "blocker",
			Fingerprint: hexDigest("gwlint", o.at.File, o.message), Location: newGitLabLocation(o.at),
		})
	}
	following := consequencesIn(r.Findings)
	for i := range r.Findings {
		if f := &r.Findings[i]; shown(*f) {
			g.add(newGitLabIssue(f, following.of(*f, r.Findings)))
		}
	}
	return g.end()
}

// gitlabIssue is one entry; GitLab reads no other keys.
type gitlabIssue struct {
	Description string         `json:"description"`
	Check       string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

func newGitLabIssue(f *finding.Finding, following []string) gitlabIssue {
	said := f.Rule + ": " + messageOf(f)
	for _, consequence := range following {
		said += "; so " + consequence
	}
	issue := gitlabIssue{
		Description: clip(Visible(said), gitlabDescription), Check: Visible(f.Rule), Severity: gitlabSeverity(f),
		Fingerprint: Visible(f.Fingerprint), Location: newGitLabLocation(f.Location),
	}
	if issue.Fingerprint == "" {
		issue.Fingerprint = hexDigest(f.Rule, f.Subject.Kind, f.Subject.Called(), f.Location.File, f.Pointer)
	}
	return issue
}

// gitlabDescription is how many bytes of a description a merge request has use for.
const gitlabDescription = 2000

// newGitLabLocation is a place as GitLab links to it: no `./` before the path, a line
// from 1. What has no file is said of the repository's root.
func newGitLabLocation(at finding.Location) gitlabLocation {
	return gitlabLocation{Path: Visible(path.Clean(at.File)), Lines: gitlabLines{Begin: max(at.StartLine, 1)}}
}

// gitlabSeverity is one of GitLab's, of which blocker is left to what stops a run.
func gitlabSeverity(f *finding.Finding) string {
	switch {
	case f.Level == finding.Error && f.Severity == finding.Critical:
		return "critical"
	case f.Level == finding.Error:
		return "major"
	case f.Level == finding.Warning:
		return "minor"
	default:
		return "info"
	}
}

// gitlabReport writes entries one by one and keeps the first error.
type gitlabReport struct {
	Report

	out *bufio.Writer
	// fingerprints counts the entries by the fingerprint that they came with.
	fingerprints map[string]int
	begun        bool
	err          error
}

func (g *gitlabReport) add(issue gitlabIssue) {
	g.fingerprints[issue.Fingerprint]++
	if n := g.fingerprints[issue.Fingerprint]; n > 1 {
		issue.Fingerprint = hexDigest(issue.Fingerprint, fmt.Sprint(n))
	}
	encoded, err := marshal(issue, "  ")
	if g.err == nil {
		g.err = err
	}
	start := ",\n  "
	if !g.begun {
		start, g.begun = "[\n  ", true
	}
	_, _ = g.out.WriteString(start) // Flush returns its error
	_, _ = g.out.Write(encoded)
}

func (g *gitlabReport) end() error {
	if g.err != nil {
		return g.err
	}
	end := "\n]\n"
	if !g.begun {
		end = "[]\n"
	}
	_, _ = g.out.WriteString(end) // Flush returns its error
	return g.out.Flush()
}

// hexDigest is 32 hexadecimal digits that stand for some texts.
func hexDigest(texts ...string) string {
	var whole strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&whole, "%d:%s", len(text), text)
	}
	sum := sha256.Sum256([]byte(whole.String()))
	return hex.EncodeToString(sum[:16])
}
