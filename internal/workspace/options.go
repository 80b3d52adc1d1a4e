package workspace

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

// Options is what to collect.
type Options struct {
	Scope Scope
	// Principals are those whose rights are to be judged, beside the service
	// principals of apps: without any, grants need not be read.
	Principals []string
	// Operations says that some of them must be able to run queries: permissions
	// of SQL warehouses are read.
	Operations bool
	// Warehouse is the SQL warehouse that usage is asked on, "" for none.
	Warehouse string
	// Workers bounds what is asked at the same time; 0 is 32.
	Workers int
}
