package gateway

import (
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// likeReference finds what a person meant as a reference.
var likeReference = regex.Lazy(`\$\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{\{[^{}]*\}\}`)

// leftAsText is what looks like a reference in a text that is known: the CLI takes it for
// text, and deploys it. It is "" where there is none.
func leftAsText(n *source.Node) string {
	if n.Origin == nil || !n.Origin.Known {
		return ""
	}
	for _, found := range likeReference().FindAllString(n.Text, -1) {
		if !secret.IsReference(found) {
			return found
		}
	}
	return ""
}
