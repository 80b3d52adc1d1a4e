package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/regex"
)

// longestRead is how many bytes Read takes: the report of 20,000 gateways with 14 findings each
// has a fifth of them.
const longestRead = 1 << 30

// writeOne is what to do where a file is no report.
const writeOne = "write one with 'gwlint check -f json=FILE'"

// Read reads a report in its JSON form. It refuses one that lacks a part, contradicts itself or
// has another version: what is missing in a report would otherwise pass for what was put right.
// The error is to stand behind the name of the file.
func Read(from io.Reader) (Report, error) {
	text, err := io.ReadAll(io.LimitReader(from, longestRead+1))
	if err != nil {
		return Report{}, err
	}
	if len(text) > longestRead {
		return Report{}, fmt.Errorf("has more than %d bytes, and no more are read", longestRead)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := readable(text); err != nil {
		return Report{}, err
	}
	var r Report
	if err := json.Unmarshal(text, &r); err != nil {
		return Report{}, notWritten(err.Error())
	}
	return r, r.consistent()
}

// readable looks at what a document says of itself: all else may be another thing in another
// version.
func readable(text []byte) error {
	if !json.Valid(text) {
		return errors.New("is no JSON, or is cut off; " + writeOne)
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal(text, &parts) != nil {
		return errors.New("is no report of gwlint; " + writeOne)
	}
	if parts["runs"] != nil && parts["$schema"] != nil {
		return errors.New("is a SARIF log, and JSON reports are compared; " + writeOne)
	}
	if !madeByGwlint(parts) {
		return errors.New("is no report of gwlint; " + writeOne)
	}
	var version json.Number
	if json.Unmarshal(parts["version"], &version) != nil || version.String() != fmt.Sprint(Version) {
		return fmt.Errorf("has version %s of the report, and this gwlint reads version %d; make both reports with one gwlint", Visible(string(parts["version"])), Version)
	}
	for _, key := range []string{"findings", "checklist", "subjects", "not_checked", "run", "errors", "summary"} {
		if value, ok := parts[key]; !ok || string(value) == "null" {
			return notWritten(fmt.Sprintf("it has no `%s`", key))
		}
	}
	return nil
}

// madeByGwlint says whether a document is a report by what it says of its tool.
func madeByGwlint(parts map[string]json.RawMessage) bool {
	var tool Tool
	return json.Unmarshal(parts["tool"], &tool) == nil && tool.Name == "gwlint" && parts["version"] != nil
}

// notWritten is the error of a report that gwlint has not written so.
func notWritten(what string) error {
	return fmt.Errorf("is not as gwlint writes reports: %s; make it again", what)
}

var fingerprintForm = regex.Lazy(`^[0-9a-f]{32}$`)

// consistent says where a report contradicts itself.
func (r Report) consistent() error {
	seen := make(map[string]bool, len(r.Findings)+len(r.Known))
	var s Summary
	for i := range r.Findings {
		f := &r.Findings[i]
		if err := checkRead(f, seen); err != nil {
			return err
		}
		s.add(*f)
	}
	for i := range r.Known {
		if err := checkRead(&r.Known[i], seen); err != nil {
			return err
		}
	}
	for _, count := range []struct {
		what       string
		said, made int
	}{
		{"errors", r.Summary.Error, s.Error},
		{"warnings", r.Summary.Warning, s.Warning},
		{"notes", r.Summary.Note, s.Note},
		{"unknown findings", r.Summary.Unknown, s.Unknown},
		{"waived findings", r.Summary.Waived, s.Waived},
		{"subjects", r.Summary.Subjects, len(r.Subjects)},
		{"problems", r.Summary.Errors, len(r.Errors)},
	} {
		if count.said != count.made {
			return notWritten(fmt.Sprintf("it counts %d %s and lists %d", count.said, count.what, count.made))
		}
	}
	if r.Summary.Complete != (len(r.Errors) == 0) {
		return notWritten("what it says of being complete contradicts `errors`")
	}
	return nil
}

// checkRead looks at what the comparison of reports rests on.
func checkRead(f *finding.Finding, seen map[string]bool) error {
	switch {
	case f.Rule == "":
		return notWritten("a finding has no rule")
	case !fingerprintForm().MatchString(f.Fingerprint):
		return notWritten(fmt.Sprintf("a finding of %s has no fingerprint", Visible(f.Rule)))
	case seen[f.Fingerprint]:
		return notWritten("two findings have the fingerprint " + f.Fingerprint)
	case f.Level.Rank() == 0 && f.Level != finding.Off:
		return notWritten(fmt.Sprintf("a finding of %s has the level %q", Visible(f.Rule), f.Level))
	}
	seen[f.Fingerprint] = true
	switch f.Outcome {
	case finding.Fail, finding.Unknown, finding.Waived:
		return nil
	case finding.Pass, finding.NotApplicable:
	}
	return notWritten(fmt.Sprintf("a finding of %s has the outcome %q", Visible(f.Rule), f.Outcome))
}
