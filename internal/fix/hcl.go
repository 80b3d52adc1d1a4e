package fix

import "github.com/gwlint/gwlint/internal/source"

// admitHCL refuses what makes several values.
func (p *place) admitHCL(s step) error {
	if s.entry != nil && s.entry.Key == "dynamic" {
		return Refusal("a dynamic block makes it: change it by hand")
	}
	return nil
}

func (p *place) insertHCL(_ *source.Node, key string, _ *source.Node) ([]change, error) {
	return nil, Refusal("write `" + key + "` by hand")
}
