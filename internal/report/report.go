// Package report holds the outcome of a run and writes it in each format. It
// knows findings and words; it refuses to know rules, the engine, the model
// and files: the run fills the Report, and saves what is written.
package report

import (
	"cmp"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
)

// Version is the version of the JSON report; schema/report.schema.json describes it.
const Version = 1

// Report is everything a run has to say, in the shape of its JSON form. It
// holds no time, no absolute path and nothing of the environment, so that the
// same input gives the same bytes.
type Report struct {
	Version int  `json:"version"`
	Tool    Tool `json:"tool"`
	// Workspace is nil for files.
	Workspace *Workspace        `json:"workspace,omitempty"`
	Findings  []finding.Finding `json:"findings"`
	// Known are the failures that the baseline has, in the order of Findings, of which they
	// are no part: they count in Summary.Baselined and in the checklist, and no run fails
	// because of them.
	Known     []finding.Finding `json:"known,omitempty"`
	Checklist []Item            `json:"checklist"`
	Subjects  []Subject         `json:"subjects"`
	// NotChecked is what this kind of run cannot see, each cause once.
	NotChecked []NotChecked `json:"not_checked"`
	// Fixes are nil where no fix was to be made or shown.
	Fixes *Fixes `json:"fixes,omitempty"`

	Run     Run       `json:"run"`
	Errors  []Problem `json:"errors"`
	Summary Summary   `json:"summary"`

	// Rules are all active rules, sorted by ID, whether they found anything or not.
	Rules []RuleInfo `json:"-"`
	// Frameworks are those that gwlint knows of the controls that Rules serve.
	Frameworks []Framework `json:"-"`
	// Skipped are the files that hold no gateway configuration, in order.
	Skipped []string `json:"-"`
	// LeftOut are the files that were not read although they configure gateways, and
	// the links that lead nowhere, in order.
	LeftOut []LeftOut `json:"-"`
	// Waivers are those that the run knows, by their ends, with what each covers.
	Waivers []Waiver `json:"-"`
	// Bundles are those that were checked, in order.
	Bundles []Bundle `json:"-"`
	// Nothing says why no gateway was checked, "" where there was none.
	Nothing string `json:"-"`
	// OtherStates are the state files nearer to the gateways that were not used.
	OtherStates []string `json:"-"`
	// Prompts are the questions an operator must answer before going on; any
	// makes the run a halt. New takes them from the findings of rules that halt.
	Prompts []string `json:"-"`
}

// Tool says what made a report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Policy  string `json:"policy"`
	// PolicyDigest is "sha256:" and the digest of the policy and all rules.
	PolicyDigest string `json:"policy_digest"`
}

// Status is the result of one checklist item.
type Status string

// The statuses of an item, in the order in which the first that holds of its rules
// wins: failed for any, undecided for any, waived for any, passed. An item is not
// applicable when its rules concern no subject, and manual when no rule can decide it.
const (
	StatusFail          Status = "fail"
	StatusUnknown       Status = "unknown"
	StatusWaived        Status = "waived"
	StatusPass          Status = "pass"
	StatusNotApplicable Status = "not_applicable"
	StatusManual        Status = "manual"
)

// NotChecked is something that this kind of run cannot see whatever it reads, as the
// workspace where files are checked, with the rules that need it.
type NotChecked struct {
	// Rules are those that could not decide without it, by ID.
	Rules []string `json:"rules"`
	// Items are the checklist's items that are unknown for this reason alone, by ID.
	Items []string `json:"items"`
	// Needs is what was not there.
	Needs Need `json:"needs"`
	// How is what would have it checked, in Markdown, to follow "needs": "`gwlint scan`".
	How string `json:"how"`
	// Subjects counts those that the rules concern.
	Subjects int `json:"subjects"`
}

// Need is a source of facts that a kind of run does not have.
type Need string

// The needs.
const (
	NeedsWorkspace  Need = "workspace"
	NeedsState      Need = "state"
	NeedsBundle     Need = "bundle_files"
	NeedsClientCode Need = "client_code"
)

// Problem is something that could not be checked.
type Problem struct {
	File    string `json:"file"`
	Message string `json:"message"`
	// Location is nil when the problem has no place in the file.
	Location *finding.Location `json:"location"`
	// Altered says that it is evidence which is not as it was written: whoever reads the rest has
	// to know that first.
	Altered bool `json:"-"`
	// Unfixed says that it was checked, and is a file that could not be mended.
	Unfixed bool `json:"-"`
}

// mark is what stands before a problem.
func (p Problem) mark() string {
	if p.Unfixed {
		return "not fixed:"
	}
	return "not checked:"
}

// Summary counts. The first group is counted from the report by New; the
// second only the caller knows, and New keeps it.
type Summary struct {
	Subjects int `json:"subjects"`
	Files    int `json:"files"`
	// Error, Warning and Note count failures by level, without those that follow from
	// another one.
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Note    int `json:"note"`
	// Consequences counts failures that follow from another one, which is counted by
	// its level.
	Consequences int `json:"consequences"`
	// Unknown counts what could not be decided, at whatever level.
	Unknown int `json:"unknown"`
	Waived  int `json:"waived"`
	// Hidden counts failures below the least level of the run, which are left out.
	Hidden Hidden `json:"hidden"`
	// Baselined counts failures left out because the baseline has them.
	Baselined int `json:"baselined"`
	// Denied counts evidence that a live workspace refused to show.
	Denied int `json:"denied"`
	// Skipped counts files that hold no gateway configuration.
	Skipped int `json:"skipped"`
	// Elsewhere counts failures of the subjects that stand in files which were not passed:
	// they are left out where only some files of a bundle, or of a module of Terraform, were.
	Elsewhere int `json:"elsewhere,omitempty"`
	// OtherNames counts files that write gateways and have names that are not read, and
	// Links the links that were not followed.
	OtherNames int `json:"-"`
	Links      int `json:"-"`
	// NotIncluded counts files that hold gateways of a bundle and that it does not include.
	NotIncluded int `json:"not_included,omitempty"`
	Errors      int `json:"errors"`
	// Complete is false exactly when there are errors.
	Complete bool `json:"complete"`
	ExitCode int  `json:"exit_code"`
}

// RuleInfo is what a format says of a rule.
type RuleInfo struct {
	ID          string // GW103
	Name        string // the slug: prefix_trailing_underscore
	Title       string // short, no period
	Description string // Markdown
	Remediation string // Markdown
	// Advice is the remediation in the words of one kind of subject and of the form that it
	// was written in; nil where it is the same for all.
	Advice func(kind, form string) string
	// Help returns the rule's page in Markdown, "" where there is none, which is read only where
	// a format writes it; nil is none. What stands in its place is made from the other fields.
	Help func() string
	// URL is the rule's page.
	URL   string
	Links []Link

	Severity  finding.Severity
	Precision string        // very-high, high, medium or low
	Level     finding.Level // the level the policy gives it by default
	Tags      []string      // the area, controls; formats add their own
	// Controls are the items that the rule serves, by the ID of their framework.
	Controls map[string][]string
	// Halts says that a failure at level error stops everything, and that its
	// message is what an operator must answer.
	Halts bool
	// Awaits is what the rule needs, at least for some kind of subject, and this version of
	// gwlint does not read: client code.
	Awaits []string
}

// help is what to do about a finding of the rule, in Markdown.
func (r RuleInfo) help(f finding.Finding) string {
	switch {
	case f.Help != "":
		return f.Help
	case r.Advice != nil:
		return r.Advice(f.Subject.Kind, f.Form)
	default:
		return r.Remediation
	}
}

// Link is a page to read further.
type Link struct {
	Text string
	URL  string
}

// New completes a report: it sorts what has an order, puts empty lists where
// there are none, counts, and works out the exit code. Of the Summary given, it
// keeps Files, Skipped, Hidden, Baselined, Denied and what was left out. Fingerprints are left as they
// are, since they were given before the baseline left findings out.
func New(r Report, failOn FailOn) Report {
	r.Subjects = slices.Clone(r.Subjects)
	return Complete(r, failOn)
}

// Complete is New of a report that is of no further use: its subjects become those of the
// other, which a run may have too many of to keep them twice.
func Complete(r Report, failOn FailOn) Report {
	r.Version = Version
	if r.Findings == nil || !finding.IsSorted(r.Findings) { // else there is nothing to change
		r.Findings = append([]finding.Finding{}, r.Findings...)
		finding.Sort(r.Findings)
	}
	hide(&r)
	r.Findings, r.Known = finding.StandAlone(r.Findings), finding.StandAlone(r.Known)
	r.Checklist = append([]Item{}, r.Checklist...)
	if r.Subjects == nil {
		r.Subjects = []Subject{}
	}
	r.Errors = append([]Problem{}, r.Errors...)
	r.NotChecked = append([]NotChecked{}, r.NotChecked...)
	for i := range r.NotChecked {
		r.NotChecked[i].Rules = append([]string{}, r.NotChecked[i].Rules...)
		r.NotChecked[i].Items = append([]string{}, r.NotChecked[i].Items...)
	}
	for i := range r.Checklist {
		r.Checklist[i].Rules = append([]string{}, r.Checklist[i].Rules...)
	}
	r.Workspace = r.Workspace.sorted()
	r.Rules = slices.Clone(r.Rules)
	slices.SortStableFunc(r.Subjects, compareSubjects)
	slices.SortStableFunc(r.Errors, compareProblems)
	slices.SortStableFunc(r.Rules, func(a, b RuleInfo) int { return cmp.Compare(a.ID, b.ID) })
	r.Prompts = r.prompts()
	r.countSubjects()
	r.Run = r.Run.complete(failOn, r.Rules)
	r.Summary = r.count(failOn)
	return r
}

// prompts are the messages of what halts, in order and each once.
func (r Report) prompts() []string {
	halts := map[string]bool{}
	for _, rule := range r.Rules {
		halts[rule.ID] = rule.Halts
	}
	prompts := slices.Clone(r.Prompts)
	for _, f := range r.Findings {
		if f.Outcome == finding.Fail && f.Level == finding.Error && halts[f.Rule] {
			prompts = append(prompts, f.Message)
		}
	}
	slices.Sort(prompts)
	return slices.Compact(prompts)
}

// countSubjects counts the findings of each subject that has an ID, and those subjects of
// each item. What a report without IDs says of itself stays.
func (r Report) countSubjects() {
	completeSubjects(r.Subjects)
	byID := make(map[string]*Subject, len(r.Subjects))
	for i := range r.Subjects {
		if s := &r.Subjects[i]; s.ID != "" {
			s.Rules, s.Error, s.Warning, s.Note = []string{}, 0, 0, 0
			byID[s.ID] = s
		}
	}
	if len(byID) == 0 {
		return
	}
	r.countFindings(byID)
	alike := map[*SubjectItems]int{}
	for _, s := range byID {
		alike[s.Items]++
	}
	for n := range r.Checklist {
		item := &r.Checklist[n]
		item.Subjects = ItemSubjects{}
		for items, n := range alike {
			item.Subjects.add(items.status(*item), n)
		}
	}
}

// countFindings counts the failures of each subject, and lists the rules that failed.
func (r Report) countFindings(byID map[string]*Subject) {
	type failing struct {
		subject *Subject
		rule    string
	}
	worst := map[failing]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Outcome != finding.Fail || f.Level.Rank() == 0 {
			continue
		}
		for _, id := range f.SubjectIDs() {
			s := byID[id]
			if s == nil {
				continue
			}
			s.add(f)
			of := failing{s, f.Rule}
			if worst[of] == 0 {
				s.Rules = append(s.Rules, f.Rule)
			}
			worst[of] = max(worst[of], f.Level.Rank())
		}
	}
	for _, s := range byID {
		slices.SortFunc(s.Rules, func(a, b string) int {
			return cmp.Or(cmp.Compare(worst[failing{s, b}], worst[failing{s, a}]), cmp.Compare(a, b))
		})
	}
}

func (r Report) count(failOn FailOn) Summary {
	s := Summary{
		Files:      r.Summary.Files,
		Skipped:    r.Summary.Skipped,
		Hidden:     r.Summary.Hidden,
		Baselined:  r.Summary.Baselined,
		Denied:     r.Summary.Denied,
		Elsewhere:  r.Summary.Elsewhere,
		OtherNames: r.Summary.OtherNames, Links: r.Summary.Links,
		NotIncluded: r.Summary.NotIncluded,
		Subjects:    len(r.Subjects),
		Errors:      len(r.Errors),
		Complete:    len(r.Errors) == 0,
		ExitCode:    ExitCode(r, failOn),
	}
	for _, f := range r.Findings {
		s.add(f)
	}
	return s
}

func (s *Summary) add(f finding.Finding) {
	switch {
	case f.Outcome == finding.Waived:
		s.Waived += f.Count()
	case f.Outcome == finding.Unknown:
		s.Unknown += f.Count()
	case f.Outcome != finding.Fail:
	case f.Cause != "":
		s.Consequences++
	case f.Level == finding.Error:
		s.Error += f.Count()
	case f.Level == finding.Warning:
		s.Warning += f.Count()
	case f.Level == finding.Note:
		s.Note += f.Count()
	}
}

func compareSubjects(a, b Subject) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Form, b.Form),
		cmp.Compare(a.Hosting, b.Hosting),
		cmp.Compare(a.Address, b.Address),
		cmp.Compare(a.Order, b.Order),
		cmp.Compare(a.Target, b.Target),
	)
}

func compareProblems(a, b Problem) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		place(a).Compare(place(b)),
		cmp.Compare(a.Message, b.Message),
	)
}

// place is the location of a problem, the zero one where it has none.
func place(p Problem) finding.Location {
	if p.Location == nil {
		return finding.Location{}
	}
	return *p.Location
}

// Workspace is the workspace that was read, live or from a snapshot: by which
// identity, how many subjects there were, and what could not be read, which is no
// evidence of anything.
type Workspace struct {
	// Host is the workspace's own, without https://.
	Host string `json:"host"`
	// ID is the number that Databricks gives a workspace, "" when it is not known.
	ID string `json:"workspace_id"`
	// Identity is the user or service principal that read it, "" when it is not known.
	Identity string `json:"identity"`
	// TLS is how the connection to it was protected: verified, unverified or none.
	TLS string `json:"tls"`
	// AllowEmpty says that the run was told that there may be nothing to check.
	AllowEmpty bool `json:"allow_empty"`

	// Endpoints and the others count the subjects that are judged.
	Endpoints        int `json:"endpoints"`
	ModelServices    int `json:"model_services"`
	MCPServices      int `json:"mcp_services"`
	ProviderServices int `json:"provider_services"`
	Apps             int `json:"apps"`
	// LeftOut counts those that were listed and not to be judged by the options of the run.
	LeftOut int `json:"left_out"`
	// NotThere names the lists that this workspace does not have: "model services".
	NotThere []string `json:"not_there"`
	// Unread is what could not be read, each kind of thing once.
	Unread []Unread `json:"unread"`
}

// Unread is one kind of thing that could not be read, for one reason.
type Unread struct {
	// What is a thing of this kind, with or without an article: "permissions of a
	// serving endpoint".
	What string `json:"what"`
	// Outcome is denied, absent, failed or unasked.
	Outcome string `json:"outcome"`
	// Status is the HTTP status, 0 where no answer came.
	Status int `json:"status"`
	Count  int `json:"count"`
	// First is the first of their API paths, in order.
	First string `json:"first"`
	// Message is why the first could not be read, beginning with the status.
	Message string `json:"message"`
}

// The outcomes of what could not be read. Denied and absent evidence leaves a
// run complete.
const (
	UnreadDenied  = "denied"
	UnreadAbsent  = "absent"
	UnreadFailed  = "failed"
	UnreadUnasked = "unasked"
)

// sorted is a copy in the order in which reports show it.
func (w *Workspace) sorted() *Workspace {
	if w == nil {
		return nil
	}
	s := *w
	s.NotThere = append([]string{}, w.NotThere...)
	slices.Sort(s.NotThere)
	s.Unread = append([]Unread{}, w.Unread...)
	slices.SortStableFunc(s.Unread, func(a, b Unread) int {
		return cmp.Or(
			cmp.Compare(a.Outcome, b.Outcome),
			cmp.Compare(a.What, b.What),
			cmp.Compare(a.Status, b.Status),
			cmp.Compare(a.First, b.First),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return &s
}
