package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"
)

// workspace says whose eyes looked at what, and what they did not see.
func (t *text) workspace() {
	w := t.Workspace
	if w == nil {
		return
	}
	t.below("", fmt.Sprintf("workspace %s as %s: %s", Visible(w.Host), w.who(), w.seen()))
	invisible := "not visible to " + w.who() + ":"
	if w.Identity == "" {
		invisible = "not visible:"
	}
	t.lacks(t.style.note, "not in this workspace:", w.NotThere)
	t.lacks(t.style.note, invisible, w.unread(UnreadDenied, UnreadAbsent))
	t.lacks(t.style.warning, "not asked for:", w.unread(UnreadUnasked))
	t.lacks(t.style.error, "could not be read:", w.unread(UnreadFailed))
}

// lacks names things that were not seen, behind a mark that says why.
func (t *text) lacks(ink *color.Color, mark string, things []string) {
	if len(things) == 0 {
		return
	}
	lines := wrap(mark+" "+Visible(strings.Join(things, ", ")), t.width-4)
	for i, line := range lines {
		if i == 0 {
			t.printf("  %s\n", strings.Replace(line, mark, ink.Sprint(mark), 1))
			continue
		}
		t.printf("    %s\n", line)
	}
}

func (w *Workspace) who() string {
	return cmp.Or(Visible(w.Identity), "an unknown identity")
}

// seen counts the subjects by kind: `12 endpoints, 1 MCP service (30 left out)`.
func (w *Workspace) seen() string {
	var parts []string
	for _, kind := range []struct {
		n    int
		noun string
	}{
		{w.Endpoints, "endpoint"},
		{w.ModelServices, "model service"},
		{w.MCPServices, "MCP service"},
		{w.ProviderServices, "provider service"},
		{w.Apps, "app"},
	} {
		if kind.n > 0 {
			parts = append(parts, number(kind.n, kind.noun))
		}
	}
	all := cmp.Or(strings.Join(parts, ", "), "no endpoint, service or app")
	if w.LeftOut > 0 {
		all += fmt.Sprintf(" (%d left out)", w.LeftOut)
	}
	return all
}

// unread names what could not be read in one of these ways, with number and
// status.
func (w *Workspace) unread(outcomes ...string) []string {
	var things []string
	for _, u := range w.Unread {
		if !slices.Contains(outcomes, u.Outcome) {
			continue
		}
		var details []string
		if u.Count > 1 {
			details = append(details, fmt.Sprint(u.Count))
		}
		if u.Status > 0 {
			details = append(details, fmt.Sprint(u.Status))
		}
		thing := u.What
		if len(details) > 0 {
			thing += " (" + strings.Join(details, ", ") + ")"
		}
		things = append(things, thing)
	}
	return things
}

// nothing says why there is no subject.
func (t *text) nothing() string {
	switch w := t.Workspace; {
	case w == nil:
		return "no gateway configuration"
	case w.LeftOut > 0:
		return "nothing of what was asked for is there"
	default:
		return "nothing is visible to " + w.who()
	}
}
