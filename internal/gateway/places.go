package gateway

import "github.com/gwlint/gwlint/internal/source"

// places remembers where the lists of the model are written, for lists whose
// indices differ from the text's.
type places struct {
	destinations []*source.Node
}
