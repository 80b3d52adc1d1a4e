package rules

import (
	"fmt"
	"slices"
	"strings"
)

// seen is a part of the model in a reader's words, with where it is seen.
type seen struct {
	words string
	where place
}

// place is where something is seen.
type place int

const (
	inConfiguration place = iota
	inState
	inWorkspace
	inCode
)

// facetWords names facets of the model, and with them all below them that have no
// words of their own.
var facetWords = map[string]seen{
	"usage_tracking":                 {"whether usage tracking is on", inConfiguration},
	"inference_table":                {"the inference table", inConfiguration},
	"inference_table.enabled":        {"whether the inference table is on", inConfiguration},
	"inference_table.catalog":        {"the inference table's catalog", inConfiguration},
	"inference_table.schema":         {"the inference table's schema", inConfiguration},
	"inference_table.prefix":         {"the prefix of the inference table's name", inConfiguration},
	"inference_table.prefix_written": {"the prefix of the inference table's name", inConfiguration},
	"inference_table.table":          {"the full name of the inference table", inConfiguration},
	"inference_table.deleted":        {"whether the inference table was deleted", inConfiguration},
	"rate_limits":                    {"the rate limits", inConfiguration},
	"guardrails":                     {"the guardrails", inConfiguration},
	"guardrails.input":               {"the guardrails on requests", inConfiguration},
	"guardrails.output":              {"the guardrails on responses", inConfiguration},
	"destinations":                   {"the served entities", inConfiguration},
	"routes":                         {"the routes of the traffic", inConfiguration},
	"traffic":                        {"how the traffic is split", inConfiguration},
	"fallback":                       {"whether fallback is on", inConfiguration},
	"legacy.served_models":           {"whether `served_models` is written", inConfiguration},
	"legacy.auto_capture":            {"whether `auto_capture_config` is written", inConfiguration},
	"legacy.auto_capture_prefix":     {"the prefix in `auto_capture_config`", inConfiguration},
	"legacy.rate_limits":             {"whether `rate_limits` stands beside `ai_gateway`", inConfiguration},
	"mcp.selectors":                  {"the tools that the MCP service exposes", inConfiguration},
	"mcp.connection":                 {"the MCP service's connection", inConfiguration},
	"mcp.deleted":                    {"whether the MCP service's connection was deleted", inConfiguration},
	"provider":                       {"what the model provider service lets through", inConfiguration},
	"app":                            {"the endpoints that the app names", inConfiguration},
	"deployment":                     {"where the bundle deploys to", inConfiguration},
	"text":                           {"the text as it is written", inConfiguration},
	"text.credentials":               {"the fields that may hold a credential", inConfiguration},
	"call":                           {"the call and what it names", inCode},
	"binding":                        {"the role's entry under `llm_role_endpoints` in the state file (`--state`)", inState},
	"state.audit":                    {"the audit, `endpoint_guardrail_audit`, in the state file (`--state`)", inState},
	"state.roles":                    {"the roles, `llm_role_endpoints`, in the state file (`--state`)", inState},
	"state.otel_table_prefix":        {"`otel_table_prefix` in the state file (`--state`)", inState},
	"state.inference_table_prefix":   {"`Foundation.f4_gateway.inference_table_prefix` in the state file (`--state`)", inState},
	"evidence.table":                 {"whether the payload table exists (a scan of the workspace)", inWorkspace},
	"evidence.traffic":               {"how the gateway is used (a scan of the workspace with `--warehouse`)", inWorkspace},
	"evidence.grants":                {"the privileges on the payload table (a scan of the workspace)", inWorkspace},
	"evidence.usage_grants":          {"the privileges on the usage table (a scan of the workspace)", inWorkspace},
	"evidence.agents":                {"the service principals of the apps that use the gateway (a scan of the workspace)", inWorkspace},
	"evidence.access":                {"the permissions on the endpoint or service (a scan of the workspace)", inWorkspace},
	"evidence.usage_schema":          {"whether the system schema of the usage table is enabled (a scan of the workspace)", inWorkspace},
	"workspace.alerts":               {"the workspace's SQL alerts (a scan of the workspace)", inWorkspace},
	"workspace.warehouses":           {"the SQL warehouses and who may use them (a scan of the workspace)", inWorkspace},
}

// gaps say how each place can fail to show something.
var gaps = map[place]string{
	inConfiguration: "a variable without a value, an answer that leaves a field out",
	inState:         "no state file, a value that is still `<pending>`",
	inWorkspace:     "a check of files alone, a part of the workspace that may not be read",
	inCode:          "a name that is put together while the code runs",
}

// look finds the words of a facet, else those of what it is a part of.
func look(facet string) seen {
	for {
		if known, ok := facetWords[facet]; ok {
			return known
		}
		above := strings.LastIndexByte(facet, '.')
		if above < 0 {
			return seen{}
		}
		facet = facet[:above]
	}
}

// evidence says what a rule must see and what becomes of it where it does not.
func evidence(rule Rule) string {
	if len(rule.Requires) == 0 {
		return "Only the text itself: it is never `unknown`."
	}
	var things, missing []string
	for _, facet := range rule.Requires {
		known := look(facet)
		if !slices.Contains(things, known.words) {
			things = append(things, known.words)
		}
		if gap := gaps[known.where]; !slices.Contains(missing, gap) {
			missing = append(missing, gap)
		}
	}
	said := fmt.Sprintf("- %s\n\nWhere that cannot be seen (%s), the outcome is `unknown`, never a pass.",
		strings.Join(things, "\n- "), strings.Join(missing, "; "))
	if rule.HasUndecided {
		said += " Where all of it is seen and does not suffice, the finding says what is missing."
	}
	return said
}

// sources are the places that a rule looks at, in few words.
func sources(rule Rule) string {
	names := []string{"configuration", "state file", "workspace", "code"}
	var list []string
	for at, name := range names {
		if slices.ContainsFunc(rule.Requires, func(facet string) bool {
			return look(facet).where == place(at)
		}) {
			list = append(list, name)
		}
	}
	if len(list) == 0 {
		return names[0]
	}
	return strings.Join(list, ", ")
}
