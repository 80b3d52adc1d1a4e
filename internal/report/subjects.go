package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// subjectKey tells subjects apart: by their IDs, and by their files where they have none.
// What several targets of a bundle deploy is one subject to a reader, whatever its names
// are: it goes by its address and its bundle. What several root modules of Terraform deploy
// are several: they go by their root module, too.
type subjectKey struct {
	finding.Subject

	id, file string
}

func newSubjectKey(s finding.Subject, id, file, bundle string) subjectKey {
	switch {
	case s.Address != "":
		s.Name, id, file = "", "", bundle
	case id != "":
		file = ""
	}
	return subjectKey{s, id, file}
}

// keyOf is the subject that a finding is about: the first of several.
func keyOf(f *finding.Finding) subjectKey { return keysOf(f)[0] }

// keysOf are the subjects that a finding is about.
func keysOf(f *finding.Finding) []subjectKey {
	if len(f.Deployments) == 0 || f.Deployments[0].Bundle != "" {
		bundle := ""
		if len(f.Deployments) > 0 {
			bundle = f.Deployments[0].Bundle
		}
		return []subjectKey{newSubjectKey(f.Subject, f.SubjectID, f.Location.File, bundle)}
	}
	var keys []subjectKey
	for _, d := range f.Deployments {
		keys = append(keys, newSubjectKey(f.Subject, d.SubjectID, f.Location.File, d.Target))
	}
	return keys
}

// key is the subject itself.
func (s Subject) key() subjectKey { return newSubjectKey(s.who(), s.ID, s.File, s.Bundle) }

// who is the subject as findings have it.
func (s Subject) who() finding.Subject {
	return finding.Subject{Kind: s.Kind, Name: s.Name, Address: s.Address}
}

// subjectSet is different subjects.
type subjectSet map[subjectKey]bool

func (s subjectSet) add(f *finding.Finding) {
	for _, key := range keysOf(f) {
		s[key] = true
	}
}

// String counts the subjects of each kind: `24 endpoints, 1 MCP service`.
func (s subjectSet) String() string {
	kinds := map[string]int{}
	for key := range s {
		kinds[key.Kind]++
	}
	var counted []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		counted = append(counted, number(kinds[kind], kindName(kind)))
	}
	return strings.Join(counted, ", ")
}

// isGateway says whether subjects of a kind are gateways, rather than what stands beside
// them.
func isGateway(kind string) bool {
	return kind == "endpoint" || kind == "model_service" || kind == "mcp_service"
}

// Item is one line of the policy's checklist.
type Item struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Status Status   `json:"status"`
	Rules  []string `json:"rules"`
	// Findings counts the findings of these rules that decided the status.
	Findings int `json:"findings"`
	// Reason says why an item is unknown or left to a person; else "".
	Reason string `json:"reason"`
	// Subjects counts the subjects of the run by the status that the item has for each.
	Subjects ItemSubjects `json:"subjects"`
}

// ItemSubjects counts the subjects of a run by the status that one item has for each.
type ItemSubjects struct {
	Fail          int `json:"fail"`
	Unknown       int `json:"unknown"`
	Waived        int `json:"waived"`
	Pass          int `json:"pass"`
	NotApplicable int `json:"not_applicable"`
}

func (i *ItemSubjects) add(status Status, n int) {
	switch status {
	case StatusFail:
		i.Fail += n
	case StatusUnknown:
		i.Unknown += n
	case StatusWaived:
		i.Waived += n
	case StatusPass:
		i.Pass += n
	case StatusNotApplicable:
		i.NotApplicable += n
	case StatusManual:
	}
}

// Subject is one thing that was checked.
type Subject struct {
	// ID tells it apart from the others of a run, which may have its kind and name too.
	ID string `json:"-"`

	Kind string `json:"kind"`
	// Name is "" where none is written; for a bundle, it is that under which the target
	// deploys it.
	Name string `json:"name"`
	// Address is the path of a bundle's resource and Target the target that deploys it; of a
	// resource of Terraform Target is the folder of the root module. Both are "" for what is
	// neither. Bundle names the root file, or that folder.
	Address string `json:"address,omitempty"`
	Target  string `json:"target,omitempty"`
	Bundle  string `json:"-"`
	// Order is the place of the target among those of the bundle.
	Order int `json:"-"`

	File    string `json:"file"`
	Hosting string `json:"hosting"`
	Form    string `json:"form"`
	// Page is its page in the workspace that was read, now or for a snapshot; "" where it
	// has none.
	Page string `json:"page,omitempty"`
	// Items are the checklist's items that the subject does not pass, by status.
	// Subjects may share it.
	Items *SubjectItems `json:"items"`
	// Rules are those that failed on the subject, the worst level first and then by ID.
	Rules []string `json:"rules"`
	// Error, Warning and Note count its failures by level.
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Note    int `json:"note"`
}

// SubjectItems are IDs of checklist items, in the checklist's order, by the status
// that each has for one subject. An item that is not named passed, or is manual.
type SubjectItems struct {
	Fail          []string `json:"fail"`
	Unknown       []string `json:"unknown"`
	Waived        []string `json:"waived"`
	NotApplicable []string `json:"not_applicable"`
}

// complete returns a copy with empty lists where there are none.
func (i *SubjectItems) complete() *SubjectItems {
	var c SubjectItems
	if i != nil {
		c = *i
	}
	for _, list := range []*[]string{&c.Fail, &c.Unknown, &c.Waived, &c.NotApplicable} {
		if *list == nil {
			*list = []string{}
		}
	}
	return &c
}

// status is the status of an item of the checklist.
func (i *SubjectItems) status(item Item) Status {
	switch {
	case i == nil:
	case slices.Contains(i.Fail, item.ID):
		return StatusFail
	case slices.Contains(i.Unknown, item.ID):
		return StatusUnknown
	case slices.Contains(i.Waived, item.ID):
		return StatusWaived
	case slices.Contains(i.NotApplicable, item.ID):
		return StatusNotApplicable
	}
	if item.Status == StatusManual {
		return StatusManual
	}
	return StatusPass
}

// add counts a failure of the subject.
func (s *Subject) add(f *finding.Finding) {
	switch {
	case f.Cause != "":
	case f.Level == finding.Error:
		s.Error += f.Count()
	case f.Level == finding.Warning:
		s.Warning += f.Count()
	default:
		s.Note += f.Count()
	}
}

// completeSubjects puts empty lists where subjects have none. Those that share their items
// go on to do so.
func completeSubjects(subjects []Subject) {
	complete := map[*SubjectItems]*SubjectItems{}
	for i := range subjects {
		s := &subjects[i]
		if s.Rules == nil {
			s.Rules = []string{}
		}
		if complete[s.Items] == nil {
			complete[s.Items] = s.Items.complete()
		}
		s.Items = complete[s.Items]
	}
}

// Status is the status that an item of the checklist has for the subject.
func (s Subject) Status(item Item) Status {
	return s.Items.status(item)
}

// of says of how many of the subjects that an item concerns it is so: "22 of 200". It is empty where
// they are not counted.
func (i ItemSubjects) of(s Status) string {
	n := map[Status]int{StatusFail: i.Fail, StatusUnknown: i.Unknown, StatusWaived: i.Waived, StatusPass: i.Pass}[s]
	if concerned := i.Fail + i.Unknown + i.Waived + i.Pass; n > 0 {
		return fmt.Sprintf("%d of %d", n, concerned)
	}
	return ""
}

// concerned counts the subjects that an item says something about.
func (i ItemSubjects) concerned() int { return i.Fail + i.Unknown + i.Waived + i.Pass }

// found says whether a subject has findings.
func (s *Subject) found() bool {
	return s.Error+s.Warning+s.Note+len(s.Rules)+len(s.Items.Fail) > 0
}
