// Package gateway knows what a Databricks AI gateway looks like in each dialect
// it is written in, and turns them all into one model for the rules. It knows
// what was written, what was left out and what could not be seen, and refuses
// to know what a rule makes of it.
package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// form is one way to write gateways: in a row of forms.
type form struct {
	// kind is what a caller forces the form by, "" where it cannot be forced.
	kind Kind
	// subject is the kind of the gateways that are written so.
	subject Kind
	// markers are words without one of which no text is of the form.
	markers []string
	// own are words that nothing but gateway configuration uses.
	own []string

	// list is the key of a list answer, and lists says whether a list there is the
	// platform's; forced says that the caller says so.
	list  string
	lists func(list *source.Node, forced bool) bool
	// is says whether an object is of the form, and isItem whether an element of a
	// list is.
	is, isItem func(n *source.Node) bool
	// writtenAs returns the Form of an object that stands at the root of a document,
	// in a list, or in a list answer.
	writtenAs func(n *source.Node, at where) string
	// read reads one.
	read func(reader, part)

	// schema is the API's, and block the key of the gateway's own configuration: of
	// an answer nothing else is held to the schema. typed gives numbers their type
	// where the form also writes them as strings.
	schema schema.Name
	block  string
	typed  func(*source.Node) *source.Node
	// required are the arguments that Terraform requires, by their paths.
	required []string

	// service is what only forms of services have.
	service *service

	// Of a form that is not read: find returns the entry of a document that
	// holds gateways, and instead says what to do then.
	find    func(doc *source.Document, read []*Subject) *source.Entry
	instead func(e *source.Entry) string
}

// where is where an object stands.
type where int

const (
	atRoot where = iota
	inList
	inAnswer // in the list of an answer, under its key
)

// forms are all the ways to write gateways. What an object could be by several, it
// is by the first. To add one takes a row here and a file that reads it.
var forms []*form

func init() { //nolint:gochecknoinits // the rows call what asks for the rows
	forms = append(services(),
		&form{
			kind: Endpoint, subject: Endpoint,
			markers: []string{
				"ai_gateway", "aiGateway", "served_entities", "served_models", "auto_capture_config",
				"external_model", "foundation_model", "traffic_config", "config_update",
			},
			own:  []string{"ai_gateway", "aiGateway", "served_entities", "served_models"},
			list: "endpoints", lists: listsEndpoints, is: isEndpoint, isItem: isEndpointItem, writtenAs: endpointForm,
			read: readEndpoint, schema: schema.Endpoint, block: "ai_gateway",
		},
		&form{
			kind: PutAIGateway, subject: Endpoint,
			markers: []string{"usage_tracking", "inference_table", "guardrails", "rate_limits", "fallback_config"},
			own:     []string{"inference_table_config", "usage_tracking_config"},
			is:      isPutBody, isItem: isPutBody, writtenAs: func(*source.Node, where) string { return FormPut },
			read: readPutBody, schema: schema.PutAIGateway, block: "ai_gateway",
		},
		&form{
			kind: PutConfig, subject: Endpoint,
			markers: []string{"served_entities", "served_models", "traffic_config", "auto_capture_config"},
			own:     []string{"served_entities", "served_models"},
			is:      isConfigBody, isItem: isConfigBody, writtenAs: func(*source.Node, where) string { return FormConfig },
			read: readConfigBody, schema: schema.PutConfig,
		},
		&form{ // read by FromState
			markers: []string{"endpoint_guardrail_audit", "llm_role_endpoints"},
			own:     []string{"endpoint_guardrail_audit", "llm_role_endpoints"},
		},
		&form{
			markers: []string{"model_serving"},
			own:     []string{"model_serving"},
			find:    func(doc *source.Document, _ []*Subject) *source.Entry { return bundled(doc.Root) },
			instead: always("holds gateways of a bundle, which only all its files show: check its `databricks.yml`, or run `databricks bundle validate -o json | gwlint check -`"),
		},
		&form{
			find:    func(doc *source.Document, _ []*Subject) *source.Entry { return inTerraform(doc) },
			instead: always(terraformWay),
		},
		&form{
			find: func(doc *source.Document, read []*Subject) *source.Entry { return newBurial(read).find(doc.Root) },
			instead: func(e *source.Entry) string {
				return "holds `" + e.Key + "` where it is not read: check the document of the gateway itself"
			},
		},
	)
	addBundleForms()
	addTerraformForms()
	markers = wordsOf(func(f *form) []string { return f.markers })
	ownWords = wordsOf(func(f *form) []string { return f.own })
}

func always(message string) func(*source.Entry) string {
	return func(*source.Entry) string { return message }
}

// allows says whether a document may be of the form that is read as a kind.
func (f *form) allows(kind Kind) bool {
	return f.read != nil && (kind == Auto || kind == f.kind)
}

// Unit is what is read together: the documents of one file, or those of several that
// make one configuration.
type Unit []*source.Document

// Normalise returns the gateways of a document in the order they are written,
// none when it holds no gateway configuration, or is a state file's, which
// FromState reads. kind forces what the document is read as. Secrets are masked
// in the document's text, wherever they stand.
//
// An error means that gwlint's own schema of the API is broken.
func Normalise(doc *source.Document, kind Kind) ([]*Subject, error) {
	return Unit{doc}.Normalise(kind)
}

// Normalise returns the gateways of all documents, as the function of that name does
// of one. A form whose files make one document when read together joins them here.
func (u Unit) Normalise(kind Kind) ([]*Subject, error) {
	var subjects []*Subject
	for _, doc := range u {
		hideSecrets(doc)
		if doc.Dialect == source.Terraform {
			more, err := terraformSubjects(doc)
			if err != nil {
				return nil, err
			}
			subjects = append(subjects, more...)
			continue
		}
		if b := bundleOf(doc); b != nil && (kind == Auto || doc.Variant != "") {
			more, err := b.subjects()
			if err != nil {
				return nil, err
			}
			subjects = append(subjects, more...)
			continue
		}
		if kind == Auto && IsState(doc) {
			continue
		}
		respell(doc, kind)
		first := len(subjects)
		for _, c := range recognise(doc.Root, kind) {
			c.told = kind != Auto
			s, err := normalise(doc, c)
			if err != nil {
				return nil, err
			}
			subjects = append(subjects, s)
		}
		respelt(subjects[first:])
	}
	return subjects, nil
}

func normalise(doc *source.Document, c candidate) (*Subject, error) {
	s := blank(c.is.subject, doc, c)
	s.is, s.read = c.is, c.is.read
	if len(c.base) == 0 {
		s.recorder = newRecorder()
	}
	r := reader{subject: s, recorder: s.recorder}
	s.read(r, part{node: c.node})
	r.addUnseen(Unseen{Facet: "evidence", Reason: NotInFiles, Needs: NeedsWorkspace})
	return s, textReader{s}.read()
}

// Forms a gateway is written in.
const (
	FormCreate = "create" // a create body, or what a person keeps to make one
	FormUpdate = "update" // the body of PATCH for a service, which leaves alone what it does not hold
	FormPut    = "put"    // the body of PUT …/ai-gateway
	FormConfig = "config" // the body of PUT …/config
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
	PutConfig    Kind = "put-config"
)

// Kinds lists what --kind takes.
func Kinds() []string {
	return []string{
		string(Auto), string(Endpoint), string(PutAIGateway), string(PutConfig),
		string(ModelService), string(MCPService), string(ProviderService),
	}
}

// candidate is a node that holds one gateway.
type candidate struct {
	node *source.Node
	base []string // pointer of node in its document
	form string
	is   *form
	told bool // the caller says what it is
	// printed says that the Databricks CLI printed it: see Subject.
	printed bool
}

// recognise finds the gateways of a document, in the order they are written.
// A document that holds none gives none.
func recognise(root *source.Node, kind Kind) []candidate {
	switch {
	case root == nil:
		return nil
	case root.Kind == source.List:
		return items(root, kind)
	case root.Kind != source.Map || isEmptyPage(root):
		return nil
	}
	found := listed(root, kind)
	f := formOfObject(root, kind)
	if f == nil || found != nil && kind != Auto {
		return found
	}
	return append([]candidate{{node: root, form: f.writtenAs(root, atRoot), is: f}}, found...)
}

// formOfObject is the form of an object that is all of a document, nil when it has none.
func formOfObject(root *source.Node, kind Kind) *form {
	for _, f := range forms {
		if f.allows(kind) && (kind != Auto || f.is(root)) {
			return f
		}
	}
	return nil
}

// listed finds the gateways of the list answers that a document holds.
func listed(root *source.Node, kind Kind) []candidate {
	var found []candidate
	for i := range root.Entries() {
		e := &root.Entries()[i]
		f := listedUnder(e, kind)
		if f == nil {
			continue
		}
		for i, item := range e.Value.Items() {
			if item.Kind == source.Map {
				found = append(found, candidate{node: item, base: []string{e.Key, itoa(i)}, form: f.writtenAs(item, inAnswer), is: f})
			}
		}
	}
	return found
}

// listedUnder returns the form of the gateways that an entry lists, nil when it
// lists none: other programs keep lists under the same keys.
func listedUnder(e *source.Entry, kind Kind) *form {
	for _, f := range forms {
		if f.list != "" && f.list == e.Key && f.allows(kind) && e.Value.Kind == source.List && f.lists(e.Value, kind == f.kind) {
			return f
		}
	}
	return nil
}

// items recognises the elements of a bare array: the CLI prints a list answer
// without its envelope.
func items(list *source.Node, kind Kind) []candidate {
	var found []candidate
	for i, item := range list.Items() {
		if f := formOfItem(item, kind); f != nil {
			found = append(found, candidate{node: item, base: []string{itoa(i)}, form: f.writtenAs(item, inList), is: f})
		}
	}
	return found
}

// formOfItem is the form of an element of a bare list, nil when it has none.
func formOfItem(item *source.Node, kind Kind) *form {
	if item.Kind != source.Map {
		return nil
	}
	for _, f := range forms {
		if f.allows(kind) && (kind == f.kind || f.isItem(item)) {
			return f
		}
	}
	return nil
}

// isEmptyPage says whether an object is a list answer, or a page of one, that
// lists nothing: a page may be empty and still say where the list goes on.
func isEmptyPage(root *source.Node) bool {
	return len(root.Entries()) > 0 && !slices.ContainsFunc(root.Entries(), func(e source.Entry) bool {
		listed := slices.ContainsFunc(forms, func(f *form) bool { return f.list != "" && e.Key == f.list })
		return e.Key != "next_page_token" && (!listed || e.Value.Kind != source.Null && (e.Value.Kind != source.List || len(e.Value.Items()) > 0))
	})
}

// markers are the words without which no document that we read is a gateway's, and
// ownWords those that nothing but gateway configuration uses.
var markers, ownWords [][]byte

// wordsOf joins words of all forms, those of more common ones first: of those that are read
// before others, and of later ones before earlier ones.
func wordsOf(of func(*form) []string) [][]byte {
	var read, others [][]byte
	for _, f := range slices.Backward(forms) {
		words := &others
		if f.read != nil {
			words = &read
		}
		for _, word := range of(f) {
			*words = append(*words, []byte(word))
		}
	}
	return append(read, others...)
}

// MayHoldGateway says whether a text may hold gateway configuration. A text without
// any of the words that such configuration needs, also by escapes, is not worth
// parsing.
func MayHoldGateway(text []byte) bool {
	return holdsWord(text, markers)
}

// Unsupported says of a document, of which all gateways that are read are given,
// whether it holds one beside them in a form that is not read or where none is looked
// for, where, and what to do then: to skip it would pass for a check of it. Nil when
// there is nothing of the kind.
func Unsupported(doc *source.Document, read []*Subject) *source.Error {
	root := doc.Root
	if root == nil || root.Kind != source.Map && root.Kind != source.List {
		return nil
	}
	if doc.Dialect == source.Terraform {
		return nil // what was wrong with it, who made it says
	}
	if b := bundleOf(doc); b != nil {
		return b.fault(read)
	}
	if IsState(doc) {
		return nil
	}
	for _, f := range forms {
		if f.find == nil {
			continue
		}
		if e := f.find(doc, read); e != nil {
			return &source.Error{File: doc.Text.File, At: doc.Text.Position(e.KeyRange().Start), Message: f.instead(e)}
		}
	}
	return nil
}
