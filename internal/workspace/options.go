package workspace

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
