package gateway

import "github.com/gwlint/gwlint/internal/source"

// Subject is one gateway in the normalised model: the same shape whatever it
// was written as, with nothing left out. schema/model.schema.json describes it
// for rules; the JSON names here and there are the same.
type Subject struct {
	// ID is unique in a run: the file and the place in it.
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Form is what it was written as: create, put, get, list or state.
	Form string `json:"form"`
	// Hosting is external, foundation, provisioned, custom, agent or unknown.
	Hosting string `json:"hosting"`
	// Task is the endpoint's or its models' task, such as llm/v1/chat; "" when
	// none is written.
	Task string `json:"task"`
	// Provided says that Databricks made the endpoint, not a person.
	Provided bool `json:"provided"`
	// Declared is false only where the source would show a gateway
	// configuration and there is none.
	Declared bool `json:"declared"`
	// Measured says that its use was asked for, by a query on a SQL warehouse;
	// evidence.traffic has the answer, or why there is none.
	Measured bool `json:"measured"`
	// Role is the role that configuration gives the gateway (gateway_roles), ""
	// for none.
	Role string `json:"role"`

	UsageTracking  UsageTracking  `json:"usage_tracking"`
	InferenceTable InferenceTable `json:"inference_table"`
	RateLimits     []RateLimit    `json:"rate_limits"`
	Guardrails     Guardrails     `json:"guardrails"`
	Destinations   []Destination  `json:"destinations"`
	Routes         []Route        `json:"routes"`
	Traffic        Traffic        `json:"traffic"`
	Fallback       Fallback       `json:"fallback"`
	Legacy         Legacy         `json:"legacy"`
	Sections       Sections       `json:"sections"`
	Binding        Binding        `json:"binding"`
	MCP            MCP            `json:"mcp"`
	Provider       Provider       `json:"provider"`
	App            App            `json:"app"`
	Call           Call           `json:"call"`
	Deployment     Deployment     `json:"deployment"`
	Evidence       Evidence       `json:"evidence"`
	Text           Text           `json:"text"`

	doc    *source.Document
	node   *source.Node
	is     *service // nil for an endpoint
	places places
	marks  []Mark
	unread *Mark // why nothing of it could be read
}

// UsageTracking says whether requests are counted in the system tables.
type UsageTracking struct {
	Enabled bool `json:"enabled"`
}

// InferenceTable is where requests and responses are logged.
type InferenceTable struct {
	Enabled bool   `json:"enabled"`
	Catalog string `json:"catalog"`
	Schema  string `json:"schema"`
	// Prefix is what is written; "" when the platform's default applies.
	Prefix string `json:"prefix"`
	// Written is the prefix letter by letter, with what a template has yet to fill
	// in. It is unseen only where that is its end.
	Written string `json:"prefix_written"`
	// Table is the full name of the payload table in lower case, "" unless the
	// table is on and catalog, schema and either prefix or name are known.
	Table string `json:"table"`
	// Named and Prefixed say that the table is known and that a prefix is written:
	// whoever needs no more of them is judged once for all gateways.
	Named    bool `json:"named"`
	Prefixed bool `json:"prefixed"`
	Deleted  bool `json:"deleted"`
}

// RateLimit is one limit; amounts are -1 when unset.
type RateLimit struct {
	// Scope is endpoint, user, user_group, service_principal, or invalid for a
	// key that the platform does not have.
	Scope     string `json:"scope"`
	Principal string `json:"principal"`
	Calls     int64  `json:"calls"`
	Tokens    int64  `json:"tokens"`
	// Period is minute or hour, "" when it is missing or invalid.
	Period string `json:"period"`
	// Implicit says that no key is written, which means endpoint.
	Implicit bool `json:"implicit"`
}

// Guardrails are the filters on requests and on responses.
type Guardrails struct {
	Input  Guardrail `json:"input"`
	Output Guardrail `json:"output"`
}

// Guardrail is one direction's filters.
type Guardrail struct {
	// PII is BLOCK, MASK or NONE; NONE also when nothing valid is written.
	PII      string   `json:"pii"`
	Safety   bool     `json:"safety"`
	Keywords []string `json:"keywords"`
	Topics   []string `json:"topics"`
}

// Destination is a served entity.
type Destination struct {
	// Name is the written name, or the platform's default for it.
	Name string `json:"name"`
	// Entity is the entity name, or the name of an external model.
	Entity  string `json:"entity"`
	Version string `json:"version"`
	// Provider is an external model's provider, "" for other entities.
	Provider string `json:"provider"`
	// Share is the percentage of traffic routed to it, -1 when no route is
	// written for it.
	Share int64 `json:"share"`
	// Standby says that it gets no traffic of its own: its share is 0, or it is a
	// service's fallback destination.
	Standby bool `json:"standby"`
	// Deleted says that what it leads to is gone, as services show.
	Deleted bool `json:"deleted"`
}

// Route sends a share of the traffic to a destination.
type Route struct {
	Name  string `json:"name"`
	Share int64  `json:"share"` // percent, -1 when unset
	// Served says that a destination of that name exists.
	Served bool `json:"served"`
}

// Traffic is how the traffic is split, without names: rules that need no more are
// then judged once for all endpoints that split it alike.
type Traffic struct {
	// Destinations is how many there are, a service's fallbacks not counted.
	Destinations int64 `json:"destinations"`
	// Fallbacks is how many fallback destinations a service names.
	Fallbacks int64 `json:"fallbacks"`
	// Shares are those of the routes, in their order; -1 when one is unset.
	Shares []int64 `json:"shares"`
}

// Fallback says whether a failed request goes to the next destination.
type Fallback struct {
	Enabled bool `json:"enabled"`
}

// Legacy are blocks that the gateway configuration has replaced.
type Legacy struct {
	ServedModels      bool   `json:"served_models"`       // config.served_models is written
	AutoCapture       bool   `json:"auto_capture"`        // config.auto_capture_config is written
	AutoCapturePrefix string `json:"auto_capture_prefix"` // its table_name_prefix
	RateLimits        bool   `json:"rate_limits"`         // rate_limits beside ai_gateway
}

// Sections says which sections of a gateway configuration are written, valid
// or not.
type Sections struct {
	UsageTracking  bool `json:"usage_tracking"`
	InferenceTable bool `json:"inference_table"`
	RateLimits     bool `json:"rate_limits"`
	Guardrails     bool `json:"guardrails"`
	Fallback       bool `json:"fallback"`
}
