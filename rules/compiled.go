package rules

import (
	"slices"
	"strings"
)

// Compiled is what was worked out of the modules of rules when they were compiled, so
// that no start needs to.
type Compiled struct {
	// Digest is that of the tree that the rules stand in.
	Digest string
	// Modules are the compiled modules, as package compiled writes them.
	Modules string
	// Reads say what each document of a rule reads, in order.
	Reads []Reads
	// Constants are the documents that read of the context alone, with dots and in order.
	Constants []string
}

// Reads are the paths of the subject and of the context that a document of a rule
// reads.
type Reads struct {
	Document         string // with dots: data.rules.tables.prefix_missing.findings
	Subject, Context [][]string
}

// Compare orders by document.
func (r Reads) Compare(other Reads) int { return strings.Compare(r.Document, other.Document) }

// ReadsOf returns what a document reads.
func (c *Compiled) ReadsOf(document string) (Reads, bool) {
	i, ok := slices.BinarySearchFunc(c.Reads, Reads{Document: document}, Reads.Compare)
	if !ok {
		return Reads{}, false
	}
	return c.Reads[i], true
}
