package waive_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
	"github.com/gwlint/gwlint/schema"
)

// fileReader knows three rules.
var fileReader = waive.Reader{Rule: func(word string) (id, near string) {
	names := map[string]string{"GW103": "prefix_trailing_underscore", "GW302": "endpoint_limit_missing", "GW303": "user_limit_missing"}
	var slugs []string
	for id, slug := range names {
		if strings.EqualFold(word, id) || strings.EqualFold(word, slug) {
			return id, ""
		}
		slugs = append(slugs, slug)
	}
	return "", schema.Nearest(word, slugs)
}}

func readWaiverFile(tb testing.TB, content string) (*waive.File, error) {
	tb.Helper()
	text, err := source.NewText("conf/gwlint-waivers.yaml", []byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	return fileReader.File(text)
}

// whole is an entry that lacks nothing, indented as an element of the list.
const whole = "  - rule: GW303\n    subject: chat\n    reason: load test account\n    owner: ml-platform\n    until: 2027-01-31\n"

func TestAFileOfWaiversIsRead(t *testing.T) {
	t.Parallel()
	got, err := readWaiverFile(t, `# ours
version: 1
require:
  fields: [reason, owner, until, ticket]
  longest: 180d
  approved_by_for: [critical, high]
waivers:
  - rule: user_limit_missing # by its slug
    subject: "dev-*"
    path: gateways/**
    pointer: /ai_gateway/rate_limits
    target: dev
    workspace: adb-1.azuredatabricks.net
    fingerprint: "00112233445566778899aabbccddeeff"
    value: 100000
    reason: >
      load test
      account
    owner: ml-platform
    ticket: SEC-1234
    approved_by: ciso@example.com
    until: 2027-01-31
  - {rule: gw103, subject: chat, reason: a, owner: b, until: "2026-12-24"}
`)
	if err != nil {
		t.Fatal(err)
	}
	at := func(line, column, endLine, endColumn int) finding.Location {
		return finding.Location{File: "conf/gwlint-waivers.yaml", StartLine: line, StartColumn: column, EndLine: endLine, EndColumn: endColumn}
	}
	want := &waive.File{
		Name: "conf/gwlint-waivers.yaml",
		Require: waive.Require{
			Fields: []string{"reason", "owner", "until", "ticket"}, Longest: 180,
			ApprovedByFor: []finding.Severity{finding.Critical, finding.High},
		},
		Waivers: []waive.Waiver{{
			Rules: []string{"GW303"}, Subject: "dev-*", Path: "gateways/**", Pointer: "/ai_gateway/rate_limits", Target: "dev",
			Workspace: "adb-1.azuredatabricks.net", Fingerprint: "00112233445566778899aabbccddeeff", Value: "100000",
			Reason: "load test account", Owner: "ml-platform", Ticket: "SEC-1234", ApprovedBy: "ciso@example.com",
			Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC), Place: at(8, 5, 22, 22), Base: "conf",
		}, {
			Rules: []string{"GW103"}, Subject: "chat", Reason: "a", Owner: "b",
			Until: time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC), Place: at(23, 6, 23, 75), Base: "conf",
		}},
	}
	ignored := cmp.Options{cmpopts.IgnoreFields(waive.Waiver{}, "Removal"), cmpopts.IgnoreFields(waive.File{}, "Digest")}
	if diff := cmp.Diff(want, got, ignored); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(got.Digest, "sha256:") || len(got.Digest) != len("sha256:")+64 {
		t.Errorf("the digest is %q", got.Digest)
	}
}

func TestAFileOfWaiversThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"nothing":                    {"", "the file says nothing: write `version: 1` and the list `waivers:`, or remove it"},
		"comments alone":             {"# later\n", "the file says nothing: write `version: 1` and the list `waivers:`, or remove it"},
		"a list":                     {"- rule: GW303\n", "1:1: the file must be an object: write `version: 1` and the list `waivers:`"},
		"no version":                 {"waivers:\n" + whole, "1:1: the file has no version: write `version: 1` above the list"},
		"another version":            {"version: 2\nwaivers:\n" + whole, "1:10: this gwlint reads version 1 of the file, and this is another: take the gwlint that wrote it, or write `version: 1`"},
		"a version in words":         {"version: \"1\"\n", "1:10: this gwlint reads version 1 of the file, and this is another: take the gwlint that wrote it, or write `version: 1`"},
		"an unknown key":             {"version: 1\nwaiver:\n" + whole, "2:1: there is no key `waiver`: did you mean `waivers`?"},
		"a key as long as may be":    {"version: 1\n" + strings.Repeat("é", 40) + ": 1\n", "2:1: there is no key `" + strings.Repeat("é", 40) + "`: the keys are `version`, `require`, `waivers`"},
		"a longer key":               {"version: 1\n" + strings.Repeat("é", 41) + ": 1\n", "2:1: there is no key of that name: the keys are `version`, `require`, `waivers`"},
		"a key twice":                {"version: 1\nwaivers:\n" + whole + "waivers: []\n", "8:1: `waivers` stands twice: keep one of them"},
		"no list":                    {"version: 1\nwaivers: {rule: GW303}\n", "2:10: `waivers` must be a list: begin each entry with `- rule:`"},
		"a second document":          {"version: 1\n---\nversion: 1\n", "3:1: a second document begins here: put all waivers into one list"},
		"an unknown requirement":     {"version: 1\nrequire: {field: [ticket]}\n", "2:11: there is no key `field`: did you mean `fields`?"},
		"an unknown field":           {"version: 1\nrequire: {fields: [ticket, sprint]}\n", "2:28: an element of `fields` is none of `reason`, `owner`, `until`, `ticket`, `approved_by`, `value`"},
		"a length in weeks":          {"version: 1\nrequire: {longest: 6w}\n", "2:20: `longest` must be a number of days such as `180d`"},
		"a length of none":           {"version: 1\nrequire: {longest: 0d}\n", "2:20: `longest` must be a number of days such as `180d`"},
		"an unknown severity":        {"version: 1\nrequire: {approved_by_for: [severe]}\n", "2:29: an element of `approved_by_for` is none of `critical`, `high`, `medium`, `low`"},
		"requirements in a list":     {"version: 1\nrequire: [ticket]\n", "2:10: `require` must be an object with `fields`, `longest` and `approved_by_for`"},
		"a merge conflict in a file": {"version: 1\nwaivers:\n<<<<<<< ours\n" + whole, "3:1: a merge conflict stands here: keep the waivers of either side or of both, and remove the lines that mark it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := readWaiverFile(t, test.in)
			if err == nil || file != nil {
				t.Fatalf("no error, and %v", file)
			}
			fault, ok := errors.AsType[*source.Error](err)
			if !ok {
				t.Fatal(err)
			}
			got := fault.Message
			if fault.At.Line > 0 {
				got = fmt.Sprintf("%d:%d: %s", fault.At.Line, fault.At.Column, got)
			}
			if got != test.want {
				t.Errorf("it says %q, want %q", got, test.want)
			}
		})
	}
}

func TestAnEntryThatIsWrongIsAFaultAndTheOthersApply(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ entry, want string }{
		"no owner":           {"rule: GW303\n    subject: a\n    reason: b\n    until: 2027-01-31", "3:5: the waiver has no `owner`: add `owner: NAME`"},
		"three missing":      {"rule: GW303\n    subject: a", "3:5: the waiver has no `reason` and no `owner` and no `until`: add `reason: WHY` and `owner: NAME` and `until: 2027-01-31`"},
		"an empty reason":    {"rule: GW303\n    subject: a\n    reason:\n    owner: b\n    until: 2027-01-31", "3:5: the waiver has no `reason`: add `reason: WHY`"},
		"a reason of spaces": {"rule: GW303\n    subject: a\n    reason: \" \"\n    owner: b\n    until: 2027-01-31", "3:5: the waiver has no `reason`: add `reason: WHY`"},
		"an unknown key":     {"rule: GW303\n    subjct: a\n    reason: b\n    owner: c\n    until: 2027-01-31", "4:5: there is no key `subjct`: did you mean `subject`?"},
		"an unknown rule":    {"rule: user_limit_mising\n    subject: a\n    reason: b\n    owner: c\n    until: 2027-01-31", "3:11: there is no rule `user_limit_mising`: did you mean `user_limit_missing`?"},
		"a rule of no kind":  {"rule: GW999\n    subject: a\n    reason: b\n    owner: c\n    until: 2027-01-31", "3:11: there is no rule `GW999`: `gwlint rules` lists them"},
		"a pattern of rules": {"rule: GW3*\n    subject: a\n    reason: b\n    owner: c\n    until: 2027-01-31", "3:11: `rule` takes one rule, and no pattern: write an entry for each"},
		"several rules":      {"rule: [GW303, GW302]\n    subject: a\n    reason: b\n    owner: c\n    until: 2027-01-31", "3:5: `rule` takes one rule: write an entry for each"},
		"an impossible day":  {"rule: GW303\n    subject: a\n    reason: b\n    owner: c\n    until: 2027-02-30", "7:12: `until` is no day of the calendar: write it as 2027-01-31"},
		"a day as it is said": {
			"rule: GW303\n    subject: a\n    reason: b\n    owner: c\n    until: 31.01.2027", "7:12: `until` is no day of the calendar: write it as 2027-01-31",
		},
		"a time of a day":   {"rule: GW303\n    subject: a\n    reason: b\n    owner: c\n    until: 2027-01-31T12:00:00Z", "7:12: `until` is no day of the calendar: write it as 2027-01-31"},
		"for nothing":       {"rule: GW303\n    reason: b\n    owner: c\n    until: 2027-01-31", "3:5: the waiver does not say what it is for: add `subject`, `path` or another of `pointer`, `target`, `workspace`, `fingerprint`; `subject: \"*\"` is for all"},
		"a broken glob":     {"rule: GW303\n    subject: \"dev-[\"\n    reason: b\n    owner: c\n    until: 2027-01-31", "4:14: `subject` is no glob: close its brackets, or write a backslash before a sign that is meant as it is"},
		"a fingerprint cut": {"rule: GW303\n    fingerprint: \"0011\"\n    reason: b\n    owner: c\n    until: 2027-01-31", "4:18: `fingerprint` must be 32 hexadecimal digits in quotes, as `gwlint check -f json` has them"},
		"an empty subject":  {"rule: GW303\n    subject: \"\"\n    reason: b\n    owner: c\n    until: 2027-01-31", "4:5: `subject` is empty: write a value, or remove it"},
		"a list of owners":  {"rule: GW303\n    subject: a\n    reason: b\n    owner: [c]\n    until: 2027-01-31", "6:5: `owner` must be a text"},
		"a key twice":       {"rule: GW303\n    subject: a\n    subject: b\n    reason: b\n    owner: c\n    until: 2027-01-31", "5:5: `subject` stands twice: keep one of them"},
		"a word alone":      {"GW303", "3:5: an entry must be an object with `rule`, `reason`, `owner`, `until` and what it is for"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := readWaiverFile(t, "version: 1\nwaivers:\n  - "+test.entry+"\n"+whole)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{test.want}, faultsOf(file)); diff != "" {
				t.Error(diff)
			}
			if len(file.Waivers) != 1 || file.Waivers[0].Owner != "ml-platform" {
				t.Errorf("the other waiver is lost: %v", file.Waivers)
			}
		})
	}
}

// faultsOf are the faults of a file, each with its place.
func faultsOf(file *waive.File) []string {
	var list []string
	for _, f := range file.Faults {
		list = append(list, fmt.Sprintf("%d:%d: %s", f.Place.StartLine, f.Place.StartColumn, f.Message))
	}
	return list
}

func TestWaiversThatContradictEachOtherDoNotApply(t *testing.T) {
	t.Parallel()
	other := strings.Replace(whole, "2027-01-31", "2028-01-31", 1)
	third := strings.Replace(whole, "chat", "other", 1)
	for name, test := range map[string]struct {
		entries string
		want    []string
		left    int
	}{
		"another end": {whole + other, []string{
			"3:5: the waiver contradicts that in line 8, which is for the same findings: neither applies until you remove one of them",
			"8:5: the waiver contradicts that in line 3, which is for the same findings: neither applies until you remove one of them",
		}, 0},
		"the same again":    {whole + whole, []string{"8:5: the waiver says the same as that in line 3: remove one of them"}, 1},
		"the same, by slug": {whole + strings.Replace(whole, "GW303", "user_limit_missing", 1), []string{"8:5: the waiver says the same as that in line 3: remove one of them"}, 1},
		"another subject":   {whole + third, nil, 2},
		"one within the other": {
			whole + strings.Replace(other, "subject: chat", "subject: \"*\"", 1), nil, 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := readWaiverFile(t, "version: 1\nwaivers:\n"+test.entries)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, faultsOf(file)); diff != "" {
				t.Error(diff)
			}
			if len(file.Waivers) != test.left {
				t.Errorf("%d waivers are left, want %d", len(file.Waivers), test.left)
			}
		})
	}
}

func TestNoCredentialOfAWaiverIsShown(t *testing.T) {
	t.Parallel()
	const token = "dapi0123456789abcdef0123456789abcdef"
	file, err := readWaiverFile(t, "version: 1\nwaivers:\n"+strings.Replace(whole, "load test account", "the old token "+token, 1)+
		"  - {rule: "+token+", subject: a, reason: b, owner: c, until: 2027-01-31}\n  - {"+token+": 1}\n")
	if err != nil {
		t.Fatal(err)
	}
	said := append(faultsOf(file), file.Waivers[0].Reason)
	if strings.Contains(strings.Join(said, "\n"), token) || len(said) != 3 {
		t.Errorf("%q", said)
	}
}

func TestRemovingAnEntryLeavesTheOthersAsTheyAre(t *testing.T) {
	t.Parallel()
	other := "  - reason: b # why\n    rule: GW103\n    subject: other\n    owner: c\n    until: 2027-01-31\n"
	for name, test := range map[string]struct{ in, want string }{
		"the first":            {"version: 1\nwaivers:\n" + whole + other, "version: 1\nwaivers:\n" + other},
		"the only one":         {"version: 1\nwaivers:\n" + whole, "version: 1\nwaivers:\n"},
		"without a last line":  {"version: 1\nwaivers:\n" + strings.TrimSuffix(whole, "\n"), "version: 1\nwaivers:\n"},
		"with a comment in it": {"version: 1\nwaivers:\n" + strings.Replace(whole, "owner:", "# who\n    owner:", 1) + "# end\n", "version: 1\nwaivers:\n# end\n"},
		"with other line ends": {"version: 1\r\nwaivers:\r\n" + strings.ReplaceAll(whole+other, "\n", "\r\n"), "version: 1\r\nwaivers:\r\n" + strings.ReplaceAll(other, "\n", "\r\n")},
		"a folded text last": {
			"version: 1\nwaivers:\n  - rule: GW303\n    subject: a\n    owner: b\n    until: 2027-01-31\n    reason: >\n      long\n      text\n" + other,
			"version: 1\nwaivers:\n" + other,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := readWaiverFile(t, test.in)
			if err != nil || len(file.Faults) > 0 {
				t.Fatal(err, file)
			}
			edit := file.Waivers[0].Removal
			if edit == nil {
				t.Fatal("it cannot be removed")
			}
			if diff := cmp.Diff(test.want, test.in[:edit.Start]+edit.Text+test.in[edit.End:]); diff != "" {
				t.Error(diff)
			}
		})
	}
	file, err := readWaiverFile(t, "version: 1\nwaivers: [{rule: GW303, subject: a, reason: b, owner: c, until: 2027-01-31}]\n")
	if err != nil || file.Waivers[0].Removal != nil {
		t.Errorf("an entry that shares its line is removed: %v, %v", file, err)
	}
}

// TestTheSchemaAgreesWithTheReader holds files to the schema that editors use.
func TestTheSchemaAgreesWithTheReader(t *testing.T) {
	t.Parallel()
	entry := func(from, to string) string { return "version: 1\nwaivers:\n" + strings.Replace(whole, from, to, 1) }
	for name, test := range map[string]struct {
		in   string
		want bool
	}{
		"a whole one":          {entry("", ""), true},
		"no waivers":           {"version: 1\nwaivers:\n", true},
		"all of require":       {"version: 1\nrequire: {fields: [ticket], longest: 180d, approved_by_for: [critical]}\n", true},
		"a number as a text":   {entry("subject: chat", "subject: 7\n    ticket: 12"), true},
		"another version":      {"version: 2\n", false},
		"no version":           {"waivers: []\n", false},
		"an unknown key":       {entry("subject:", "subjects:"), false},
		"no owner":             {entry("    owner: ml-platform\n", ""), false},
		"for nothing":          {entry("    subject: chat\n", ""), false},
		"several rules":        {entry("GW303", "[GW303]"), false},
		"a day as it is said":  {entry("2027-01-31", "31.01.2027"), false},
		"a length in weeks":    {"version: 1\nrequire: {longest: 6w}\n", false},
		"an unknown field":     {"version: 1\nrequire: {fields: [sprint]}\n", false},
		"a broken fingerprint": {entry("subject: chat", "fingerprint: abc"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := readWaiverFile(t, test.in)
			if reads := err == nil && len(file.Faults) == 0; reads != test.want {
				t.Errorf("it is read: %v, %v, %v", reads, err, file)
			}
			text, err := source.NewText("gwlint-waivers.yaml", []byte(test.in))
			if err != nil {
				t.Fatal(err)
			}
			documents, err := source.Parse(text, source.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			plain := documents[0].Root.Plain(func(*source.Node) bool { return false })
			found, err := schema.Validate(schema.Waivers, plain)
			if err != nil {
				t.Fatal(err)
			}
			if (len(found) == 0) != test.want {
				t.Errorf("the schema has %v against it", found)
			}
		})
	}
}
