package workspace

import "net/url"

// Request asks for one object, or for all pages of a list.
type Request struct {
	// Path is where the answer goes in a snapshot. Two requests with one path are
	// the same request.
	Path string
	// API is the path to GET, its parts escaped; Query goes with it.
	API   string
	Query url.Values
	// What says in a sentence what is asked for, for whoever reads that it could
	// not be: "list of serving endpoints", "permissions of a serving endpoint".
	What string
	// Needed says that without an answer the run is incomplete: a subject, or a
	// list of subjects. Evidence is not.
	Needed bool
	// List is the key of the elements in a list answer, of which all pages are
	// read by page_token and next_page_token; "" for one object.
	List string
	// Items, for a list, gives each element a place of its own in the snapshot: it
	// can be fetched by that path afterwards, and the list keeps only what Index
	// leaves of it.
	Items func(item map[string]any) (path string)
	Index func(item map[string]any) map[string]any
	// Naming says that the elements of a list are endpoints, services or apps: their
	// names are no secrets, whatever they look like, and may stand in the environment
	// of an app, where else nothing is kept.
	Naming bool
	// Shape keeps of an object, or of each element of a list, what is wanted: what
	// changes without anybody changing it goes, and what nobody needs to see. Nil
	// keeps all. It may change the map that it is given.
	Shape func(item map[string]any) map[string]any
	// Sort names the field by which a list is put in order; "" keeps the order.
	Sort string
	// Listed is what a list has shown of an object, which stands in for it where it
	// cannot be read: the record then has this body beside its outcome.
	Listed map[string]any
	// Element says that it is an element of a list, which Items gave its place: it is
	// never asked for by itself.
	Element bool
	// Shared says that many ask for it: a Collector keeps the answer.
	Shared bool
	// SQL makes it a statement for a SQL warehouse instead of a GET.
	SQL *Statement
}

// Statement is a read-only query on a SQL warehouse.
type Statement struct {
	Warehouse string
	Text      string
	// Parameters are named parameters, all of them strings.
	Parameters map[string]string
	// Rows bounds the rows of the answer.
	Rows int
}
