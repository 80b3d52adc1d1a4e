// Package config reads `.gwlint.yaml`: where it lies, what it may say, what
// holds when it says nothing, and where each value came from. It knows neither
// flags nor what is done with a setting.
package config

import (
	"time"

	"github.com/gwlint/gwlint/internal/finding"
)

// Settings is what a run goes by.
type Settings struct {
	// File is the configuration file relative to where gwlint was started, with
	// forward slashes; "" when there is none.
	File string `json:"-"`

	Policy string `json:"policy"`
	// FailOn is error, warning, note, unknown or none.
	FailOn string `json:"fail_on"`
	// Exclude holds globs as they are written; ExcludeHere gives them relative
	// to where gwlint was started.
	Exclude []string `json:"exclude"`
	// State is a file, relative as Base says; "" means search for one.
	State string `json:"state"`
	// Rules are levels by rule ID, or by the written name when Load was not
	// told which rules there are.
	Rules     map[string]finding.Level `json:"rules"`
	Overrides []Override               `json:"overrides"`
	Params    Params                   `json:"params"`
	Waivers   string                   `json:"waivers"`
	Baseline  string                   `json:"baseline"`

	// Origins tells for each setting that is not a default where it was set.
	Origins Origins `json:"-"`

	// Base is the absolute folder that written paths and globs are relative to.
	Base string `json:"-"`
	// start is the path of the starting folder in Base, "." when it is Base.
	start string
}

// Override changes levels for some files or subjects.
type Override struct {
	Paths    []string                 `json:"paths"`
	Subjects []string                 `json:"subjects"`
	Rules    map[string]finding.Level `json:"rules"`
}

// Params is what rules may be told; the JSON names are those in the file.
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

// Default is what holds when nothing is written.
func Default() Settings {
	return Settings{
		Policy:  "f4_checklist",
		FailOn:  "error",
		Exclude: []string{},
		Rules:   map[string]finding.Level{},
		Params: Params{
			RequiredRoles: []string{"agent_chat"},
			GatewayRoles:  map[string]string{"*": "agent_chat"},
			RoleProbes: map[string][]string{
				"agent_chat":                 {"short_chat_ok", "streaming_ok"},
				"agent_chat_streaming_smoke": {"short_chat_ok", "streaming_ok"},
				"failure_categorizer":        {"short_chat_ok", "sql_quote_ok"},
				"llm_judge_default":          {"short_chat_ok", "sql_quote_ok"},
				"reflection_lm":              {"short_chat_ok", "long_context_ok", "sql_quote_ok"},
			},
			AuditMaxAge:        Duration(720 * time.Hour),
			SharedSchemas:      []string{"default"},
			TableVisibleWithin: Duration(30 * time.Minute),
			AgentPrincipals:    []string{},
			OpsPrincipals:      []string{},
			Gateways:           []string{},
		},
		Waivers: "gwlint-waivers.yaml",
		Origins: Origins{},
		start:   ".",
	}
}
