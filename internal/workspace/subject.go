package workspace

// Kind is what a subject is, in the words of the model.
type Kind string

// The kinds of subject that a workspace holds.
const (
	Endpoint        Kind = "endpoint"
	ModelService    Kind = "model_service"
	MCPService      Kind = "mcp_service"
	ProviderService Kind = "provider_service"
	App             Kind = "app"
)

// Subject is one subject of a workspace with what was read about it.
type Subject struct {
	Kind Kind
	Name string
	// Object is the subject itself. Where it could not be read, its body is what
	// the list showed of it.
	Object Record
	// Access is who may do what with it: an ACL of an endpoint, effective
	// privileges on a service.
	Access Record
	// Tables lists the tables of the schema that its inference table lies in.
	Tables Record
	// Table is the full name of its payload table as the list has it, "" where it
	// is not there.
	Table string
	// Grants are the effective privileges on that table, UsageGrants those on the
	// usage table of its generation.
	Grants      Record
	UsageGrants Record
	// UsageSchema says whether the system schema of its generation is on.
	UsageSchema Record
	// Usage is what the usage table of its generation says of all subjects, by
	// SQL.
	Usage Record
}

// Survey is what is read before any subject is: what surrounds them all.
type Survey struct {
	Identity Record
	// Endpoints is the index of serving endpoints.
	Endpoints Record
	Alerts    []Record
	// AlertList is the list that the alerts were in; Generation tells v2, v1 and
	// legacy apart.
	AlertList  Record
	Generation string
	// Warehouses are the SQL warehouses, each with its permissions.
	WarehouseList Record
	Warehouses    []Warehouse
	// AppList is the index of apps, Apps those that could be read and could not.
	AppList Record
	Apps    []Subject
}

// Warehouse is a SQL warehouse and who may use it.
type Warehouse struct {
	ID, Name string
	Access   Record
}
