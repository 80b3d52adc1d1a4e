package config

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
)

// Params are the parameters of rules; the JSON names are those in the file.
type Params struct {
	RequiredRoles      []string            `json:"required_roles"`
	GatewayRoles       map[string]string   `json:"gateway_roles"`
	RoleProbes         map[string][]string `json:"role_probes"`
	AuditMaxAge        Duration            `json:"audit_max_age"`
	SharedSchemas      []string            `json:"shared_schemas"`
	PII                PII                 `json:"pii"`
	TableVisibleWithin Duration            `json:"table_visible_within"`
	AgentPrincipals    []string            `json:"agent_principals"`
	OpsPrincipals      []string            `json:"ops_principals"`
	Gateways           []string            `json:"gateways"`
	// PolicyKinds say what a service policy filters, pii or safety, by its handler.
	PolicyKinds map[string][]string `json:"policy_kinds"`
	// GuardrailWindow is how far back a scan with a warehouse looks for guardrails that ran.
	GuardrailWindow Duration `json:"guardrail_window"`
	// Sovereign says that the workspace is in a sovereign cloud, where the endpoints that
	// Databricks provides stay.
	Sovereign bool `json:"sovereign"`
}

// Value is the parameters as rules read them: input.context.params, under the
// names of the file.
func (p Params) Value() (map[string]any, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	var named map[string]any
	return named, json.Unmarshal(text, &named)
}

// RoleOf is the role that a gateway of that name serves, "" for none: of the
// globs that match, the one that says most of the name decides.
func (p Params) RoleOf(name string) string {
	decides, found := "", false
	for glob := range p.GatewayRoles {
		matches := glob == name || doublestar.MatchUnvalidated(glob, name)
		if matches && (!found || cmp.Or(cmp.Compare(specificity(decides), specificity(glob)), cmp.Compare(glob, decides)) < 0) {
			decides, found = glob, true
		}
	}
	if !found {
		return ""
	}
	return p.GatewayRoles[decides]
}

// specificity counts the letters that a glob prescribes; a name that is no glob has
// more than any.
func specificity(glob string) int {
	if !strings.ContainsAny(glob, "*?[{\\") {
		return len(glob) + 1<<20
	}
	return len(glob) - strings.Count(glob, "*") - strings.Count(glob, "?")
}

// ReadParams reads the parameters of a configuration file, given its text: the
// defaults where it says nothing. The error names the file and the place in it.
func ReadParams(file string, text []byte) (Params, error) {
	settings := Default()
	settings.File, settings.Origins = file, Origins{}
	err := decode(&settings, text, nil)
	return settings.Params, err
}

// PII is what each direction's guardrail must do: BLOCK, MASK, or "" when
// either will do.
type PII struct {
	Input  string `json:"input"`
	Output string `json:"output"`
}

// Duration is a length of time as text has it: 720h.
type Duration time.Duration

// UnmarshalText reads what time.ParseDuration reads.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

// MarshalText writes hours, minutes and seconds without those that are zero.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String is the duration in hours, minutes and seconds, without those that are
// zero: 720h, 1h30m, 0s.
func (d Duration) String() string {
	text := time.Duration(d).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
