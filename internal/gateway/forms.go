// Package gateway knows what a Databricks AI gateway looks like in each dialect
// it is written in, and turns them all into one model for the rules. It knows
// what was written, what was left out and what could not be seen, and refuses
// to know what a rule makes of it.
package gateway

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Normalise returns the gateways of a document in the order they are written,
// none when it holds no gateway configuration, or is a state file's, which
// FromState reads. kind forces what the document is read as. Secrets are masked
// in the document's text, wherever they stand.
//
// An error means that gwlint's own schema of the API is broken.
func Normalise(doc *source.Document, kind Kind) ([]*Subject, error) {
	hideSecrets(doc)
	if kind == Auto && isState(doc) {
		return nil, nil
	}
	candidates := recognise(doc.Root, kind)
	subjects := make([]*Subject, 0, len(candidates))
	for _, c := range candidates {
		s, err := normalise(doc, c)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, s)
	}
	return subjects, nil
}

func normalise(doc *source.Document, c candidate) (*Subject, error) {
	kind, read := Endpoint, readEndpoint
	switch {
	case c.service != nil:
		kind, read = Kind(strings.ReplaceAll(string(c.service.kind), "-", "_")), readService(c.service)
	case c.form == FormPut:
		read = readPutBody
	}
	s := blank(kind, doc, c)
	s.is, s.read = c.service, read
	r := reader{subject: s}
	read(r, part{node: c.node})
	r.notShown("evidence", NotInFiles)
	return s, r.judgeText()
}

// Forms a gateway is written in.
const (
	FormCreate = "create" // a create body, or what a person keeps to make one
	FormPut    = "put"    // the body of PUT …/ai-gateway
	FormGet    = "get"    // an answer of GET …/serving-endpoints/{name}
	FormList   = "list"   // an item of the list answer, which leaves fields out
)

// Kind names what a document may be forced to be read as.
type Kind string

// The kinds a caller may force; Auto recognises by content.
const (
	Auto         Kind = "auto"
	Endpoint     Kind = "endpoint"
	PutAIGateway Kind = "put-ai-gateway"
)

// Kinds lists what --kind takes.
func Kinds() []string {
	return []string{
		string(Auto), string(Endpoint), string(PutAIGateway),
		string(ModelService), string(MCPService), string(ProviderService),
	}
}

// candidate is a node that holds one gateway.
type candidate struct {
	node *source.Node
	base []string // pointer of node in its document
	form string
	// service is how the service is written that it is, nil for an endpoint.
	service *service
}

// recognise finds the gateways of a document, in the order they are written.
// A document that holds none gives none.
func recognise(root *source.Node, kind Kind) []candidate {
	switch {
	case root == nil:
		return nil
	case root.Kind == source.List:
		return items(root, nil, kind, false)
	case root.Kind != source.Map || isEmptyPage(root):
		return nil
	case kind == PutAIGateway:
		return []candidate{{node: root, form: FormPut}}
	}
	found := recogniseServices(root, kind)
	if found == nil || kind == Auto {
		found = append(found, recogniseListed(root, kind)...)
	}
	if found != nil {
		return found
	}
	if isEndpoint(root) || kind == Endpoint {
		return []candidate{{node: root, form: formOf(root)}}
	}
	if isPutBody(root) {
		return []candidate{{node: root, form: FormPut}}
	}
	return nil
}

// recogniseListed finds the endpoints of a list answer.
func recogniseListed(root *source.Node, kind Kind) []candidate {
	if list := root.Get("endpoints"); list != nil && list.Kind == source.List && looksListed(list) {
		return items(list, []string{"endpoints"}, kind, true)
	}
	return nil
}

// items recognises the elements of a list answer, or of a bare array: the CLI
// prints a list answer without its envelope.
func items(list *source.Node, base []string, kind Kind, listed bool) []candidate {
	var found []candidate
	for i, item := range list.Items {
		if item.Kind != source.Map {
			continue
		}
		at := append(slices.Clone(base), itoa(i))
		if s := serviceOf(item, kind); s != nil {
			found = append(found, candidate{node: item, base: at, form: s.form(item, FormList), service: s})
		} else if form := itemForm(item, kind, listed); form != "" {
			found = append(found, candidate{node: item, base: at, form: form})
		}
	}
	return found
}

// markers are the words without which no document that we read is a gateway's.
var markers = [][]byte{
	[]byte("ai_gateway"), []byte("aiGateway"), []byte("served_entities"), []byte("served_models"),
	[]byte("usage_tracking"), []byte("inference_table"), []byte("guardrails"),
	[]byte("rate_limits"), []byte("fallback_config"), []byte("auto_capture_config"),
	[]byte("model_serving"), []byte("endpoint_guardrail_audit"), []byte("llm_role_endpoints"),
	[]byte("external_model"), []byte("foundation_model"), []byte("traffic_config"),
	[]byte("model-services/"), []byte("mcp-services/"), []byte("model-provider-services/"),
	[]byte("model_services"), []byte("mcp_services"), []byte("provider_services"),
	[]byte("pay_per_token_config"), []byte("provisioned_throughput_config"), []byte("DESTINATION_TYPE_"),
	[]byte("include_tool_selectors"), []byte("source_connection"), []byte("EXTERNAL_MODEL_PROVIDER_TYPE_"), []byte("allow_all_targets"), []byte("native_api_types"),
}

// Relevant says whether a text may hold gateway configuration. A text without
// any of the words that such configuration needs is not worth parsing.
func Relevant(text []byte) bool {
	return slices.ContainsFunc(markers, func(m []byte) bool { return bytes.Contains(text, m) })
}

// Speaks says whether a text that does not parse was meant as gateway
// configuration: by then only words that nothing else uses count, in the text or
// in the file's own name. The text may be UTF-16, as a redirect in PowerShell
// writes it: every other byte of it is NUL.
func Speaks(file string, text []byte) bool {
	text = bytes.ReplaceAll(text, []byte{0}, nil)
	name := []byte(path.Base(file))
	if bytes.Contains(name, []byte("ai-gateway")) {
		return true
	}
	return named.Match(text) || slices.ContainsFunc(ours, func(word []byte) bool { return bytes.Contains(text, word) || bytes.Contains(name, word) })
}

// ours are words that nothing but gateway configuration uses.
var ours = [][]byte{
	[]byte("ai_gateway"), []byte("aiGateway"), []byte("inference_table_config"), []byte("model_serving"),
	[]byte("served_entities"), []byte("served_models"), []byte("usage_tracking_config"), []byte("endpoint_guardrail_audit"),
	[]byte("llm_role_endpoints"),
	[]byte("include_tool_selectors"), []byte("RATE_LIMIT_KEY_"), []byte("RATE_LIMIT_RENEWAL_PERIOD_"), []byte("EXTERNAL_MODEL_PROVIDER_TYPE_"),
	[]byte("DESTINATION_TYPE_"), []byte("external_model_config"), []byte("pay_per_token_config"), []byte("provisioned_throughput_config"),
	[]byte("model_provider_service"), []byte("model-provider-services/"),
}

// named finds the full name of a service, which has three parts, as a name: a
// path may begin with the same word.
var named = regexp.MustCompile(`\bname["']?\s*:\s*["']?(model|mcp)-services/[^.\s"'{]+\.[^.\s"'{]+\.`)

// Unread says of a document that holds no gateway in a form that is read
// whether it holds one in a form that is not, where, and what to do then: to
// skip such a file would pass for a check of it. Nil when there is nothing of
// the kind.
func Unread(doc *source.Document) *source.Error {
	root := doc.Root
	if root == nil || root.Kind != source.Map && root.Kind != source.List || isState(doc) {
		return nil
	}
	fault := func(e *source.Entry, message string) *source.Error {
		return &source.Error{File: doc.Text.File, At: doc.Text.Position(e.KeyRange.Start), Message: message}
	}
	if e := bundled(root); e != nil {
		return fault(e, "holds gateways of a bundle, which are not read yet: check the body of each in a file of its own")
	}
	if e := planned(doc); e != nil {
		return fault(e, "is Terraform's JSON, which is not read yet: check the JSON of each gateway itself")
	}
	if e := buried(root); e != nil {
		return fault(e, "holds '"+e.Key+"' where it is not read: check the document of the gateway itself")
	}
	return nil
}

// terraform are how the names of Terraform's resources begin that are gateways.
var terraform = [][]byte{[]byte("databricks_model_serving"), []byte("databricks_ai_gateway_")}

func namesResource(text []byte) bool {
	return slices.ContainsFunc(terraform, func(name []byte) bool { return bytes.Contains(text, name) })
}

// planned finds the part of Terraform's JSON that has resources, in a file that
// names those of gateways.
func planned(doc *source.Document) *source.Entry {
	if !namesResource(doc.Text.Bytes) {
		return nil
	}
	for _, key := range []string{"planned_values", "values", "resource_changes"} {
		if e := doc.Root.Entry(key); e != nil && e.Value.Kind >= source.List {
			return e
		}
	}
	return nil
}

// buried finds a gateway's block that stands where no document of ours has it.
// It must show its shape: a schema or a manual of the API names the same keys.
func buried(n *source.Node) *source.Entry {
	for _, item := range n.Items {
		if e := buried(item); e != nil {
			return e
		}
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		if isBlock(e) {
			return e
		}
		if e := buried(e.Value); e != nil {
			return e
		}
	}
	return nil
}

func isBlock(e *source.Entry) bool {
	switch e.Key {
	case "ai_gateway":
		return hasAny(e.Value, sections...)
	case "aiGateway": // as Pulumi writes it
		return hasAny(e.Value, "usageTrackingConfig", "inferenceTableConfig", "rateLimits", "guardrails", "fallbackConfig")
	case "served_entities", "served_models":
		return slices.ContainsFunc(e.Value.Items, isServed)
	case "model_services", "mcp_services", "model_provider_services":
		return listedUnder(e, Auto) != nil
	case "config":
		return slices.ContainsFunc(services, func(s *service) bool {
			return s.shaped(e.Value) && (s.kind != ProviderService || hasAny(e.Value, "provider_type"))
		})
	default:
		return false
	}
}

func isServed(n *source.Node) bool {
	return hasAny(n, "entity_name", "model_name", "external_model", "foundation_model")
}

// bundledKinds are the resources of a bundle that are gateways, and what they
// are mistaken for.
var bundledKinds = []string{"model_serving_endpoints", "serving_endpoints", "model_services", "mcp_services", "model_provider_services"}

// bundled finds such resources in a bundle's root, or in one of its targets.
func bundled(root *source.Node) *source.Entry {
	for _, kind := range bundledKinds {
		if e := root.Get("resources").Entry(kind); e != nil && len(e.Value.Entries)+len(e.Value.Items) > 0 {
			return e
		}
	}
	if targets := root.Get("targets"); targets != nil {
		for _, target := range targets.Entries {
			if e := bundled(target.Value); e != nil {
				return e
			}
		}
	}
	return nil
}

// UnreadText does for a text of another syntax what Unread does for a document.
func UnreadText(file string, text []byte) string {
	if ext := path.Ext(file); ext != ".tf" && ext != ".tfvars" {
		return ""
	}
	if namesResource(text) {
		return "holds gateways in Terraform's language, which is not read yet: check the JSON of each gateway itself"
	}
	return ""
}
