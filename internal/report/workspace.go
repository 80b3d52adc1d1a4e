package report

import (
	"cmp"
	"slices"
)

// Workspace says which workspace was read, live or from a snapshot, with whose
// eyes, and how much of it they saw: what nobody could see is no evidence of
// anything.
type Workspace struct {
	// Host is the workspace's own, without https://.
	Host string `json:"host"`
	// ID is the number that Databricks gives a workspace, "" when it is not known.
	ID string `json:"workspace_id"`
	// Identity is whose eyes looked, "" when the workspace would not tell.
	Identity string `json:"identity"`

	// Endpoints and the others count the subjects that are judged.
	Endpoints        int `json:"endpoints"`
	ModelServices    int `json:"model_services"`
	MCPServices      int `json:"mcp_services"`
	ProviderServices int `json:"provider_services"`
	Apps             int `json:"apps"`
	// LeftOut counts those that were listed and that nobody asked to be judged.
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

// settled is a workspace in the order in which reports show it.
func (w *Workspace) settled() *Workspace {
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
