package engine

import "github.com/gwlint/gwlint/internal/finding"

// pile gathers findings in pieces, so that none moves while there come more: a run
// over thousands of gateways has a dozen for each, if only because nobody has seen
// their workspace.
type pile struct {
	pieces [][]finding.Finding
}

// piece is how many findings are kept together.
const piece = 256

func (p *pile) add(f finding.Finding) {
	last := len(p.pieces) - 1
	if last < 0 || len(p.pieces[last]) == cap(p.pieces[last]) {
		p.pieces = append(p.pieces, make([]finding.Finding, 0, piece))
		last++
	}
	p.pieces[last] = append(p.pieces[last], f)
}

// join takes what another pile has, and leaves it empty.
func (p *pile) join(other *pile) {
	p.pieces = append(p.pieces, other.pieces...)
	other.pieces = nil
}

// whole puts all findings into one list, and leaves the pile empty.
func (p *pile) whole() []finding.Finding {
	n := 0
	for _, piece := range p.pieces {
		n += len(piece)
	}
	if n == 0 {
		return nil
	}
	all := make([]finding.Finding, 0, n)
	for i, piece := range p.pieces {
		all = append(all, piece...)
		p.pieces[i] = nil
	}
	p.pieces = nil
	return all
}
