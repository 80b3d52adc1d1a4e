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
	// is not there; Owner is who owns it.
	Table, Owner string
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
	// Listed are the endpoints and services that Each reads, in a fixed order.
	Listed []Listed
	// LeftOut counts what lists named and the scope left out.
	LeftOut int
	// Outside are the names of the endpoints and services among these.
	Outside []string
	// NotThere are the lists that this workspace does not have, in words.
	NotThere []string
	// Unlisted are the kinds of which there may be others than those listed, since
	// not all of the list could be read.
	Unlisted []Kind

	// AlertList is the list of SQL alerts of the newest Generation that there is;
	// Queries are those that alerts of v1 refer to, by id.
	AlertList  Record
	Generation string
	Alerts     []Record
	Queries    map[string]Record
	// WarehouseList is the list of SQL warehouses, Warehouses each with its
	// permissions.
	WarehouseList Record
	Warehouses    []Warehouse
	// Apps are the apps that were listed, read or not. JudgeApps is false where the
	// scope leaves them out: they are then evidence alone.
	AppList   Record
	Apps      []Subject
	JudgeApps bool
	// Whole says that no list of endpoints or services failed and that the scope
	// leaves none out: what stands before an endpoint is then known.
	Whole bool
	// Measured says that a warehouse was named to ask for the use of gateways;
	// EndpointUsage and ServiceUsage are its answers, ParseUsage reads them.
	Measured                    bool
	EndpointUsage, ServiceUsage Record
	// Metastore and SystemSchemas tell which system schemas are on.
	Metastore, SystemSchemas Record

	apps map[string]bool // every word in what apps name
}

// Who is the identity that looks: the name of a user, or the application id of a
// service principal; "" where the workspace would not tell.
func (s *Survey) Who() string { return text(s.Identity.Body, "userName") }

// Listed is a subject that a list named.
type Listed struct {
	Kind    Kind
	Name    string
	request Request
	access  func(*written) (Request, bool)
}

// Warehouse is a SQL warehouse and who may use it.
type Warehouse struct {
	ID, Name string
	Access   Record
}
