package gateway

import (
	"bytes"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// hideSecrets masks every secret in a document's text, also in parts that hold
// no gateway: they may be shown next to one.
func hideSecrets(doc *source.Document) {
	if doc.Dialect == source.Terraform {
		hideTerraform(doc)
		return
	}
	for _, root := range doc.Written {
		text := doc.TextOf(root)
		text.Once(func() {
			hideText(text)
			hider{doc: doc}.walk(root, hidden{})
			if bytes.Contains(text.Bytes[root.Range().End:], []byte("\n---")) {
				hideDocuments(text)
			}
		})
	}
	for _, text := range append([]*source.Text{doc.Text}, doc.Texts...) {
		text.Once(func() {
			hideText(text)
			if doc.Written != nil {
				hideDocuments(text)
			}
		})
	}
	hider{doc: doc, made: doc.Written != nil}.walk(doc.Root, hidden{})
}

// hideDocuments masks the secrets in all documents of a text, of which one is made that has
// no other of them.
func hideDocuments(text *source.Text) {
	documents, _ := source.Parse(text, source.Limits{})
	for _, doc := range documents {
		hider{doc: doc}.walk(doc.Root, hidden{})
	}
}

// hideText masks in a text what is a secret by its form, and in its comments.
func hideText(text *source.Text) {
	hideForms(text)
	hideComments(text)
}

// hideForms masks what has the form of a secret anywhere in a text. What only the
// words beside it make one is left to hider, which knows keys from values.
func hideForms(text *source.Text) {
	for _, at := range secret.FindForms(text.Content()) {
		text.Mask(source.Range{Start: at.Start, End: at.End})
	}
}

// hideComments masks in the comments of a text what they set a secret's name to, as it
// was configuration once, and each word that is none.
func hideComments(text *source.Text) {
	content := text.Bytes
	if bytes.IndexByte(content, '#') < 0 && !bytes.Contains(content, []byte("//")) && !bytes.Contains(content, []byte("/*")) {
		return
	}
	for start := 0; start < len(content); {
		end := len(content)
		if n := bytes.IndexByte(content[start:], '\n'); n >= 0 {
			end = start + n
		}
		if at := commentIn(content[start:end]); at >= 0 {
			hideComment(text, start+at, end)
		}
		start = end + 1
	}
}

// commentIn returns where a comment of a line begins, -1 where there is none. In a text
// in quotes it may be wrong, which masks no more than a word there.
func commentIn(line []byte) int {
	for i, c := range line {
		begins := i == 0 || strings.IndexByte(" \t,{}[]\"'", line[i-1]) >= 0
		switch {
		case !begins:
		case c == '#', c == '/' && i+1 < len(line) && (line[i+1] == '/' || line[i+1] == '*'):
			return i
		}
	}
	return -1
}

// hideComment masks what a comment must not show.
func hideComment(text *source.Text, start, end int) {
	comment := text.Bytes[start:end]
	for i, c := range comment {
		if c != ':' && c != '=' || !endsInName(comment[:i]) {
			continue
		}
		value := bytes.TrimLeft(comment[i+1:], " \t")
		if len(value) > 0 && !bytes.HasPrefix(bytes.TrimLeft(value, `"'`), []byte("{{")) {
			text.Mask(source.Range{Start: end - len(value), End: end})
		}
		break
	}
	for _, at := range secret.FindOdd(string(comment)) {
		text.Mask(source.Range{Start: start + at.Start, End: start + at.End})
	}
}

// endsInName says whether a comment ends in the name of a secret.
func endsInName(comment []byte) bool {
	const most = 64 // more is no name
	comment = bytes.TrimRight(comment[max(0, len(comment)-most):], " \t\"'")
	name := comment[bytes.LastIndexAny(comment, " \t\"'#/*,{")+1:]
	return secret.IsLikelyName(string(name))
}

// hider masks texts by where they stand.
type hider struct {
	doc *source.Document
	// made says that only values are looked at that are not as they are written: the
	// others were before.
	made bool
}

// hidden says what hides a value by the keys above it.
type hidden struct {
	named  bool // a key is named as a secret, whether anybody knows that key or not
	likely bool // a key is named as what may be a secret
	model  bool // it is part of an external model
	all    bool // nothing there is known to be harmless
}

// below is what hides the value of an entry whose key is a name.
func (h hidden) below(key string, name *secret.Name, label string) hidden {
	h.named = h.named || name.Secret || key == "value" && secret.IsName(label)
	h.likely = h.likely || name.Likely || key == "value" && secret.IsLikelyName(label)
	h.all = h.all || key == "environment_vars" || h.model && !harmless[key]
	h.model = h.model && !h.all || key == "external_model"
	return h
}

// harmless are the keys of an external model that hold no secret, and those of the
// blocks that hold more keys. Source: ExternalModel and what refers to it,
// databricks-sdk-go v0.182.0 service/serving/model.go.
var harmless = map[string]bool{
	"name": true, "provider": true, "task": true,
	"ai21labs_config": true, "amazon_bedrock_config": true, "anthropic_config": true, "cohere_config": true,
	"custom_provider_config": true, "databricks_model_serving_config": true, "google_cloud_vertex_ai_config": true,
	"openai_config": true, "palm_config": true, "api_key_auth": true, "bearer_token_auth": true, "key": true,
	"aws_region": true, "bedrock_provider": true, "instance_profile_arn": true, "uc_service_credential_name": true,
	"cohere_api_base": true, "custom_provider_url": true, "databricks_workspace_url": true, "project_id": true, "region": true,
	"microsoft_entra_client_id": true, "microsoft_entra_tenant_id": true, "openai_api_base": true, "openai_api_type": true,
	"openai_api_version": true, "openai_deployment_name": true, "openai_organization": true,
}

// behind is what hides the value that follows a flag of a command line, "" for none.
func (h hidden) behind(flag string) hidden {
	if flag == "" {
		return h
	}
	name := secret.NameOf(flag)
	h.named, h.likely = h.named || name.Secret, h.likely || name.Likely
	return h
}

// flagBefore returns the flag that stands before an element of a list, "" for none.
func flagBefore(list *source.Node, i int) string {
	if i == 0 || list.Items()[i-1].Kind != source.String || !strings.HasPrefix(list.Items()[i-1].Text, "-") {
		return ""
	}
	return list.Items()[i-1].Text
}

func (h hider) walk(n *source.Node, by hidden) {
	if n == nil {
		return
	}
	switch {
	case h.made && !isMade(n):
	case n.Kind == source.String:
		h.text(n, by)
	case n.Kind == source.Number:
		if by.all || by.named && len(n.Text) >= secret.ShortestNumber {
			h.mask(n)
		}
	}
	for i, item := range n.Items() {
		h.walk(item, by.behind(flagBefore(n, i)))
	}
	h.entries(n, by)
}

// entries masks what a map holds, and the keys that may be secrets themselves.
func (h hider) entries(n *source.Node, by hidden) {
	label := labelOf(n)
	for i := range n.Entries() {
		e := &n.Entries()[i]
		name := secret.NameOf(e.Key)
		if name.Suspect && !isKnownKey(e.Key) {
			h.doc.TextOf(e.Value).Mask(e.KeyRange())
		}
		h.walk(e.Value, by.below(e.Key, name, label))
	}
}

// isKnownKey says whether a key that may itself be a secret is one that services have, or
// bundles, right or wrong.
func isKnownKey(key string) bool { return isOfService(key) || kindMeant(key) != "" }

// text masks a text, or the secrets in it.
func (h hider) text(n *source.Node, by hidden) {
	switch {
	case n.Text == "":
	case (by.named || by.all) && !showsNothing(n.Text), by.likely && secret.IsOdd(n.Text):
		h.mask(n)
	case secret.Interpolation(n.Text) != "":
		h.parts(n, secret.FindKeys(n.Text))
	default:
		h.parts(n, secret.FindWords(n.Text))
		if hasDelimiter(n.Text) {
			h.parts(n, secret.FindKeys(n.Text))
		}
	}
}

// hasDelimiter says whether a text may hold something in delimiters, which is no name.
func hasDelimiter(text string) bool {
	for i := range len(text) {
		switch text[i] {
		case '$', '{', '<', '%':
			return true
		}
	}
	return false
}

func (h hider) mask(n *source.Node) { hideValue(h.doc, n) }

// parts masks parts of a text: the text is masked as a whole where it is not written
// as it reads.
func (h hider) parts(n *source.Node, parts []secret.Span) {
	if len(parts) == 0 {
		return
	}
	text := h.doc.TextOf(n)
	at := strings.Index(text.Content()[n.Range().Start:n.Range().End], n.Text)
	if at < 0 || isMade(n) {
		h.mask(n)
		return
	}
	at += n.Range().Start
	for _, part := range parts {
		text.Mask(source.Range{Start: at + part.Start, End: at + part.End})
	}
}

// showsNothing says whether a text is a reference to a secret or a blank for one, in
// which no secret can hide.
func showsNothing(text string) bool {
	if len(secret.FindWords(text)) > 0 {
		return false
	}
	return secret.IsReference(text) || secret.IsPlaceholder(text)
}

// hideLeaves masks every text and number in a value of which nobody knows what it
// holds.
func hideLeaves(doc *source.Document, n *source.Node) {
	switch {
	case n == nil:
		return
	case n.Kind == source.Number, n.Kind == source.String && n.Text != "" && !showsNothing(n.Text):
		hideValue(doc, n)
	}
	for _, item := range n.Items() {
		hideLeaves(doc, item)
	}
	for i := range n.Entries() {
		hideLeaves(doc, n.Entries()[i].Value)
	}
}

// hideUnknown masks the values of the keys that a schema does not know: a misspelt
// key may hold a secret. Places to keep anchors are known to everybody.
func hideUnknown(doc *source.Document, n *source.Node, found []schema.Violation) {
	unknown := map[string]bool{}
	for _, v := range found {
		if v.Kind == schema.UnknownKey && !isAside(v) {
			unknown[source.Pointer(v.Pointer)] = true
		}
	}
	if len(unknown) > 0 {
		hideBelow(doc, n, "", unknown)
	}
}

// hideBelow masks the values that stand under some pointers, of repeated keys all.
func hideBelow(doc *source.Document, n *source.Node, pointer string, unknown map[string]bool) {
	for i, item := range n.Items() {
		hideBelow(doc, item, pointer+"/"+itoa(i), unknown)
	}
	for i := range n.Entries() {
		e := &n.Entries()[i]
		if below := pointer + source.Pointer([]string{e.Key}); unknown[below] {
			hideLeaves(doc, e.Value)
		} else {
			hideBelow(doc, e.Value, below, unknown)
		}
	}
}

// hideOdd masks what of a wrong value is not plain enough to be quoted.
func hideOdd(doc *source.Document, n *source.Node) {
	if n == nil {
		return
	}
	if n.Kind < source.List && !quotable(n) && !showsNothing(n.Text) && !isTemplate(n) {
		hideValue(doc, n)
	}
	for _, item := range n.Items() {
		hideOdd(doc, item)
	}
	for i := range n.Entries() {
		hideOdd(doc, n.Entries()[i].Value)
	}
}

// quotable says whether a value is plain enough to be shown where it is wrong: a short
// number, a few characters, a word, or words in capitals as enumerations have them.
func quotable(n *source.Node) bool {
	const few, word, words = 6, 12, 40
	switch {
	case n.Kind == source.Null || n.Kind == source.Bool:
		return true
	case n.Kind == source.Number:
		return len(n.Text) < secret.ShortestNumber
	case len(n.Text) <= few:
		return true
	case len(n.Text) > words || secret.In(n.Text):
		return false
	}
	plain := strings.Trim(n.Text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_- ") == ""
	return plain && (len(n.Text) <= word || n.Text == strings.ToUpper(n.Text))
}
