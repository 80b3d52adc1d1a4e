package gateway

import "github.com/gwlint/gwlint/internal/source"

// Binding is what the state file says of a role; only subjects of kind role have
// one.
type Binding struct {
	// Listed says that the state file has the role at all.
	Listed bool `json:"listed"`
	// Endpoint is the name that the role is bound to, "" while it is not.
	Endpoint string `json:"endpoint"`
	// Pending says that the endpoint is yet to be filled in.
	Pending bool `json:"pending"`
	// Candidates are the endpoints that may serve the role, best first; the bound
	// endpoint alone where none are written. One that is yet to be filled in is "".
	Candidates []string `json:"candidates"`
	// Selected is selected_after_probe: a probe, not a person, chose.
	Selected bool `json:"selected_after_probe"`
	// Streaming is streaming_required, which is true where it is not written.
	Streaming bool `json:"streaming_required"`
	// Bare says that nothing is written of candidates and of a probe's choice: the
	// audit alone tells.
	Bare bool `json:"bare"`
}

// MCP is what an MCP service exposes.
type MCP struct {
	// Selectors are include_tool_selectors: names of tools, or patterns of names.
	Selectors []string `json:"selectors"`
	// Connection is the full name of the source connection.
	Connection string `json:"connection"`
	// Deleted says that the connection is gone.
	Deleted bool `json:"deleted"`
}

// Provider is what a model provider service lets through.
type Provider struct {
	AllowAllTargets  bool `json:"allow_all_targets"`
	ForwardHeaders   bool `json:"forward_headers"`
	ForwardQuery     bool `json:"forward_query_parameters"`
	ForwardUnmanaged bool `json:"forward_unmanaged_paths"`
	// Targets is how many models are listed.
	Targets int64 `json:"targets"`
}

// App is a Databricks app; only subjects of kind app have endpoints there.
type App struct {
	Endpoints []AppEndpoint `json:"endpoints"`
}

// AppEndpoint is a serving endpoint that an app names.
type AppEndpoint struct {
	Name string `json:"name"`
	// Source is resource or environment, Key the resource's or the variable's name.
	Source string `json:"source"`
	Key    string `json:"key"`
	// Gateways are the gateways that stand before the endpoint.
	Gateways []string `json:"gateways"`
}

// Call is a place in client code where a model is called; only subjects of kind
// call have one.
type Call struct {
	// Target is the endpoint that the code names, "" when it names none.
	Target string `json:"target"`
	// Gateway says that the target is a gateway, Raw that it is a model's own
	// endpoint; neither when that is not known.
	Gateway bool `json:"gateway"`
	Raw     bool `json:"raw"`
	// OpenAI says that the call is made through an OpenAI-style client.
	OpenAI bool `json:"openai"`
	// RequestID says that it passes the header databricks_request_id.
	RequestID bool `json:"request_id"`
	// Token says that a Databricks token is written in the code.
	Token bool `json:"token"`
	// Branches are the targets of a call that depends on the environment.
	Branches []Branch `json:"branches"`
}

// Branch is what a call does in one environment.
type Branch struct {
	Environment string `json:"environment"`
	Target      string `json:"target"`
	Gateway     bool   `json:"gateway"`
	Raw         bool   `json:"raw"`
}

// Deployment is where a bundle deploys a gateway to; "" for what is no bundle's.
type Deployment struct {
	// Name is the name in the workspace, after the target's prefixes.
	Name   string `json:"name"`
	Target string `json:"target"`
	// Host is the workspace of the target, "" when the bundle does not say.
	Host string `json:"host"`
}

// Evidence is what a workspace shows of a gateway beside its configuration.
type Evidence struct {
	Table   TableEvidence   `json:"table"`
	Traffic TrafficEvidence `json:"traffic"`
	// Grants are the privileges on the payload table, UsageGrants those on the
	// usage table of the gateway's generation.
	Grants      []Grant `json:"grants"`
	UsageGrants []Grant `json:"usage_grants"`
	// Agents are the service principals of the apps that use the gateway.
	Agents []string `json:"agents"`
	// Access is who may do what with the endpoint or service itself.
	Access []Access `json:"access"`
	// UsageSchema is the system schema that the usage table lies in.
	UsageSchema UsageSchema `json:"usage_schema"`
}

// UsageSchema says whether a system schema is on.
type UsageSchema struct {
	Enabled bool `json:"enabled"`
}

// TableEvidence says whether the payload table is there.
type TableEvidence struct {
	Exists bool `json:"exists"`
}

// TrafficEvidence is what the usage table of the gateway's generation shows, by a
// query on a SQL warehouse. All counts are of the window: so many whole days up to
// the last midnight (UTC) whose rows are all there.
type TrafficEvidence struct {
	// Seen says that somebody looked and that all of the gateway's traffic would
	// have shown.
	Seen bool `json:"seen"`
	// Reason says why it would not; "" when seen.
	Reason string `json:"reason"`
	// First is the time of the first request that is still recorded, in RFC 3339,
	// "" when there was none.
	First string `json:"first_request"`
	// Days is the length of the window.
	Days     int64 `json:"days"`
	Requests int64 `json:"requests"`
	// Identified are those with an id that the client gave, -1 where the table does
	// not show it.
	Identified int64 `json:"identified"`
	Refused    int64 `json:"refused"` // answered 429
	Failed     int64 `json:"failed"`  // answered 5xx
	// Fronts are the serving endpoints that it stands before.
	Fronts []string `json:"fronts"`
	// Direct is the least number of requests that reached those past every gateway,
	// -1 where that is not known; DirectReason says why.
	Direct       int64  `json:"direct"`
	DirectReason string `json:"direct_reason"`
}

// UnseenTraffic is the evidence where nobody could look, and why.
func UnseenTraffic(reason string) TrafficEvidence {
	return TrafficEvidence{Reason: reason, Identified: -1, Fronts: []string{}, Direct: -1, DirectReason: reason}
}

// Grant is a privilege on a table.
type Grant struct {
	Principal string `json:"principal"`
	Privilege string `json:"privilege"` // SELECT, MODIFY, ALL_PRIVILEGES …
	// Explicit says that it is granted on the table itself, and not inherited.
	Explicit bool `json:"explicit"`
}

// Access is a permission on an endpoint, or a privilege on a service.
type Access struct {
	Principal string `json:"principal"`
	Level     string `json:"level"` // CAN_MANAGE, CAN_QUERY, MANAGE, EXECUTE …
}

// blank returns a subject of a kind in which nothing is on: every list is there
// and empty, since the model leaves nothing out.
func blank(kind Kind, doc *source.Document, c candidate) *Subject {
	return &Subject{
		ID:   doc.Text.File + "#" + itoa(doc.Index) + source.Pointer(c.base),
		Kind: string(kind), Form: c.form, Hosting: unknown, Declared: true,
		Traffic:    Traffic{Shares: []int64{}},
		RateLimits: []RateLimit{}, Destinations: []Destination{}, Routes: []Route{},
		Guardrails: Guardrails{Input: noFilters(), Output: noFilters()},
		Text: Text{
			UnknownKeys: []UnknownKey{}, InvalidValues: []InvalidValue{}, DuplicateKeys: []DuplicateKey{},
			Misplaced: []Misplaced{}, Placeholders: []Placeholder{}, Credentials: []Credential{},
		},
		Binding: Binding{Candidates: []string{}},
		MCP:     MCP{Selectors: []string{}},
		App:     App{Endpoints: []AppEndpoint{}},
		Call:    Call{Branches: []Branch{}},
		Evidence: Evidence{
			Traffic: UnseenTraffic(NotInFiles),
			Grants:  []Grant{}, UsageGrants: []Grant{}, Agents: []string{}, Access: []Access{},
		},
		doc: doc, node: c.node, places: places{base: c.base},
	}
}

func noFilters() Guardrail {
	return Guardrail{PII: "NONE", Keywords: []string{}, Topics: []string{}}
}
