// Package finding holds what a check found: one rule, one subject, one place.
// It refuses to know who made a finding and how it is shown.
package finding

import (
	"cmp"
	"strconv"
)

// Outcome is what came of applying a rule to a subject.
type Outcome string

// The outcomes. Pass and NotApplicable are counted and never become findings.
const (
	Fail          Outcome = "fail"
	Pass          Outcome = "pass"
	Unknown       Outcome = "unknown"
	NotApplicable Outcome = "not_applicable"
	Waived        Outcome = "waived"
)

// Level is what a finding means for this run; the policy decides it.
type Level string

// The levels, from the one that stops a run to the one that is not shown.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
	Off     Level = "off"
)

// Rank orders levels: Error 3, Warning 2, Note 1, anything else 0.
func (l Level) Rank() int {
	switch l {
	case Error:
		return 3
	case Warning:
		return 2
	case Note:
		return 1
	case Off:
		return 0
	default:
		return 0
	}
}

// Severity is how bad what a rule looks for is, whatever the run.
type Severity string

// The severities.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Subject is what a rule was applied to.
type Subject struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Address is the path of a bundle's resource, such as
	// resources.model_serving_endpoints.chat; "" for what is none.
	Address string `json:"address,omitempty"`
}

// Called is what a subject is called: by its name or, without one, its address.
func (s Subject) Called() string { return cmp.Or(s.Name, s.Address) }

// Location is a stretch of a file: lines and columns from 1, columns in
// Unicode code points, the end exclusive. File is relative to the root of the
// repository that gwlint was started in, with forward slashes; to where it was started
// outside of one; and absolute only where it was given so and does not lie below that.
// Where Object is set it is the path of the API.
type Location struct {
	File        string `json:"file"`
	StartLine   int    `json:"start_line"`
	StartColumn int    `json:"start_column"`
	EndLine     int    `json:"end_line"`
	EndColumn   int    `json:"end_column"`
	// Object says in words where the place is when it lies in no file, but in an object of
	// a workspace; "" for files. Lines are then those that the object has in a snapshot.
	Object string `json:"-"`
}

// Compare orders locations by file, then start, then end.
func (l Location) Compare(m Location) int {
	return cmp.Or(
		cmp.Compare(l.File, m.File),
		cmp.Compare(l.StartLine, m.StartLine),
		cmp.Compare(l.StartColumn, m.StartColumn),
		cmp.Compare(l.EndLine, m.EndLine),
		cmp.Compare(l.EndColumn, m.EndColumn),
	)
}

// key is a location as a text.
func (l Location) key() string {
	key := []byte(l.File)
	for _, n := range []int{l.StartLine, l.StartColumn, l.EndLine, l.EndColumn} {
		key = strconv.AppendInt(append(key, ':'), int64(n), 10)
	}
	return string(key)
}

// Related is another place that helps to understand a finding: the block in
// which a key is missing, the other endpoint that writes to the same table.
type Related struct {
	Location Location `json:"location"`
	// Message is a short label: "the gateway block starts here".
	Message string  `json:"message"`
	Excerpt Excerpt `json:"-"`
	// Block says that the place is the block that the finding itself stands in.
	Block bool `json:"-"`
	// Use says that the value of the finding is used there: it is written elsewhere.
	Use bool `json:"-"`
}

// Excerpt is the source text around a location, secrets already masked. A mask
// does not show how long a secret is, so columns of a location are those of a line
// only before the first mask: Shown finds the others.
type Excerpt struct {
	// FirstLine is the number of Lines[0].
	FirstLine int
	Lines     []string
	// Cuts says of each line what was cut off; nil when all lines are whole. A
	// line that is megabytes long comes as the part around the location.
	Cuts []Cut
	// Masks are the masks of each line in order; nil when there are none.
	Masks [][]Mask
}

// Cut is what a line lacks.
type Cut struct {
	// Points and Units are how many code points and UTF-16 code units stand
	// before the part that is there.
	Points, Units int
	// More says that something stands behind it as well.
	More bool
}

// Cut returns what the i-th line lacks.
func (e Excerpt) Cut(i int) Cut {
	if i < 0 || i >= len(e.Cuts) {
		return Cut{}
	}
	return e.Cuts[i]
}

// Safety says whether a fix changes what the platform does.
type Safety string

// A safe fix says what is meant, and the platform does nothing else because of it. An
// unsafe one changes what is deployed: a table gets another name, a limit begins to count.
const (
	Safe   Safety = "safe"
	Unsafe Safety = "unsafe"
)

// Fix is how a finding can be mended in its file.
type Fix struct {
	Safety Safety `json:"safety"`
	// Description says what the edits do, as an order: "write `gw` for `gw_`".
	Description string `json:"description"`
	// Refused is why there are no edits although the rule knows a fix, as "the value comes
	// from an alias"; "" where there are.
	Refused string `json:"refused,omitempty"`
	// Edits are in the order of their places and do not overlap; nil where the run was not
	// asked for them.
	Edits []Edit `json:"-"`
}

// key is a fix as a text.
func (f *Fix) key() string {
	key := string(f.Safety) + "\x00" + f.Description + "\x00" + f.Refused
	for _, edit := range f.Edits {
		key += "\x00" + edit.Location.key() + "\x00" + edit.Text
	}
	return key
}

// Edit puts other text in place of a stretch of a file. An empty stretch is an insertion.
type Edit struct {
	Location Location
	// Start and End are the stretch in bytes of the file without its byte order mark.
	Start, End int
	// StartUnits and EndUnits are the columns of Location in UTF-16 code units, by which
	// SARIF and editors count.
	StartUnits, EndUnits int
	Text                 string
}

// Waiver is what lets a finding stand.
type Waiver struct {
	Reason string `json:"reason"`
	Owner  string `json:"owner"`
	// Expires is the last day on which the waiver holds, 2027-01-31, in UTC.
	Expires    string `json:"expires"`
	Ticket     string `json:"ticket,omitempty"`
	ApprovedBy string `json:"approved_by,omitempty"`
	// File and Line are where the waiver is written.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// DaysLeft is how many days it holds after today; 0 on the last one.
	DaysLeft int `json:"-"`
}

// Finding is one rule's word on one subject: a failure, something that could
// not be decided, or a failure that a waiver covers.
type Finding struct {
	Rule     string   `json:"rule"`
	Name     string   `json:"name"`
	Severity Severity `json:"severity"`
	Level    Level    `json:"level"`
	Outcome  Outcome  `json:"outcome"`
	Subject  Subject  `json:"subject"`
	// Targets are the targets of a bundle in which the finding holds, in the bundle's order,
	// or the folders of the root modules of Terraform; nil for what is neither's. Names are the subject's names there, one for each target;
	// nil where all of them are Subject.Name.
	Targets []string `json:"targets,omitempty"`
	Names   []string `json:"names,omitempty"`
	// Pointer is a JSON Pointer into the document as written, to the value
	// judged or to where it would stand. Of a bundle, that is the file that sets the value:
	// /targets/prod/resources/….
	Pointer  string   `json:"pointer"`
	Message  string   `json:"message"`
	Reason   string   `json:"reason"`
	Location Location `json:"location"`
	// Related are other places to look at, nearest first. Reports for programs leave out the
	// block that the finding stands in.
	Related     []Related `json:"related,omitempty"`
	Fingerprint string    `json:"fingerprint"`
	// More is how many findings of the rule on the subject this one stands for, itself
	// included, because there are too many to list each; 0 for itself alone.
	More int `json:"more,omitempty"`
	// Cause is the fingerprint of the finding that this one follows from, as a filter
	// is off because of an invalid value; "" for one that stands for itself.
	Cause  string  `json:"cause,omitempty"`
	Waiver *Waiver `json:"waiver"`
	Fix    *Fix    `json:"fix"`

	// Identity is by what the place is known again where others are written before it:
	// the pointer from the subject, with elements of lists named and not counted, and "#"
	// for the subject itself. Fingerprint takes Pointer where it is "".
	Identity string `json:"-"`
	// Value is the digest of the value at the place, zero where there is none, and for
	// what holds a secret.
	Value Digest `json:"-"`
	// Tie joins a finding with those that follow from it, until Fingerprint gives all of
	// them their names; nil for one that stands alone.
	Tie *Tie `json:"-"`
	// Follows says that the finding follows from the other one of its Tie.
	Follows bool `json:"-"`
	// SubjectID tells the subject apart from the others of a run, which may have its kind
	// and name too.
	SubjectID string `json:"-"`
	// Form is what the subject was written as: create, get, put …
	Form string `json:"-"`
	// Help is what to do about just this finding, in Markdown; "" where the rule's
	// remediation says it.
	Help string `json:"-"`
	// Deployments are the subject in each of Targets; before Merge, in the one that it was
	// found in.
	Deployments []*Deployment `json:"-"`
	// TargetsInAll is how many targets of the bundle, or root modules, were checked.
	TargetsInAll int `json:"-"`
	// Excerpt is the text at Location with a line of context on either side.
	Excerpt Excerpt `json:"-"`
	// LineHash is GitHub's primaryLocationLineHash of the start line.
	LineHash string `json:"-"`
}

// SubjectIDs are the IDs of the subjects that the finding is about: of one that is the same
// in several targets, one for each.
func (f *Finding) SubjectIDs() []string {
	if len(f.Deployments) == 0 {
		return []string{f.SubjectID}
	}
	ids := make([]string, 0, len(f.Deployments))
	for _, d := range f.Deployments {
		ids = append(ids, d.SubjectID)
	}
	return ids
}

// Count is how many findings this one stands for: More, or one.
func (f *Finding) Count() int { return max(f.More, 1) }

// Masked says that a finding stands on a secret: all of its place is masked, but perhaps
// for the quotes around it.
func (f *Finding) Masked() bool {
	at, line := f.Location, f.Location.StartLine-f.Excerpt.FirstLine
	if at.EndLine != at.StartLine || line < 0 {
		return false
	}
	hidden := f.Excerpt.Cut(line).Points // code points of the line before what is shown, or masked there
	for _, m := range f.Excerpt.Masked(line) {
		start := m.At + hidden
		if at.StartColumn-1 >= start-1 && at.EndColumn-1 <= start+m.Points+1 {
			return true
		}
		hidden += m.Points - m.Width
	}
	return false
}
