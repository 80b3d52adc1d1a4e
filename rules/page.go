package rules

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/schema"
)

// home is where the rules' pages are read. Pages name addresses in full: they
// are shown by SARIF viewers and terminals too, where no folder is near.
const home = "https://github.com/gwlint/gwlint/blob/main/rules"

// DocURL is the address of the rule's page. For a user's own rule it is the
// first link of its METADATA, "" when there is none.
func DocURL(rule Rule) string {
	if rule.Own {
		if len(rule.Links) == 0 {
			return ""
		}
		return rule.Links[0].URL
	}
	return strings.Join([]string{home, rule.Area, rule.Name, "README.md"}, "/")
}

// Page is the rule's page in Markdown, as `go generate` wrote it; "" for a rule
// that has none.
func Page(rule Rule) string {
	text, err := fs.ReadFile(Embedded, path.Join(rule.Area, rule.Name, "README.md"))
	if err != nil || rule.Own {
		return ""
	}
	return string(text)
}

// RenderPage writes the rule's page from its METADATA, the examples in its
// folder of fsys, and what the default policy makes of it. A rule that gwlint
// ships must have examples.
func RenderPage(fsys fs.FS, rule Rule, standing PolicySummary) (string, error) {
	sections := []string{
		fmt.Sprintf("# %s: %s", rule.ID, rule.Title),
		factsTable(rule, standing),
	}
	if note := awaitingNote(rule); note != "" {
		sections = append(sections, note)
	}
	sections = append(sections,
		"## What it finds, and why it matters", rule.Description,
	)
	for _, side := range []struct{ folder, heading string }{{"bad", "## Flagged"}, {"good", "## Not flagged"}} {
		shown, err := example(fsys, rule, side.folder)
		switch {
		case err == nil:
			sections = append(sections, side.heading, shown)
		case !rule.Own: // a user's own may be half written; its tests will say so
			return "", fmt.Errorf("rule %s: %w", rule.ID, err)
		}
	}
	sections = append(sections,
		"## How to fix it", remediationSection(rule),
		"## What it needs to see", evidenceSection(rule),
	)
	if len(rule.Params) > 0 {
		sections = append(sections, "## Parameters", parametersSection(rule))
	}
	sections = append(sections, "## How to let it stand", waivingSection(rule, standing))
	if len(rule.Controls) > 0 {
		sections = append(sections, "## Controls", controlsSection(rule))
	}
	if len(rule.Links) > 0 {
		sections = append(sections, "## Links", linksSection(rule))
	}
	if !rule.Own {
		sections = slices.Insert(sections, 1, "<!-- Written by `go generate ./rules` from the rule's METADATA and examples. -->")
	}
	return strings.Join(sections, "\n\n") + "\n", nil
}

// awaitingNote says on which kinds of subject a rule finds nothing yet, and why.
func awaitingNote(rule Rule) string {
	awaits := rule.Awaits()
	switch {
	case len(awaits) == 0:
		return ""
	case len(awaits) < len(rule.Kinds):
		kinds := kindNames(slices.Sorted(maps.Keys(awaits)))
		return fmt.Sprintf("**In %s it finds nothing yet:** it needs %s.", joinWords(kinds), notRead(awaits))
	default:
		return fmt.Sprintf("**It finds nothing yet:** it needs %s.", notRead(awaits))
	}
}

// waivingSection says how a finding can stand: by a waiver, unless the policy lets nobody
// waive the rule, or by another level.
func waivingSection(rule Rule, standing PolicySummary) string {
	waiver := fmt.Sprintf("Where somebody answers for it, waive it up to a day, in `gwlint-waivers.yaml`:\n\n"+
		"```yaml\n"+
		"version: 1\nwaivers:\n  - rule: %s\n    subject: \"sandbox-*\" # or path, target, workspace …\n"+
		"    reason: \"load test account\"\n    owner: ml-platform\n    until: 2027-01-31\n"+
		"```\n\n"+
		"or in a comment beside the setting: `# gwlint: ignore[%s] until=2027-01-31 owner=ml-platform reason=\"load test account\"`. "+
		"It stays in every report as waived.", rule.ID, rule.ID)
	if instead := standing.Unwaivable[rule.ID]; instead != "" {
		waiver = "No waiver covers it: " + instead + "."
	}
	return waiver + fmt.Sprintf("\n\nOr give the rule another level in `.gwlint.yaml`, everywhere or only for some files or subjects:\n\n"+
		"```yaml\n"+
		"rules:\n  %s: note # off, note, warning or error\n"+
		"overrides:\n  - paths: [\"sandbox/**\"] # or subjects: [\"*-dev\"], or both\n    rules: {%s: off}\n"+
		"```\n\n"+
		"To leave files out of a check altogether, name them with `--exclude`.", rule.ID, rule.ID)
}

// frameworks spells out the names under which METADATA has controls.
var frameworks = map[string]string{
	"dasf":           "Databricks AI Security Framework (DASF) 3.0",
	"eu-ai-act":      "EU AI Act, Regulation (EU) 2024/1689",
	"mitre-atlas":    "MITRE ATLAS 5.6.0",
	"nist-ai-rmf":    "NIST AI Risk Management Framework 1.0",
	"owasp-llm-2025": "OWASP Top 10 for LLM Applications 2025",
}

func controlsSection(rule Rule) string {
	lines := make([]string, 0, len(rule.Controls)+2)
	for _, name := range slices.Sorted(maps.Keys(rule.Controls)) {
		framework, known := frameworks[name]
		if !known {
			framework = name
		}
		lines = append(lines, fmt.Sprintf("- %s: %s", framework, strings.Join(rule.Controls[name], ", ")))
	}
	if !rule.Own {
		lines = append(lines, "", "Which of them the rule serves is gwlint's own judgement, not that of who publishes them.")
	}
	return strings.Join(lines, "\n")
}

func linksSection(rule Rule) string {
	lines := make([]string, len(rule.Links))
	for i, link := range rule.Links {
		lines[i] = fmt.Sprintf("- [%s](%s)", link.Text, link.URL)
	}
	return strings.Join(lines, "\n")
}

// joinWords joins words as a sentence does.
func joinWords(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " and " + list[last]
}

// PolicySummary is what the default policy makes of the rules. Rules know no policy,
// so who renders pages asks it.
type PolicySummary struct {
	Policy string                   // its name: f4_checklist
	Levels map[string]finding.Level // of a failure, by rule ID, where nothing is special about the subject
	Items  []Item                   // of its checklist, in its order
	// Unwaivable says what to do instead of a waiver, by the ID of each rule that no waiver
	// covers.
	Unwaivable map[string]string
}

// Item is one line of a checklist and the IDs of the rules that decide it.
type Item struct {
	ID, Title string
	Rules     []string
}

// factsTable is the table at the head of a page.
func factsTable(rule Rule, standing PolicySummary) string {
	rows := []string{"| | |", "|---|---|"}
	row := func(name, value string) {
		if value != "" {
			rows = append(rows, fmt.Sprintf("| %s | %s |", name, strings.ReplaceAll(value, "|", `\|`)))
		}
	}
	row("Name", "`"+rule.Name+"`")
	row("Severity", string(rule.Severity))
	if level := standing.Levels[rule.ID]; level != "" {
		row("Level", fmt.Sprintf("%s in `%s`, the default policy", level, standing.Policy))
	}
	row("Decides", strings.Join(standing.decides(rule), "; "))
	if rule.Halts {
		row("Halts", "yes: at level error the run ends with exit code 4, and an operator must answer the prompt first")
	}
	row("Precision", rule.Precision)
	row("Concerns", joinWords(kindNames(rule.Kinds)))
	switch {
	case rule.Scope != "workspace":
	case slices.Contains(rule.Requires, "deployment.target"):
		row("Compares", "what all targets of one bundle deploy")
	default:
		row("Compares", "all of them that a run sees; of bundles, what one target deploys")
	}
	row("Since", rule.Since)
	return strings.Join(rows, "\n")
}

// decides are the items of the checklist that the rule has a say in.
func (p PolicySummary) decides(rule Rule) []string {
	var list []string
	for _, item := range p.Items {
		if slices.Contains(item.Rules, rule.ID) {
			list = append(list, item.ID+": "+item.Title)
		}
	}
	return list
}

// kindNames names subject kinds in the plural.
func kindNames(kinds []string) []string {
	names := map[string]string{
		"endpoint": "serving endpoints", "model_service": "model services", "mcp_service": "MCP services",
		"provider_service": "model provider services", "app": "apps", "call": "calls in client code",
		"role": "roles of the state file", "state": "the state file",
		"resource": "what a bundle never deploys",
		"waiver":   "waivers", "baseline": "the baseline",
	}
	list := make([]string, len(kinds))
	for i, kind := range kinds {
		list[i] = names[kind]
	}
	return list
}

// place is where a part of the model is shown.
type place int

const (
	inConfiguration place = iota
	inState
	inWorkspace
	inCode
)

// places are where the parts of the model are shown by their first name, where that
// is not the configuration.
var places = map[string]place{
	"call":      inCode,
	"binding":   inState,
	"state":     inState,
	"evidence":  inWorkspace,
	"workspace": inWorkspace,
}

// gaps say how each place can fail to show something.
var gaps = map[place]string{
	inConfiguration: "a variable without a value, an answer that leaves a field out",
	inState:         "no state file, a value that is still `<pending>`",
	inWorkspace:     "a check of files alone, a part of the workspace that may not be read",
	inCode:          "a name that is put together while the code runs",
}

// placeOf is where a facet is shown.
func placeOf(facet string) place {
	first, _, _ := strings.Cut(facet, ".")
	return places[first]
}

// field is as much of the model's schema as names its fields in a reader's words.
type field struct {
	Title       string            `json:"title"`
	Properties  map[string]*field `json:"properties"`
	Items       *field            `json:"items"`
	Definitions map[string]*field `json:"definitions"`
}

// model is the schema of the model, read when a page is first rendered.
var model = sync.OnceValue(func() *field {
	var root field
	if err := json.Unmarshal(schema.Text(schema.Model), &root); err != nil {
		panic(err) // the schema is embedded: gwlint itself is wrong
	}
	return &root
})

// facetWords are the title of a facet in the model's schema, else that of what it is
// a part of, "" where neither has one.
func facetWords(facet string) string {
	path := strings.Split(facet, ".")
	at, words := facetRoot(path[0]), ""
	for _, name := range path {
		for at.Items != nil {
			at = at.Items
		}
		if at = at.Properties[name]; at == nil {
			break
		}
		words = cmp.Or(at.Title, words)
	}
	return words
}

// evidenceSection says what a rule must see and what becomes of it where it does not.
func evidenceSection(rule Rule) string {
	if len(rule.Requires) == 0 {
		return "Only the text itself: it is never `unknown`."
	}
	var things, missing []string
	for _, facet := range rule.Requires {
		if words := facetWords(facet); !slices.Contains(things, words) {
			things = append(things, words)
		}
		if gap := gaps[placeOf(facet)]; !slices.Contains(missing, gap) {
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
			return placeOf(facet) == place(at)
		}) {
			list = append(list, name)
		}
	}
	if len(list) == 0 {
		return names[0]
	}
	return strings.Join(list, ", ")
}

// Param is something that rules may be told in `.gwlint.yaml`.
type Param struct {
	Name    string
	Meaning string // a sentence
	Default string // in YAML, as it stands behind the name
}

// Params are all parameters. What holds where none is written is for the
// configuration to say; a test compares the two.
func Params() []Param { return slices.Clone(params) }

var params = []Param{
	{"required_roles", "Roles that need a candidate that passes its probes.", " [agent_chat]"},
	{"gateway_roles", "The role that a gateway serves, by a glob of its name.", ` {"*": agent_chat}`},
	{"role_probes", "The probes that a candidate for a role must pass. A role that is not written keeps its default.", `
    agent_chat: [short_chat_ok, streaming_ok]
    agent_chat_streaming_smoke: [short_chat_ok, streaming_ok]
    failure_categorizer: [short_chat_ok, sql_quote_ok]
    llm_judge_default: [short_chat_ok, sql_quote_ok]
    reflection_lm: [short_chat_ok, long_context_ok, sql_quote_ok]`},
	{"audit_max_age", "How old an audit may be.", " 720h"},
	{"shared_schemas", "Schemas that nobody owns.", " [default]"},
	{"pii", "What guardrails must do with personal data: BLOCK or MASK; without a value either will do.", `
    input:
    output:`},
	{"table_visible_within", "How soon after the first traffic an inference table must exist.", " 1h"},
	{"agent_principals", "Application IDs of the agents' service principals.", " []"},
	{"ops_principals", "Users and groups of the operations team.", " []"},
	{"gateways", "Names of gateways that are configured elsewhere.", " []"},
	{"policy_kinds", "What a service policy filters (pii, safety), by its handler.", " {}"},
	{"guardrail_window", "How far back a scan with `--warehouse` looks for guardrails that ran.", " 24h"},
	{"sovereign", "Whether the workspace is in a sovereign cloud, where the endpoints that Databricks provides stay.", " false"},
}

// parametersSection shows what a rule may be told, as the configuration has it.
func parametersSection(rule Rule) string {
	var text strings.Builder
	text.WriteString("Set in `.gwlint.yaml`; these are the defaults:\n\n```yaml\nparams:\n")
	for _, param := range params {
		if slices.Contains(rule.Params, param.Name) {
			fmt.Fprintf(&text, "  # %s\n  %s:%s\n", param.Meaning, param.Name, param.Default)
		}
	}
	text.WriteString("```")
	return text.String()
}

//go:generate go run generate.go

// RenderCatalogue writes the table of all rules, one part for each area in
// order of the lowest ID; the rules are in order of ID already.
func RenderCatalogue(list []Rule, standing PolicySummary) string {
	var out strings.Builder
	out.WriteString("# Rules\n\n<!-- Written by `go generate ./rules` from the rules' METADATA. -->\n\n")
	out.WriteString("A rule says what is so; the [policy](../policies) decides how bad that is for a run. ")
	out.WriteString("An ID never changes its meaning. ")
	fmt.Fprintf(&out, "The level is that of `%s`, the default policy. ", standing.Policy)
	out.WriteString("Evidence is what a rule must see; where it cannot, the outcome is `unknown`, never a pass. ")
	out.WriteString("[Writing a rule](lib/README.md) is for authors; [retired.txt](retired.txt) keeps the IDs that are gone.\n")
	var areas []string
	for _, rule := range list {
		if !slices.Contains(areas, rule.Area) {
			areas = append(areas, rule.Area)
		}
	}
	list = append(slices.Clone(list), Housekeeping()...)
	for _, area := range append(areas, housekeepingArea) {
		fmt.Fprintf(&out, "\n## %s\n\n", heading(area))
		out.WriteString("| ID | Name | What it finds | Severity | Level | Concerns | Evidence |\n|---|---|---|---|---|---|---|\n")
		for _, rule := range list {
			if rule.Area == area {
				fmt.Fprintf(&out, "| %s | [%s](%s/%s/README.md) | %s | %s | %s | %s | %s |\n",
					rule.ID, rule.Name, rule.Area, rule.Name, rule.Heading(), rule.Severity,
					cmp.Or(string(standing.Levels[rule.ID]), string(HousekeepingLevel(rule.ID)), "-"), strings.Join(kindNames(rule.Kinds), ", "), cmp.Or(sources(rule), "-"))
			}
		}
	}
	return out.String()
}

func heading(area string) string {
	return strings.ToUpper(area[:1]) + area[1:]
}
