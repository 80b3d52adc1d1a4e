package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/regex"
)

// printer writes settings as YAML: see Settings.Write.
type printer struct {
	text    strings.Builder
	origins Origins
}

// settings writes every setting, in the order of the documentation.
func (p *printer) settings(s *Settings) {
	p.line("policy", word(s.Policy))
	p.line("fail_on", word(s.FailOn))
	p.line("exclude", inlineList(s.Exclude))
	p.line("state", word(s.State))
	p.open("rules", len(s.Rules))
	for _, id := range slices.Sorted(maps.Keys(s.Rules)) {
		p.line("rules."+id, string(s.Rules[id]))
	}
	p.open("overrides", len(s.Overrides))
	for i, o := range s.Overrides {
		p.override(fmt.Sprintf("overrides.%d", i), o)
	}
	p.open("params", 1)
	p.params(s.Params)
	p.line("waivers", word(s.Waivers))
	p.line("baseline", word(s.Baseline))
}

// comments is the column at which comments stand, where the line is shorter.
const comments = 44

// put writes a line and the comment behind it.
func (p *printer) put(line, comment string) {
	fmt.Fprintf(&p.text, "%-*s  # %s\n", comments, line, comment)
}

// line shows one setting, indented by the depth of its dotted name.
func (p *printer) line(name, value string) {
	indent := strings.Repeat("  ", strings.Count(name, "."))
	key := name[strings.LastIndexByte(name, '.')+1:]
	p.put(indent+word(key)+": "+value, p.origins.Of(name))
}

// open begins a setting that holds others.
func (p *printer) open(name string, held int) {
	if held == 0 {
		p.line(name, map[bool]string{true: "[]", false: "{}"}[name == "overrides"])
		return
	}
	p.text.WriteString(name + ":\n")
}

func (p *printer) override(name string, o Override) {
	fields := []string{"rules: " + inlineMap(o.Rules, func(l finding.Level) string { return string(l) })}
	if len(o.Subjects) > 0 {
		fields = slices.Insert(fields, 0, "subjects: "+inlineList(o.Subjects))
	}
	if len(o.Paths) > 0 {
		fields = slices.Insert(fields, 0, "paths: "+inlineList(o.Paths))
	}
	p.put("  - {"+strings.Join(fields, ", ")+"}", p.origins.Of(name))
}

func (p *printer) params(params Params) {
	p.line("params.required_roles", inlineList(params.RequiredRoles))
	p.line("params.gateway_roles", inlineMap(params.GatewayRoles, word))
	p.text.WriteString("  role_probes:\n")
	for _, role := range slices.Sorted(maps.Keys(params.RoleProbes)) {
		p.line("params.role_probes."+role, inlineList(params.RoleProbes[role]))
	}
	p.line("params.audit_max_age", params.AuditMaxAge.String())
	p.line("params.shared_schemas", inlineList(params.SharedSchemas))
	p.text.WriteString("  pii:\n")
	p.line("params.pii.input", word(params.PII.Input))
	p.line("params.pii.output", word(params.PII.Output))
	p.line("params.table_visible_within", params.TableVisibleWithin.String())
	p.line("params.agent_principals", inlineList(params.AgentPrincipals))
	p.line("params.ops_principals", inlineList(params.OpsPrincipals))
	p.line("params.gateways", inlineList(params.Gateways))
	p.line("params.policy_kinds", inlineMap(params.PolicyKinds, inlineList))
	p.line("params.guardrail_window", params.GuardrailWindow.String())
	p.line("params.sovereign", strconv.FormatBool(params.Sovereign))
}

var plain = regex.Lazy(`^[A-Za-z_.][A-Za-z0-9_./-]*$`)

// word writes a string as YAML reads it back; nothing for an empty one, which
// counts as absent.
func word(s string) string {
	if s == "" || plain().MatchString(s) && !slices.Contains([]string{"true", "false", "null"}, strings.ToLower(s)) {
		return s
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	return string(quoted)
}

func inlineList(list []string) string {
	written := make([]string, len(list))
	for i, s := range list {
		written[i] = word(s)
	}
	return "[" + strings.Join(written, ", ") + "]"
}

// inlineMap writes a map on one line, in the order of its keys.
func inlineMap[V any](m map[string]V, value func(V) string) string {
	entries := make([]string, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		entries = append(entries, word(key)+": "+value(m[key]))
	}
	return "{" + strings.Join(entries, ", ") + "}"
}
