package evidence

import (
	"slices"
	"strconv"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// declared is a resource of a bundle or of Terraform.
type declared struct {
	key  string
	node *source.Node
	path []string
	// instances is why it is not known whether there is one, "" where there is.
	instances string
}

// at is a path below that of a resource.
func (d declared) at(segments ...string) []string { return slices.Concat(d.path, segments) }

// declaration is the evidence of one gateway while it is put together.
type declaration struct {
	gateway.Declared

	subject *gateway.Subject
	// lacking is why nothing else is known than what is declared.
	lacking string
}

// newDeclaration begins the evidence of a gateway with what only a workspace shows.
func newDeclaration(s *gateway.Subject, lacking string) *declaration {
	d := &declaration{subject: s, Declared: gateway.Declared{Evidence: s.Evidence}, lacking: lacking}
	d.Evidence.Hidden = lacking
	for _, facet := range []string{"table", "usage_grants", "usage_schema", "owner", "dependencies"} {
		d.lacks("evidence."+facet, false)
	}
	d.lacks("evidence.agents", true) // the platform makes the service principal of an app
	return d
}

// lacks marks a facet that only a workspace shows; partly says that the rest of it does.
func (d *declaration) lacks(facet string, partly bool) {
	d.Unseen = append(d.Unseen, gateway.Unseen{Facet: facet, Reason: d.lacking, Needs: gateway.NeedsWorkspace, Partial: partly})
}

// place says where an element of a list of the model is written.
func (d *declaration) place(facet string, element int, path []string) {
	d.Places = append(d.Places, gateway.DeclaredPlace{Facet: facet, Element: element, Path: path})
}

// fit is a value that the CLI does not drop for its kind, nil for any other.
func fit(n *source.Node) *source.Node {
	if n == nil || n.Kind == source.Null || n.Origin != nil && n.Origin.Unfit {
		return nil
	}
	return n
}

// get returns what a path of keys leads to, nil where there is nothing that counts.
func get(n *source.Node, path ...string) *source.Node {
	for _, key := range path {
		n = fit(fit(n).Get(key))
	}
	return n
}

// items are the elements of a list that count, by their place in it.
func items(n *source.Node) []indexedItem {
	var list []indexedItem
	if n = fit(n); n == nil {
		return nil
	}
	for i, item := range n.Items() {
		if item = fit(item); item != nil {
			list = append(list, indexedItem{strconv.Itoa(i), item})
		}
	}
	return list
}

// indexedItem is an element of a list and its index as a path has it.
type indexedItem struct {
	index string
	node  *source.Node
}

// textOf is a text as it is written, "" for anything else.
func textOf(n *source.Node) string {
	if n == nil || n.Kind != source.String {
		return ""
	}
	return n.Text
}
