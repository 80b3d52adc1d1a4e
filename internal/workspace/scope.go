package workspace

import (
	"path"
	"slices"
)

// Scope says which part of a workspace is looked at. Its zero value is all of
// it.
type Scope struct {
	// Endpoints are globs for the names of serving endpoints; services and apps are
	// then left out, unless Catalog or Schema asks for services.
	Endpoints []string `json:"endpoints"`
	// Catalog and Schema limit services to those that lie there. Schema is one name,
	// in Catalog, or "" for all of the catalog.
	Catalog string `json:"catalog"`
	Schema  string `json:"schema"`
	// NoProvided leaves out what Databricks provides: endpoints named databricks-*
	// without id and creator, services in system.ai.
	NoProvided bool `json:"no_provided"`
}

// services says whether services are looked at.
func (s Scope) services() bool { return len(s.Endpoints) == 0 || s.Catalog != "" }

// allGateways says whether nothing is left out that could stand before an endpoint.
func (s Scope) allGateways() bool { return len(s.Endpoints) == 0 && s.Catalog == "" }

func (s Scope) includes(l Listed) bool {
	return (!s.NoProvided || !l.isProvided()) && s.matches(l)
}

// matches says whether it is among those that are named.
func (s Scope) matches(l Listed) bool {
	if l.Kind != Endpoint || len(s.Endpoints) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Endpoints, func(glob string) bool {
		ok, err := path.Match(glob, l.Name)
		return ok && err == nil
	})
}

// unmatched are the parts of the scope that name nothing of what was listed. Of a kind that could
// not be listed, nothing is known.
func (s Scope) unmatched(i *Inventory) []string {
	var none []string
	for _, glob := range s.Endpoints {
		alone := Scope{Endpoints: []string{glob}}
		found := slices.ContainsFunc(i.Listed, func(l Listed) bool { return l.Kind == Endpoint && alone.matches(l) })
		if !found && !slices.Contains(i.Unlisted, Endpoint) {
			none = append(none, "--endpoint '"+glob+"'")
		}
	}
	service := func(k Kind) bool { return k != Endpoint }
	if s.Catalog == "" || slices.ContainsFunc(i.Unlisted, service) || slices.ContainsFunc(i.Listed, func(l Listed) bool { return service(l.Kind) }) {
		return none
	}
	if s.Schema != "" {
		return append(none, "--schema '"+s.Schema+"' of --catalog '"+s.Catalog+"'")
	}
	return append(none, "--catalog '"+s.Catalog+"'")
}
