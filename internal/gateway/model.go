package gateway

import "strings"

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
	// audit alone says.
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
	// InlineKeys are the dotted keys under which it holds a credential itself, that a
	// template fills in: one that stands there in plain text is among Text.Credentials.
	InlineKeys []string `json:"inline_keys"`
}

// App is a Databricks app; only subjects of kind app have endpoints there.
type App struct {
	Endpoints []AppEndpoint `json:"endpoints"`
}

// AppEndpoint is a serving endpoint or a service that an app names.
type AppEndpoint struct {
	Name string `json:"name"`
	// Source is resource, environment, or service for a resource that is a model
	// service of Unity Gateway; Key is the resource's or the variable's name.
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
	// RequestID says that it passes a correlation id: the documented field
	// client_request_id in the body of the request, or the header
	// databricks_request_id, which the gateway foundation asks for.
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
	// Owner is who owns a service, with whose rights it runs; "" where that is not known, and for
	// what is no service.
	Owner string `json:"owner"`
	// Dependencies are what a service leads to, or calls its provider with.
	Dependencies []Dependency `json:"dependencies"`
	// Alerts are the SQL alerts whose query names its payload table or the usage table
	// of its kind, and those whose query is not known.
	Alerts []Alert `json:"alerts"`
	// Hidden is why a workspace may hold more alerts, grants and agents than are listed
	// here, "" where these are all.
	Hidden string `json:"hidden"`
}

// Alert is a SQL alert.
type Alert struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Names are the names of tables and columns in its query.
	Names       []string `json:"names"`
	Paused      bool     `json:"paused"`
	Deleted     bool     `json:"deleted"`
	Scheduled   bool     `json:"scheduled"`
	Subscribers int64    `json:"subscribers"`
	// Hidden is why it is not known what it watches, or whether it reaches anybody; ""
	// where it is.
	Hidden string `json:"hidden"`
}

// Dependency is something that a service needs a right on, and that may be used without the
// service by whoever holds that right.
type Dependency struct {
	// Kind is model, provider_service, serving_endpoint, connection or credential, "" where what a
	// destination leads to is not known.
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Right is what a call needs: EXECUTE, CAN_QUERY, USE_CONNECTION or ACCESS.
	Right string `json:"right"`
	// Owner is who owns it and so holds all rights, "" where that is not known.
	Owner string `json:"owner"`
	// Holders hold the right, by whatever gives it.
	Holders []Holder `json:"holders"`
	// Hidden says why there may be other holders, "" where there are none.
	Hidden string `json:"hidden"`
}

// Holder is a principal that holds a right on a dependency.
type Holder struct {
	Principal string `json:"principal"`
	// Privilege is what gives the right: itself, ALL_PRIVILEGES or CAN_MANAGE.
	Privilege string `json:"privilege"`
	// From is what the privilege is inherited from: "catalog main", "" where it is granted on the
	// dependency itself.
	From string `json:"from"`
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
	// Seen says that a workspace was read and that all of the gateway's traffic would
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

// UnseenTraffic is the evidence where no workspace could be read, and why.
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

// Text is what reading the text itself turned up.
type Text struct {
	UnknownKeys   []UnknownKey   `json:"unknown_keys"`
	InvalidValues []InvalidValue `json:"invalid_values"`
	DuplicateKeys []DuplicateKey `json:"duplicate_keys"`
	Misplaced     []Misplaced    `json:"misplaced"`
	Placeholders  []Placeholder  `json:"placeholders"`
	Credentials   []Credential   `json:"credentials"`
	// Spellings has what is said once for a document of services: at the first service
	// in which a key or a value is not written as it is documented.
	Spellings []Spelling `json:"spellings"`
}

// Spelling is how the services of a document write keys and values that are read all the
// same: keys in lowerCamelCase, and values of an enumeration as numbers.
type Spelling struct {
	Written    string `json:"written"`    // the first of them, as it is written
	Documented string `json:"documented"` // as what it is read, "" where that is not known
	Keys       int64  `json:"keys"`       // how many keys there are in the document
	Values     int64  `json:"values"`     // how many values
}

// UnknownKey is a key that the API does not have.
type UnknownKey struct {
	Key     string `json:"key"`
	Parent  string `json:"parent"`  // dotted path of the object, "" for the endpoint itself
	Nearest string `json:"nearest"` // the known key that is meant, "" when none is near
}

// InvalidValue is a value of the wrong type or outside its enumeration, or one for
// which the platform refuses the request.
type InvalidValue struct {
	Key string `json:"key"` // dotted path
	// Written is the value as a short literal, "" when it must not be shown.
	Written  string `json:"written"`
	Expected string `json:"expected"` // "BLOCK, MASK or NONE", "an object"
	// CaseOnly says that another spelling of upper and lower case is valid.
	CaseOnly bool `json:"case_only"`
	// Nearest is the value to write instead, "" where that is not clear.
	Nearest string `json:"nearest"`
	// Quotes is drop where the value is right without its quotes, add where it is
	// right with quotes, else "".
	Quotes string `json:"quotes"`
	// Dropped says of a bundle's value that the Databricks CLI drops it: "unset" where
	// nothing stands in its place, "kept" where the value of another file or target does,
	// "" where it is deployed.
	Dropped string `json:"dropped"`
}

// DuplicateKey is a key that an earlier entry of the same object has too.
type DuplicateKey struct {
	Key    string `json:"key"`
	Parent string `json:"parent"`
}

// Misplaced is a known setting where it has no effect.
type Misplaced struct {
	Key     string `json:"key"`     // dotted path as written
	Belongs string `json:"belongs"` // where it has an effect
}

// Placeholder is a string that may be waiting to be filled in.
type Placeholder struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Credential is a secret that stands in the text. The value itself is never in
// the model.
type Credential struct {
	Key string `json:"key"` // dotted path
	// Form is plaintext (a *_plaintext field), reference (a raw value where a
	// secret reference belongs) or environment (a raw value in environment_vars).
	Form string `json:"form"`
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
	// CatalogParts and SchemaParts are what is known of these names: none where there is no
	// name, one where it is known, and else what stands around the references in it.
	CatalogParts []string `json:"catalog_parts"`
	SchemaParts  []string `json:"schema_parts"`
	// Prefix is what is written; "" when the platform's default applies.
	Prefix string `json:"prefix"`
	// Written is the prefix letter by letter, with what a template has yet to fill
	// in. It is unseen only where that is its end.
	Written string `json:"prefix_written"`
	// Table is the full name of the payload table in lower case, "" unless the
	// table is on and catalog, schema and either prefix or name are known.
	Table string `json:"table"`
	// Named and Prefixed say that the table is known and that a prefix is written:
	// a rule that needs no more of them is judged once for all gateways.
	Named    bool `json:"named"`
	Prefixed bool `json:"prefixed"`
	// PrefixLooks are those of Written.
	PrefixLooks Looks `json:"prefix_looks"`
	Deleted     bool  `json:"deleted"`
}

// Looks is what a text looks like that hardly two subjects share: a rule that asks for no more
// of it is judged once for all that look alike.
type Looks struct {
	// Written says that it is not empty.
	Written bool `json:"written"`
	// EndsInUnderscore says that its last character is an underscore.
	EndsInUnderscore bool `json:"ends_in_underscore"`
	// NeedsQuoting says that it holds anything but ASCII letters, digits and underscores:
	// SQL takes it in backticks only.
	NeedsQuoting bool `json:"needs_quoting"`
}

// looksOf says what a text looks like.
func looksOf(text string) Looks {
	return Looks{
		Written:          text != "",
		EndsInUnderscore: strings.HasSuffix(text, "_"),
		NeedsQuoting:     strings.ContainsFunc(text, needsQuoting),
	}
}

// needsQuoting says whether a character may not stand in a name that SQL takes without
// backticks.
func needsQuoting(c rune) bool {
	return c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
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
	// Sizes are those of the amounts: a rule that asks for no more of them is judged once for
	// all limits that differ in their numbers alone.
	Sizes Sizes `json:"sizes"`
	// Idle says that no amount of it has an effect, though one is written: that of an MCP
	// service in tokens alone, and one of 0 that Terraform does not send.
	Idle bool `json:"idle"`
}

// Sizes say of the amounts of a limit whether they are unset, zero or positive.
type Sizes struct {
	Calls  string `json:"calls"`
	Tokens string `json:"tokens"`
}

// sizeOf is the size of an amount.
func sizeOf(amount int64) string {
	switch {
	case amount < 0:
		return "unset"
	case amount == 0:
		return "zero"
	default:
		return "positive"
	}
}

// LimitCounts are how many of the rate limits are of some kind, without their amounts: rules that
// need no more are then judged once for all gateways that have the same.
type LimitCounts struct {
	// Groups is how many are for a group.
	Groups int64 `json:"groups"`
	// Repeated is how many have an amount in the same unit as an earlier one with the same
	// key, principal and period.
	Repeated int64 `json:"repeated"`
}

// countsOf counts rate limits.
func countsOf(limits []RateLimit) (counts LimitCounts) {
	type amount struct {
		tokens                   bool // else calls
		scope, principal, period string
	}
	earlier := map[amount]bool{}
	for _, limit := range limits {
		if limit.Scope == "user_group" {
			counts.Groups++
		}
		calls := amount{false, limit.Scope, limit.Principal, limit.Period}
		tokens := amount{true, limit.Scope, limit.Principal, limit.Period}
		if limit.Calls >= 0 && earlier[calls] || limit.Tokens >= 0 && earlier[tokens] {
			counts.Repeated++
		}
		earlier[calls] = earlier[calls] || limit.Calls >= 0
		earlier[tokens] = earlier[tokens] || limit.Tokens >= 0
	}
	return counts
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
	// Unserved is how many routes name no destination.
	Unserved int64 `json:"unserved"`
	// Unshared is how many destinations no route gives a share, a service's fallbacks not
	// counted.
	Unshared int64 `json:"unshared"`
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
	// AutoCapturePrefixLooks are those of AutoCapturePrefix.
	AutoCapturePrefixLooks Looks `json:"auto_capture_prefix_looks"`
	RateLimits             bool  `json:"rate_limits"` // rate_limits beside ai_gateway
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
