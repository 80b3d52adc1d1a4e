package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"
)

// summaryPrinter writes which workspace was read and by whom, and what the run was told.
type summaryPrinter struct {
	*textWriter
	Report
}

func (sp summaryPrinter) print() {
	sp.workspace()
	sp.run()
	sp.state()
}

func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// workspace says who read what of the workspace, and what was not shown to them.
func (sp summaryPrinter) workspace() {
	w := sp.Workspace
	if w == nil {
		return
	}
	sp.paragraph("", fmt.Sprintf("workspace %s as %s: %s", Visible(w.Host), callerName(w), subjectCounts(w)))
	if w.TLS == "unverified" {
		sp.missing(sp.style.error, "not verified:", []string{"the certificate of the workspace; anybody on the way may have answered"})
	}
	invisible := "not visible to " + callerName(w) + ":"
	if w.Identity == "" {
		invisible = "not visible:"
	}
	sp.missing(sp.style.note, "not in this workspace:", w.NotThere)
	sp.missing(sp.style.note, invisible, unreadThings(w, UnreadDenied, UnreadAbsent))
	sp.missing(sp.style.warning, "not asked for:", unreadThings(w, UnreadUnasked))
	sp.missing(sp.style.error, "could not be read:", unreadThings(w, UnreadFailed))
}

// state says which state file was used, and which were not since it is.
func (sp summaryPrinter) state() {
	if sp.Run.State == "" || sp.Summary.Subjects == 0 {
		return
	}
	said := "state file " + Visible(sp.Run.State)
	if len(sp.OtherStates) > 0 {
		said += "; not used: " + Visible(strings.Join(sp.OtherStates, ", ")) + " (--state chooses)"
	}
	sp.paragraph("", said)
}

// missing names things that were not read, behind a mark that says why.
func (sp summaryPrinter) missing(ink *color.Color, mark string, things []string) {
	if len(things) == 0 {
		return
	}
	said, columns := Visible(strings.Join(things, ", ")), displaywidth.String(mark)
	if sp.width > 0 && 2*columns > sp.width {
		sp.paragraph("  ", mark+" "+said)
		return
	}
	sp.hang("  "+ink.Sprint(mark), said, columns+2, nil)
}

func callerName(w *Workspace) string {
	return cmp.Or(Visible(w.Identity), "an unknown identity")
}

// subjectCounts counts the subjects by kind: `12 endpoints, 1 MCP service (30 left out)`.
func subjectCounts(w *Workspace) string {
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

// unreadThings names what could not be read and has one of these outcomes, with
// number and status.
func unreadThings(w *Workspace, outcomes ...string) []string {
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
