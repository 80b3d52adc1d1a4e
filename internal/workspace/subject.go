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
	// Dependencies are what a service leads to or calls with, and who may use these.
	Dependencies []Dependency
}

// UsageSchema is the system schema that records the use of a kind: one has that of
// serving endpoints, another that of services.
func UsageSchema(kind Kind) string {
	if kind == Endpoint {
		return "serving"
	}
	return "ai_gateway"
}

// UsageTable is the table in that schema.
func UsageTable(kind Kind) string {
	if kind == Endpoint {
		return "system.serving.endpoint_usage"
	}
	return "system.ai_gateway.usage"
}
