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
	if s.NoProvided && l.isProvided() {
		return false
	}
	if l.Kind != Endpoint || len(s.Endpoints) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Endpoints, func(glob string) bool {
		ok, err := path.Match(glob, l.Name)
		return ok && err == nil
	})
}
