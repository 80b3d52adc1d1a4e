package gateway

import (
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// Unseen says that a facet of the model could not be seen.
type Unseen struct {
	// Facet is a dotted path in the model, without list indices.
	Facet  string
	Reason string
	// Partial says that some of it was seen: what was seen is judged, and only
	// the rest is unknown.
	Partial bool
	// Needs is what shows the facet and this kind of run does not have, "" where the run
	// could have seen it.
	Needs Need

	node *source.Node // what is written there and not resolved, if anything is
	// pointer leads to it from the subject, where no reader records it.
	pointer string
}

// precedes says whether it tells more of why a rule cannot decide than another reason does.
func (u Unseen) precedes(other Unseen) bool {
	if u.Partial != other.Partial {
		return !u.Partial
	}
	return (u.Needs != "") != u.Partial && (other.Needs != "") == u.Partial
}

// Need is what a kind of run does not have, whatever it reads.
type Need string

// The needs: a workspace, where files are checked, a state file, where there is none, and
// the files of a bundle, where only what the CLI makes of them is read.
const (
	NeedsWorkspace Need = "workspace"
	NeedsState     Need = "state"
	NeedsBundle    Need = "bundle_files"
)

// textOf returns the text that a node lies in, nil for its document's own.
func textOf(n *source.Node) *source.Text {
	if n == nil || n.Origin == nil {
		return nil
	}
	return n.Origin.Text
}

// overlap says whether one of two dotted paths is the other or a part of it.
func overlap(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return b[:len(a)] == a && (len(a) == len(b) || b[len(a)] == '.')
}

// unresolved says whether a node is a value that is written and not known yet. Where
// nothing has said so, its text does: ${var.x}, ${{ var.x }}, <your-catalog>.
func unresolved(n *source.Node) bool {
	if n.Origin != nil && n.Origin.Unfit {
		return false // it is dropped, whatever it may become
	}
	if n.Origin != nil && (n.Origin.Known || n.Origin.Unresolved != "") {
		return !n.Origin.Known
	}
	return n.Kind == source.String && secret.Interpolation(n.Text) != "" && !secret.IsReference(n.Text)
}

// notResolved is why such a value is not known.
func notResolved(n *source.Node) string {
	if n.Origin != nil && n.Origin.Unresolved != "" {
		return Scrub(n.Origin.Unresolved)
	}
	return "`" + secret.Blank(secret.Interpolation(n.Text)) + "` is not resolved"
}

// NotInFiles is why nothing is known of what only a workspace shows.
const NotInFiles = "files show nothing of the workspace; run `gwlint scan`"

// Why a facet cannot be seen.
const (
	reasonList   = "a list answer may leave this out; check the answer of GET for the endpoint itself"
	reasonPut    = "a put-ai-gateway body does not show the endpoint it belongs to"
	reasonConfig = "a body of PUT …/config does not show the rest of the endpoint; check its create body or the answer of GET"
	reasonPatch  = "a PATCH body does not show what it leaves alone; check the answer of GET for the service itself"
	reasonNew    = "the first configuration of the endpoint is still being deployed"
	reasonKey    = "the platform never returns a plaintext credential"
)
