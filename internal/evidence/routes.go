package evidence

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/workspace"
)

// routes says which gateways stand before which endpoints, as far as they were read.
type routes struct {
	// names are those of endpoints and services.
	names map[string]bool
	// before are the gateways before each endpoint.
	before map[string][]string
	// missing is why some of these are not known: "" while all are.
	missing string
}

// reasonPart is why not every gateway is known.
const reasonPart = "not all endpoints and services were read, and one of the others may stand before an endpoint that it names"

func newRoutes(inventory *workspace.Inventory) *routes {
	r := &routes{names: map[string]bool{}, before: map[string][]string{}}
	for _, listed := range inventory.Listed {
		r.names[listed.Name] = true
	}
	for _, name := range inventory.OutOfScope { // an app may use one all the same
		r.names[name] = true
	}
	if !inventory.Whole {
		r.missing = reasonPart
	}
	return r
}

// add keeps the name of a gateway with the endpoints that it stands before. Names
// are cut from the text of an answer: kept as they are, they would keep all of it.
func (r *routes) add(name string, endpoints []string) {
	name = strings.Clone(name)
	r.names[name] = true
	for _, endpoint := range endpoints {
		endpoint = strings.Clone(endpoint)
		r.before[endpoint] = append(r.before[endpoint], name)
	}
}

// addUnknown keeps the name of a gateway of which it is not known what it stands
// before.
func (r *routes) addUnknown(name string) {
	r.add(name, nil)
	r.missing = reasonPart
}

// known says whether a name is that of an endpoint or service.
func (r *routes) known(name string) bool { return r.names[name] || len(r.before[name]) > 0 }

// to are the gateways before an endpoint, in order of name. Of two that stand before
// each other, as those do that are one another's fallback, requests to one do not go
// past the other.
func (r *routes) to(endpoint string) []string {
	before := slices.DeleteFunc(slices.Clone(r.before[endpoint]), func(name string) bool {
		return slices.Contains(r.before[name], endpoint)
	})
	slices.Sort(before)
	return slices.Compact(before)
}
