package terraform

import "github.com/gwlint/gwlint/internal/source"

// values returns the arguments of one instance of a resource: see Resource.
func (s *scope) values(b *block) *source.Node {
	return &source.Node{Kind: source.Map}
}
