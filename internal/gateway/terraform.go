package gateway

import (
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// resourceNames are how the names of Terraform's resources begin that are gateways.
var resourceNames = []string{"databricks_model_serving", "databricks_ai_gateway_"}

func isResource(name string) bool {
	return slices.ContainsFunc(resourceNames, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// InTerraform says whether a file of Terraform's language deploys a gateway, or hands the
// settings of one to a module, and where first: without a place where the file is JSON.
func InTerraform(text *source.Text) (at source.Position, holds bool) {
	if strings.EqualFold(path.Ext(text.File), ".json") {
		return source.Position{}, LooksLikeGateway(text.File, text.Bytes)
	}
	start, _ := configures(text.Bytes)
	if start < 0 {
		return source.Position{}, false
	}
	return text.Position(start), true
}

// terraformWay is what to do about a gateway in JSON of Terraform's that is neither a file of
// a module, by its name, nor a plan or a state as `terraform show -json` prints it.
const terraformWay = "holds gateways of Terraform where they are not read: name a file of a module `*.tf.json`, or check what `terraform show -json` prints of a plan or a state"

// inTerraform returns the entry of a document that makes it a gateway's in
// Terraform's JSON: configuration, a plan, or a state in its own form or as
// `terraform show -json` prints it. Nil where there is none.
func inTerraform(doc *source.Document) *source.Entry {
	roots := []*source.Node{doc.Root}
	if doc.Root.Kind == source.List {
		roots = doc.Root.Items()
	}
	for _, root := range roots {
		if e := configured(root.Get("resource")); e != nil {
			return e
		}
	}
	return planned(doc.Root, false)
}

// configured finds a resource of ours in the blocks of configuration, which may be
// written as lists of blocks.
func configured(blocks *source.Node) *source.Entry {
	if blocks == nil {
		return nil
	}
	for _, item := range blocks.Items() {
		if e := configured(item); e != nil {
			return e
		}
	}
	for i := range blocks.Entries() {
		if e := &blocks.Entries()[i]; isResource(e.Key) && len(e.Value.Entries())+len(e.Value.Items()) > 0 {
			return e
		}
	}
	return nil
}

// planned finds a resource of ours in a plan or a state, wherever it stands: modules
// nest. An object with its type is one by what else it has, or by standing among
// resources. What Terraform only reads is none.
func planned(n *source.Node, among bool) *source.Entry {
	if n == nil {
		return nil
	}
	for _, item := range n.Items() {
		if e := planned(item, among); e != nil {
			return e
		}
	}
	if isResource(plain(n.Get("type"))) && plain(n.Get("mode")) != "data" &&
		(among || hasAny(n, "values", "change", "instances", "expressions", "attributes", "address", "mode")) {
		return n.Entry("type")
	}
	for i := range n.Entries() {
		e := &n.Entries()[i]
		if found := planned(e.Value, e.Value.Kind == source.List && (e.Key == "resources" || e.Key == "resource_changes")); found != nil {
			return found
		}
	}
	return nil
}

// configures returns where a text in Terraform's language begins to configure a
// gateway, -1 where it does not: by a resource of ours, or by the settings of a
// gateway that it hands to a module. ok is false where the text ends within a
// string, a comment or a block.
func configures(text []byte) (at int, ok bool) {
	s := hclScanner{text: text}
	tokens := hclWindow{}
	settings := map[string]int{}
	depth := 0
	for s.next() {
		tokens.add(s.token)
		switch {
		case depth == 0 && tokens.isResource():
			return tokens[0].start, true
		case s.token.kind == '{':
			depth++
			tokens.setting(settings)
		case s.token.kind == '[':
			tokens.setting(settings)
		case s.token.kind == '}':
			depth--
		}
	}
	return firstSetting(settings), !s.broken && depth == 0
}

// firstSetting is where the settings of a gateway begin, -1 where those that were
// found may be anything's.
func firstSetting(at map[string]int) int {
	telling := []string{"usage_tracking_config", "inference_table_config", "served_entities"}
	if holdsAny(at, sections) {
		telling = append(telling, "ai_gateway")
	}
	if holdsAny(at, []string{"rate_limits"}) && holdsAny(at, []string{"guardrails"}) {
		telling = append(telling, "rate_limits", "guardrails")
	}
	first := -1
	for _, key := range telling {
		if start, ok := at[key]; ok && (first < 0 || start < first) {
			first = start
		}
	}
	return first
}

func holdsAny(at map[string]int, keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { _, ok := at[key]; return ok })
}

// hclWindow is the last tokens that were read, the newest last.
type hclWindow [4]hclToken

func (w *hclWindow) add(t hclToken) {
	copy(w[:], w[1:])
	w[len(w)-1] = t
}

// isResource says whether the window is the head of a resource's block.
func (w *hclWindow) isResource() bool {
	return w[0].kind == hclName && w[0].text == "resource" && w[1].isLabel() && isResource(w[1].text) && w[2].isLabel() && w[3].kind == '{'
}

// setting remembers where a key of ours has a block or a list, which has just begun.
func (w *hclWindow) setting(at map[string]int) {
	key := w[2]
	if w[2].kind == '=' || w[2].kind == ':' {
		key = w[1]
	}
	if _, seen := at[key.text]; !seen && key.isLabel() {
		at[key.text] = key.start
	}
}
