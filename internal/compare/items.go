package compare

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gwlint/gwlint/internal/report"
)

// Item is an item of the checklist whose status is another.
type Item struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Old and New are the statuses, "" where the checklist does not have the item.
	Old report.Status `json:"old"`
	New report.Status `json:"new"`
	// OldFails and NewFails count the subjects that fail it.
	OldFails int `json:"old_fails"`
	NewFails int `json:"new_fails"`
}

// items are those that differ in status or in the number of subjects that fail, in the order of the
// new checklist.
func items(old, now report.Report) []Item {
	list := []Item{}
	before := map[string]report.Item{}
	for _, item := range old.Checklist {
		before[item.ID] = item
	}
	for _, item := range now.Checklist {
		was := before[item.ID]
		delete(before, item.ID)
		if was.Status != item.Status || was.Subjects.Fail != item.Subjects.Fail {
			list = append(list, Item{ID: item.ID, Title: item.Title, Old: was.Status, New: item.Status, OldFails: was.Subjects.Fail, NewFails: item.Subjects.Fail})
		}
	}
	for _, item := range old.Checklist {
		if _, left := before[item.ID]; left {
			list = append(list, Item{ID: item.ID, Title: item.Title, Old: item.Status, OldFails: item.Subjects.Fail})
		}
	}
	return list
}

// Subjects are those that only one report has.
type Subjects struct {
	Came []Subject `json:"came"`
	Went []Subject `json:"went"`
}

// Subject is a subject of one report.
type Subject struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
	Target  string `json:"target,omitempty"`
	File    string `json:"file"`
	// Reason says why one that went, or came, may be there on the other side as well.
	Reason string `json:"reason"`
}

// subjects are the subjects that came and went.
func subjects(old, now *side) Subjects {
	return Subjects{Came: only(now, old), Went: only(old, now)}
}

// only are the subjects that one side has more often than the other.
func only(from, to *side) []Subject {
	list := []Subject{}
	seen := map[subjectKey]int{}
	for i := range from.Report.Subjects {
		s := &from.Report.Subjects[i]
		key := subjectOf(s)
		if seen[key]++; seen[key] <= to.subjects[key] {
			continue
		}
		why := lookup{from: from, to: to}.narrower(s.Target != "")
		list = append(list, Subject{Kind: s.Kind, Name: s.Name, Address: s.Address, Target: s.Target, File: s.File, Reason: why})
	}
	slices.SortStableFunc(list, func(a, b Subject) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Target, b.Target), cmp.Compare(a.File, b.File))
	})
	return list
}

// notices are the ways in which two runs differ.
func notices(old, now report.Report) []string {
	list := []string{}
	say := func(differs bool, format string, args ...any) {
		if differs {
			list = append(list, fmt.Sprintf(format, args...))
		}
	}
	say(old.Tool.Version != now.Tool.Version, "made by gwlint %s and by gwlint %s", old.Tool.Version, now.Tool.Version)
	say(old.Tool.Policy != now.Tool.Policy, "judged by the policies %s and %s", old.Tool.Policy, now.Tool.Policy)
	say(old.Tool.PolicyDigest != now.Tool.PolicyDigest, "the rules or the policy differ: what is new may be new in them")
	say(digest(old) != digest(now), "the configurations of gwlint differ")
	say(old.Run.NoWaivers != now.Run.NoWaivers, "--no-waivers had no waiver apply in one of the reports")
	say(old.Run.NoWaivers == now.Run.NoWaivers && waivers(old) != waivers(now), "the files of waivers differ")
	say(baselineOf(old) != baselineOf(now), "the baselines differ")
	list = append(list, workspaceNotices(old.Workspace, now.Workspace)...)
	say(now.Run.MinLevel != "" || old.Run.MinLevel != "", "--min-level leaves failures out of a report")
	return list
}

func workspaceNotices(old, now *report.Workspace) []string {
	switch {
	case (old == nil) != (now == nil):
		return []string{"one report is of files, and the other of a workspace"}
	case old == nil:
		return nil
	}
	var list []string
	if old.Host != now.Host {
		list = append(list, fmt.Sprintf("the reports are of two workspaces: %s and %s", old.Host, now.Host))
	}
	if old.Identity != now.Identity {
		list = append(list, fmt.Sprintf("the workspace was read as %s and as %s, who may see different things", cmp.Or(old.Identity, "an unknown identity"), cmp.Or(now.Identity, "an unknown identity")))
	}
	return list
}

func waivers(r report.Report) string {
	if r.Run.Waivers == nil {
		return ""
	}
	return r.Run.Waivers.Digest
}

func baselineOf(r report.Report) string {
	if r.Run.Baseline == nil {
		return ""
	}
	return r.Run.Baseline.Digest
}

func digest(r report.Report) string {
	if r.Run.Configuration == nil {
		return ""
	}
	return r.Run.Configuration.Digest
}
