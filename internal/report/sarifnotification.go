package report

import (
	"github.com/gwlint/gwlint/internal/finding"
)

// sarifNotifications tells what could not be checked, and what an operator must
// answer first.
func sarifNotifications(r Report) []sarifNotification {
	var all []sarifNotification
	for _, p := range r.Errors {
		all = append(all, r.Workspace.notification(p))
	}
	for _, prompt := range r.Prompts { // whoever reads only this must not take a halt for a success
		all = append(all, sarifNotification{Level: "error", Message: sarifText{Text: proper(prompt)}})
	}
	return all
}

// notification tells of one problem. The path of an API is no file: the message
// names it, and a place that is none in the checkout.
func (w *Workspace) notification(p Problem) sarifNotification {
	n := sarifNotification{Level: "error", Message: sarifText{Text: proper(p.Message)}}
	at := finding.Location{File: p.File}
	if p.Location != nil {
		at = *p.Location
	}
	switch {
	case w != nil && isAPI(p.File):
		n.Message.Text = proper(p.File + ": " + p.Message)
		n.Locations = []sarifLocation{{Logical: w.logical(resource(p.File), p.File)}}
	case at.File != "":
		place := physical(at, finding.Excerpt{}, finding.Subject{})
		n.Locations = []sarifLocation{{Physical: &place}}
	}
	return n
}
