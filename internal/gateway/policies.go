package gateway

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Policies are the service policies of a model or an MCP service, which are its
// guardrails; other subjects have none. Source: requests to
// …/model-services/{name}?update_mask=config.service_policies and their answers, as
// github.com/databricks-solutions and others publish them. The SDK does not have the
// field.
type Policies struct {
	// Seen says that the list is shown, and that it is known what kind of service it is of.
	Seen bool `json:"seen"`
	// Reason says why it is not; "" when seen.
	Reason string   `json:"reason"`
	List   []Policy `json:"list"`
}

// Policy is one service policy.
type Policy struct {
	Name string `json:"name"`
	// Type is builtin, custom, other for a type that is not known, "" when none is
	// written.
	Type string `json:"type"`
	// Handler is the full name of the function that judges, without "functions/".
	Handler string `json:"handler"`
	// InForce are the phases, pre_call and post_call, in which it is known to act on what
	// it finds: none where it only logs.
	InForce []string `json:"in_force"`
	// DryRun says that it only logs.
	DryRun bool `json:"dry_run"`
	// Categories are the classification tags that it looks for.
	Categories []string `json:"categories"`
	// Unsure says why it is not known what the policy does, "" where it is.
	Unsure string `json:"unsure"`
}

// Why it is not known what service policies do.
const (
	reasonPolicies   = "service_policies is not shown here, and not every workspace shows it; look at the policies of the service in the workspace"
	reasonKind       = "the body does not show whether it is of a model service or an MCP service; say it with `--kind`"
	reasonNoList     = "service_policies is not a list, and counts as not written; write a list of policies"
	reasonNoPolicy   = "a service policy is not an object; write an object with a name, a handler and options"
	reasonNoHandler  = "a service policy names no handler; write its handler"
	reasonNoPhases   = "a service policy does not say in which phases it runs; write phases into its options"
	reasonPhases     = "a service policy names neither of the phases pre_call and post_call; correct phases in its options"
	reasonOptions    = "the options of a service policy are not an object; write an object"
	reasonDryRun     = `dry_run of a service policy is neither "true" nor "false"; write one of them`
	reasonAction     = "the action of a service policy is none of block, transform and ask; write one of them"
	reasonConditions = "a service policy holds for some callers or cases only; look at it in the workspace"
)

const (
	policyPrefix   = "POLICY_TYPE_"
	functionPrefix = "functions/"
	builtinPrefix  = "system.ai."
)

var policyTypes = map[string]string{
	"": "", policyPrefix + "UNSPECIFIED": "",
	policyPrefix + "BUILTIN": "builtin", policyPrefix + "CUSTOM": "custom",
}

// phases are the moments at which a policy may run.
var phases = []string{"pre_call", "post_call"}

// isPolicy says whether an object is a service policy and nothing else.
func isPolicy(n *source.Node) bool {
	handler := plain(n.Get("handler"))
	return strings.HasPrefix(plain(n.Get("policy_type")), policyPrefix) ||
		strings.HasPrefix(strings.TrimPrefix(handler, functionPrefix), builtinPrefix) || strings.HasPrefix(handler, functionPrefix)
}

// policyReader reads the policies of a service.
type policyReader struct{ serviceReader }

// policies reads the guardrails of a service. A rule can decide by one policy whatever
// is not known of another, so what is not known stands in the policy itself; only the
// facets that each policy has alone are marked as unseen.
func (p policyReader) policies(n, config part, basic bool) {
	list := p.key(config, "service_policies")
	p.written("policies", list)
	p.written("policies", p.key(n, "config"))
	p.listed("policies.list", 0, list)
	if reason, at := p.policiesHidden(n, list, basic); reason != "" {
		p.subject.Policies.Seen, p.subject.Policies.Reason = false, Scrub(reason)
		for _, facet := range []string{"policies.list.dry_run", "policies.list.categories"} {
			p.addUnseen(Unseen{Facet: facet, Reason: p.subject.Policies.Reason, node: at.node})
			p.open(at)
		}
		return
	}
	for i := range elements(list.node) {
		policy := policyReader{serviceReader{p.in(i), p.is}}.policy(p.item(list, i))
		p.subject.Policies.List = append(p.subject.Policies.List, policy)
	}
	p.uniquePolicies(list.node)
	if p.isAnyService(config.node) {
		p.subject.Policies.Seen, p.subject.Policies.Reason = false, reasonKind
	}
}

// isAnyService says whether a body that is read as a model service's may as well be an MCP
// service's: it changes nothing that only one of them has.
func (p policyReader) isAnyService(config *source.Node) bool {
	return p.is.kind == ModelService && p.subject.Form == FormUpdate && !p.subject.told &&
		!hasAny(config, "routing", "inference_table")
}

// policiesHidden says why the list is not shown, "" where it is; at is what is written
// there and not resolved.
func (p policyReader) policiesHidden(n, list part, basic bool) (reason string, at part) {
	config := p.key(n, "config")
	switch {
	case config.node != nil && unresolved(config.node):
		return notResolved(config.node), config
	case list.node != nil && unresolved(list.node):
		return notResolved(list.node), list
	case !absent(list.node) && list.node.Kind != source.List:
		return reasonNoList, part{}
	case !absent(list.node):
		return "", part{}
	case basic:
		return reasonBasic, part{}
	case p.subject.Form == FormUpdate:
		return reasonPatch, part{}
	default:
		return reasonPolicies, part{}
	}
}

// unsure marks a facet of one policy as unseen, for the reason of what is written there.
func (p policyReader) unsure(facet, reason string, at part) {
	mark := Unseen{Facet: facet, Reason: reason, Partial: true}
	if at.node != nil && unresolved(at.node) {
		mark.node = at.node
		p.open(at)
	}
	p.addUnseen(mark)
}

// policy reads one policy. The first thing that is not known of it is the reason why it
// is not known what it does.
func (p policyReader) policy(n part) Policy {
	policy := Policy{InForce: []string{}, Categories: []string{}}
	p.written("policies.list", n)
	if why := cmp.Or(notKnown(n.node), notAn(source.Map, n.node, reasonNoPolicy)); why != "" {
		policy.Unsure = why
		p.unsure("policies.list.dry_run", why, n)
		p.unsure("policies.list.categories", why, n)
		return policy
	}
	handler, kind, options := p.key(n, "handler"), p.key(n, "policy_type"), p.key(n, "options")
	p.written("policies.list.handler", handler)
	policy.Name = known(n.node.Get("name"))
	policy.Handler = strings.TrimPrefix(known(handler.node), functionPrefix)
	policy.Type = policyType(kind.node)
	runs, phases := runsIn(options.node)
	dry, trial := p.dryRun(options)
	policy.DryRun = dry
	policy.Categories = p.categories(options)
	doubts := []doubt{
		{notKnown(handler.node), handler},
		{noHandler(policy.Handler), handler},
		{notKnown(kind.node), kind},
		{limited(n.node), n},
		{trial, p.key(options, "dry_run")},
	}
	if !dry {
		doubts = append(doubts, doubt{phases, p.key(options, "phases")}, doubt{acting(options.node), p.key(options, "action")})
	}
	policy.Unsure = p.first(doubts)
	if policy.Unsure == "" && !dry {
		policy.InForce = runs
	}
	return policy
}

// doubt is why it is not known what a policy does, "" where it is, and the part that it
// is about.
type doubt struct {
	why string
	at  part
}

// first returns the first of some doubts, and records where it is written.
func (p policyReader) first(doubts []doubt) string {
	for _, d := range doubts {
		if d.why != "" {
			p.written("policies.list.unsure", d.at)
			return d.why
		}
	}
	return ""
}

// policyType is the type as the model has it.
func policyType(n *source.Node) string {
	word, ok := policyTypes[known(n)]
	if !ok || n != nil && n.Kind != source.Null && n.Kind != source.String {
		return "other"
	}
	return word
}

// runsIn are the phases of a policy, and why they are not known. Policies of the platform
// are seen without any, in which it decides; that is not documented.
func runsIn(options *source.Node) (list []string, why string) {
	written := options.Get("phases")
	switch {
	case notKnown(options) != "":
		return nil, notKnown(options)
	case !absent(options) && options.Kind != source.Map:
		return nil, reasonOptions
	case notKnown(written) != "":
		return nil, notKnown(written)
	case absent(written) || plain(written) == "":
		return nil, reasonNoPhases
	}
	for _, phase := range divided(plain(written)) {
		if slices.Contains(phases, phase) && !slices.Contains(list, phase) {
			list = append(list, phase)
		}
	}
	if len(list) == 0 {
		return nil, reasonPhases
	}
	return list, ""
}

// dryRun says whether a policy only logs, and why that is not known. A boolean is the
// wrong type for it, and says what is meant.
func (p policyReader) dryRun(options part) (dry bool, why string) {
	at := p.key(options, "dry_run")
	p.written("policies.list.dry_run", at)
	p.written("policies.list.dry_run", options)
	n := at.node
	switch {
	case notKnown(options.node) != "":
		why, at = notKnown(options.node), options
	case !absent(options.node) && options.node.Kind != source.Map:
		why = reasonOptions
	case notKnown(n) != "":
		why = notKnown(n)
	case absent(n), says(n, "false"):
	case says(n, "true"):
		return true, ""
	default:
		why = reasonDryRun
	}
	if why != "" {
		p.unsure("policies.list.dry_run", why, at)
	}
	return false, why
}

// says whether a value is a word, as a text in any case or as a boolean.
func says(n *source.Node, word string) bool {
	return (n.Kind == source.Bool || n.Kind == source.String) && strings.EqualFold(n.Text, word)
}

// categories are the tags that a policy looks for.
func (p policyReader) categories(options part) []string {
	at := p.key(options, "categories")
	p.written("policies.list.categories", at)
	if why := notKnown(options.node); why != "" {
		p.unsure("policies.list.categories", why, options)
		return []string{}
	}
	if why := notKnown(at.node); why != "" {
		p.unsure("policies.list.categories", why, at)
		return []string{}
	}
	return divided(plain(at.node))
}

// uniquePolicies reports the names that an earlier policy of the service has too.
func (p policyReader) uniquePolicies(list *source.Node) {
	names := map[string]bool{}
	for i, n := range elements(list) {
		name := known(n.Get("name"))
		if name != "" && names[name] {
			at := []string{"config", "service_policies", itoa(i), "name"}
			textReader{p.subject}.invalid(InvalidValue{Key: dotted(at), Expected: "a name that no other policy of the service has"}, at)
		}
		names[name] = true
	}
}

// known is a text that is written and resolved, else "".
func known(n *source.Node) string {
	if n == nil || unresolved(n) {
		return ""
	}
	return plain(n)
}

// notKnown is why a value that is written is not known yet, "" where it is.
func notKnown(n *source.Node) string {
	if n == nil || !unresolved(n) {
		return ""
	}
	return notResolved(n)
}

func notAn(kind source.Kind, n *source.Node, reason string) string {
	if n.Kind == kind {
		return ""
	}
	return reason
}

func noHandler(handler string) string {
	if handler == "" {
		return reasonNoHandler
	}
	return ""
}

// acting is why it is not known that a policy acts on what it finds.
func acting(options *source.Node) string {
	action := options.Get("action")
	switch {
	case absent(action), slices.Contains([]string{"block", "transform", "ask"}, known(action)):
		return ""
	case notKnown(action) != "":
		return notKnown(action)
	}
	return reasonAction
}

// limited is why a policy may not hold for every call: the platform lets one be for some
// principals, by keys that no documentation has.
func limited(n *source.Node) string {
	for _, e := range n.Entries() {
		key := strings.ToLower(e.Key)
		if e.Value.Kind != source.Null && len(e.Value.Items())+len(e.Value.Entries())+len(e.Value.Text) > 0 &&
			(strings.Contains(key, "principal") || strings.Contains(key, "condition")) {
			return reasonConditions
		}
	}
	return ""
}

// divided are the words of a text with commas between them.
func divided(text string) []string {
	words := []string{}
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// plainOptions are the options of policies that hold no free text.
var plainOptions = []string{"phases", "dry_run", "action", "categories", "model_service", "max_turns"}

// hideOptions masks the options of service policies that hold free text, or of which
// nobody knows what they hold.
func hideOptions(doc *source.Document, service *source.Node) {
	for _, policy := range elements(service.Get("config").Get("service_policies")) {
		options := policy.Get("options")
		if options == nil {
			continue
		}
		for i := range options.Entries() {
			if e := &options.Entries()[i]; !slices.Contains(plainOptions, e.Key) {
				hideLeaves(doc, e.Value)
			}
		}
	}
}
