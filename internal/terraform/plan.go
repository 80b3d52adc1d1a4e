package terraform

import "github.com/gwlint/gwlint/internal/source"

// IsShown says whether a document is what `terraform show -json` prints of a plan or of a
// state.
func IsShown(doc *source.Document) bool { return false }

// OfShown returns a document of the resources that a plan deploys, or that a state holds,
// whose types are wanted: shaped as Resolve makes it. beside is the configuration in the
// folder of the plan, nil for none: places are those of its files then. Nil where there is
// no such resource.
func OfShown(doc *source.Document, beside *Configuration, wanted func(resourceType string) bool) (*source.Document, []*source.Error) {
	return nil, nil
}
