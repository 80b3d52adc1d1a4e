package gateway

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// Subject is one gateway in the normalised model: the same shape whatever it
// was written as, with nothing left out. schema/model.schema.json describes it
// for rules; the JSON names here and there are the same.
type Subject struct {
	// ID is unique in a run: the file and the place in it.
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Form is what it was written as: create, update, put, config, get, list, state, bundle or
	// terraform.
	Form string `json:"form"`
	// Hosting is external, foundation, provisioned, custom, agent or unknown.
	Hosting string `json:"hosting"`
	// Task is the endpoint's or its models' task, such as llm/v1/chat; "" when
	// none is written.
	Task string `json:"task"`
	// Provided says that Databricks made the endpoint, not a person.
	Provided bool `json:"provided"`
	// Declared is false only where the source would show a gateway
	// configuration and there is none.
	Declared bool `json:"declared"`
	// Measured says that its use was asked for, by a query on a SQL warehouse;
	// evidence.traffic has the answer, or why there is none.
	Measured bool `json:"measured"`
	// Closed says that a limit of 0 for the whole endpoint or service refuses every call.
	// Source: https://kb.databricks.com/machine-learning/disable-or-restrict-access-to-the-foundation-model-apis
	Closed bool `json:"closed"`
	// Role is the role that configuration gives the gateway (gateway_roles), ""
	// for none.
	Role string `json:"role"`

	UsageTracking  UsageTracking  `json:"usage_tracking"`
	InferenceTable InferenceTable `json:"inference_table"`
	RateLimits     []RateLimit    `json:"rate_limits"`
	LimitCounts    LimitCounts    `json:"limit_counts"`
	Guardrails     Guardrails     `json:"guardrails"`
	Destinations   []Destination  `json:"destinations"`
	Routes         []Route        `json:"routes"`
	Traffic        Traffic        `json:"traffic"`
	Fallback       Fallback       `json:"fallback"`
	Legacy         Legacy         `json:"legacy"`
	Sections       Sections       `json:"sections"`
	Binding        Binding        `json:"binding"`
	MCP            MCP            `json:"mcp"`
	Provider       Provider       `json:"provider"`
	App            App            `json:"app"`
	Call           Call           `json:"call"`
	Deployment     Deployment     `json:"deployment"`
	Evidence       Evidence       `json:"evidence"`
	Text           Text           `json:"text"`
	Policies       Policies       `json:"policies"`
	PayPerToken    []PayPerToken  `json:"pay_per_token"`

	doc  *source.Document
	node *source.Node
	is   *form    // nil for what no document is recognised as
	base []string // pointer of the subject in its document
	told bool     // what it is was said, by the caller or the key of its list, and is no guess
	// read reads the subject anew, to record where its parts are written.
	read     func(reader, part)
	recorder *recorder // nil until the first place is asked for
	// text are the places of what the text itself gave away, by lists of Text.
	text   map[string][]span
	unseen []Unseen
	unread *Unseen // why nothing of it could be read
	// address and target are those of a bundle's resource: see Identity.
	address, target string
	// declared is where evidence is written that a bundle declares beside the subject.
	declared []DeclaredPlace
	// printed says that the Databricks CLI printed it, with keys of its own.
	printed bool
	// instances is why it is not known how many instances of Terraform's resource there are,
	// and secrets are what its document keeps secret.
	instances string
	secrets   *secretValues
	called    *called // nil until the identity is first asked for
}

// called is what a subject of a name is called where that is shown.
type called struct {
	name    string
	secrets *secretValues
	shown   string
}

// blank returns a subject of a kind in which nothing is on: every list is there
// and empty, since the model leaves nothing out.
func blank(kind Kind, doc *source.Document, c candidate) *Subject {
	return &Subject{
		ID:   doc.Text.File + "#" + itoa(doc.Index) + source.Pointer(c.base),
		Kind: string(kind), Form: c.form, Hosting: unknown, Declared: true,
		Traffic:        Traffic{Shares: []int64{}},
		InferenceTable: InferenceTable{CatalogParts: []string{}, SchemaParts: []string{}},
		RateLimits:     []RateLimit{}, Destinations: []Destination{}, Routes: []Route{},
		Guardrails: Guardrails{Input: noFilters(), Output: noFilters()},
		Text: Text{
			UnknownKeys: []UnknownKey{}, InvalidValues: []InvalidValue{}, DuplicateKeys: []DuplicateKey{},
			Misplaced: []Misplaced{}, Placeholders: []Placeholder{}, Credentials: []Credential{}, Spellings: []Spelling{},
		},
		Binding: Binding{Candidates: []string{}},
		MCP:     MCP{Selectors: []string{}}, Provider: Provider{InlineKeys: []string{}},
		App:  App{Endpoints: []AppEndpoint{}},
		Call: Call{Branches: []Branch{}},
		Evidence: Evidence{
			Traffic: UnseenTraffic(NotInFiles),
			Grants:  []Grant{}, UsageGrants: []Grant{}, Agents: []string{}, Access: []Access{},
			Dependencies: []Dependency{}, Alerts: []Alert{},
		},
		Policies: Policies{Seen: true, List: []Policy{}}, PayPerToken: []PayPerToken{},
		doc: doc, node: c.node, base: c.base, told: c.told || len(c.base) > 1, printed: c.printed,
	}
}

func noFilters() Guardrail {
	return Guardrail{PII: "NONE", Keywords: []string{}, Topics: []string{}}
}

// isAnswer says whether the platform answered with the subject. Only then do the keys
// count that only the platform writes.
func (s *Subject) isAnswer() bool { return s.Form == FormGet || s.Form == FormList }

// Identity is what names a subject and distinguishes it from others once its model
// is dropped.
type Identity struct {
	ID, Kind, Name, Form, Hosting string
	Provided                      bool
	// Address is the path of a bundle's resource, such as
	// resources.model_serving_endpoints.chat, or what Terraform calls one, "" for what is
	// none. Target is the target that deploys it.
	Address, Target string
	// Instances is why it is not known how many instances of Terraform's resource there
	// are, "" where it is: what is found then holds for each.
	Instances string
	// File is the name of the file that the subject is written in: that of its resource,
	// where the files of a bundle are several.
	File string

	secrets *secretValues
}

// Hide returns a text about the subject without what its configuration declares to be
// secret.
func (i Identity) Hide(text string) string { return i.secrets.hide(text) }

// kindWords are what a sentence calls each kind.
var kindWords = map[string]string{
	"endpoint": "endpoint", "model_service": "model service", "mcp_service": "MCP service",
	"provider_service": "provider service", "app": "app", "call": "call", "role": "role", "state": "state file",
	"resource": "resource",
}

// String names the subject in a sentence: endpoint 'chat'.
func (i Identity) String() string {
	if i.name() == "" {
		return "this gateway"
	}
	return kindWords[i.Kind] + " `" + i.name() + "`"
}

// Guesses are what a subject may turn out to be that could not be read: an
// endpoint whose hosting is not known may have any. There are none where all that
// says which rules concern a subject is known.
func (s *Subject) Guesses() []*Subject {
	if s.unread == nil || s.Kind != string(Endpoint) || s.Hosting != unknown {
		return nil
	}
	var guesses []*Subject
	for _, hosting := range []string{external, foundation, provisioned, custom, agent} {
		guess := *s
		guess.Hosting = hosting
		guesses = append(guesses, &guess)
	}
	return guesses
}

// Fronts returns the serving endpoints of the workspace at host that the gateway
// stands before, in order of name: those that an endpoint reaches as external
// models, also as those of another provider by its address, and those that a model service serves from. Destinations that stand by,
// get no share of the traffic or are gone count as well: the author who put them behind
// the gateway wants them called through it.
func (s *Subject) Fronts(host string) []string {
	names := []string{}
	add := func(name string) {
		if name != "" && name != s.Name {
			names = append(names, name)
		}
	}
	config := s.config()
	switch s.Kind {
	case string(Endpoint):
		for _, entity := range entities(config) {
			add(reached(entity.Get("external_model"), host))
		}
	case "model_service":
		routing := config.Get("routing")
		for _, list := range []*source.Node{routing.Get("destinations"), routing.Get("fallback").Get("destinations")} {
			for _, n := range elements(list) {
				add(strings.TrimPrefix(plain(n.Get("provisioned_throughput_config").Get("model_serving_endpoint")), endpointPrefix))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// config returns the configuration of what an endpoint serves or a service has,
// wherever its form has it.
func (s *Subject) config() *source.Node {
	switch config := s.node.Get("config"); {
	case s.Form == FormConfig:
		return s.node
	case s.isAnswer() && absent(config):
		return s.node.Get("pending_config")
	default:
		return config
	}
}

// Observe adds what a workspace shows of the subject beside its configuration.
// Until then all of it is unseen; from then on only what the list names is: facets of
// evidence such as evidence.grants, and of an app its endpoints.
func (s *Subject) Observe(e Evidence, list ...Unseen) {
	s.Evidence = e
	s.unseen = slices.DeleteFunc(s.unseen, func(u Unseen) bool { return u.Facet == "evidence" })
	for _, unseen := range list {
		unseen.Reason = secret.Erase(unseen.Reason)
		s.unseen = append(s.unseen, unseen)
	}
}

// Place says where a path of the model is written, or the nearest written
// ancestor of where it would stand.
func (s *Subject) Place(path []string) source.Place {
	if len(path) > 0 && path[0] == "deployment" { // what a target deploys, it deploys by name
		path = []string{"name"}
	}
	if len(path) == 3 && path[0] == "text" {
		if place, ok := s.textPlace(path[1], path[2]); ok {
			return place
		}
	}
	if place, ok := s.declaredPlace(path); ok {
		return place
	}
	return s.locate(s.records().find(path))
}

// Block returns the key of the block that a place stands in, with a label; ok
// is false when there is none to show: what is missing is already shown there, and
// a block of another text does not surround it.
func (s *Subject) Block(at source.Place) (key source.Range, label string, ok bool) {
	end := strings.LastIndexByte(at.Pointer, '/')
	if at.Missing || end <= len(s.doc.Pointer(s.base)) {
		return source.Range{}, "", false
	}
	parent := source.Segments(at.Pointer[:end])
	place := s.doc.Locate(parent)
	shown := !place.Missing && place.Text == at.Text
	name := parent[len(parent)-1]
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		return place.Range, "in this entry", shown
	}
	return place.Range, "in `" + shownKey(name) + "`", shown
}

// Unseen returns what is unseen that touches any of some facets: a facet itself, what it
// is part of, or a part of it. Of several it is one that only another kind of run shows,
// since whatever is put right here leaves that one unseen; what was seen in part comes only
// where there is nothing else, and last what another kind of run would show of it. A subject
// that could not be read has one whatever is asked for, also where that is nothing.
func (s *Subject) Unseen(facets ...string) (Unseen, bool) {
	if s.unread != nil {
		return *s.unread, true
	}
	var best Unseen
	found := false
	for _, facet := range facets {
		for i := range s.unseen {
			unseen := &s.unseen[i]
			if !overlap(unseen.Facet, facet) {
				continue
			}
			if !found || unseen.precedes(best) {
				best, found = *unseen, true
			}
		}
	}
	return best, found
}

// Trace returns the trace of a place of the subject, which is that of a path of the
// model, nil where it is of none.
func (s *Subject) Trace(path []string, at source.Place) Trace { return tracer{s}.trace(path, at) }

// UnseenPlace says where an unseen facet is written: what is not resolved itself, or
// the nearest written ancestor of what is not there.
func (s *Subject) UnseenPlace(mark Unseen) source.Place {
	if mark.node != nil {
		if place, ok := s.declaredNode(mark.node); ok {
			return place
		}
		if pointer, ok := s.records().pointerOf(mark.node); ok {
			return s.locate(pointer)
		}
	}
	if mark.pointer != "" {
		return s.locate(source.Segments(mark.pointer))
	}
	return s.Place(strings.Split(mark.Facet, "."))
}

// Order is the place of the subject's document among those of its texts: that of its target
// among those of a bundle.
func (s *Subject) Order() int { return s.doc.Index }

// Source returns the text the subject is written in.
func (s *Subject) Source() *source.Text { return s.doc.Text }

// Identity returns who the subject is. It shares nothing with the text, so that
// the text can be forgotten.
func (s *Subject) Identity() Identity {
	return Identity{
		ID: s.ID, Kind: s.Kind, Name: s.displayName(), Form: s.Form, Hosting: s.Hosting, Provided: s.Provided,
		Address: s.secrets.hide(strings.Clone(Scrub(s.address))), Target: strings.Clone(s.target), File: s.file(),
		Instances: s.secrets.hide(strings.Clone(s.instances)), secrets: s.secrets,
	}
}

// displayName is the name as it is shown, which all that names the subject shares.
func (s *Subject) displayName() string {
	if c := s.called; c == nil || c.name != s.Name || c.secrets != s.secrets {
		s.called = &called{s.Name, s.secrets, s.secrets.hide(strings.Clone(Scrub(s.Name)))}
	}
	return s.called.shown
}

// file is the name of the file that the subject is written in.
func (s *Subject) file() string {
	if s.isTerraform() {
		return s.doc.TextOf(s.node).File // the name may come from another one
	}
	if len(s.doc.Texts) == 0 {
		return s.doc.Text.File
	}
	if text := s.Place([]string{"name"}).Text; text != nil {
		return text.File
	}
	return s.doc.Text.File
}

func (s *Subject) textPlace(list, index string) (source.Place, bool) {
	spans := s.text[list]
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(spans) {
		return source.Place{}, false
	}
	path := s.absolute(spans[i].pointer)
	place := source.Place{Range: spans[i].ranges, Pointer: s.doc.Pointer(path), Path: path, Text: spans[i].text}
	if n := s.doc.Locate(path).Value; n != nil && n.Range() == place.Range { // else it is the key that is wrong
		place.Value = n
		if n.Origin != nil {
			place.From, place.Parts, place.Via = n.Origin.From, n.Origin.Parts, n.Origin.Via
		}
	}
	return place, true
}

// locate finds a place from the subject's own node. What the subject as a whole
// lacks is shown at its name, and at the head of a resource of Terraform.
func (s *Subject) locate(pointer []string) source.Place {
	place := s.doc.Locate(s.absolute(pointer))
	if !place.Missing || s.isTerraform() || len(pointer) > 0 && s.node.Get(pointer[0]) != nil {
		return place
	}
	if name := s.node.Get("name"); name != nil && name.Kind == source.String {
		place.Range, place.Text = name.Range(), textOf(name)
	} else if len(s.node.Entries()) > 0 {
		place.Range, place.Text = s.node.Entries()[0].KeyRange(), textOf(s.node.Entries()[0].Value)
	}
	return place
}

func (s *Subject) absolute(pointer []string) []string {
	return append(slices.Clone(s.base), pointer...)
}

// records returns where the parts of the subject are written. That is recorded while
// the subject is read where it is all of a document. Of the many subjects of one
// document it would be kept too long, so each is read again for it the first time.
func (s *Subject) records() *recorder {
	if s.recorder == nil {
		s.recorder = newRecorder()
		again := &Subject{Kind: s.Kind, Form: s.Form, doc: s.doc, node: s.node, base: s.base, is: s.is}
		s.read(reader{subject: again, recorder: s.recorder}, part{node: s.node})
	}
	return s.recorder
}

// ForgetPlaces gives back the memory that holds where the parts of the subject are
// written. Call it when the subject has been judged; a place that is asked for later is
// looked for anew.
func (s *Subject) ForgetPlaces() {
	if s.recorder != nil {
		s.recorder.forget()
		s.recorder = nil
	}
}

// Resolve says of each call to a provided endpoint what the workspace at host shows of it.
// Of provided, service is the model service that takes the endpoint's place, and unsure why
// it is not known who made the endpoint.
func (s *Subject) Resolve(host string, provided func(name string) (service string, ok bool, unsure string)) {
	for i := range s.PayPerToken {
		c := &s.PayPerToken[i]
		c.Provided, c.Unsure = false, ""
		if c.address == "" || SameHost(c.address, host) {
			c.Service, c.Provided, c.Unsure = provided(c.Name)
		}
		if c.Unsure = Scrub(c.Unsure); c.Unsure != "" {
			s.unseen = append(s.unseen, Unseen{Facet: "pay_per_token", Reason: c.Unsure, Partial: true})
		}
	}
}

// Declare adds what the document of the subject declares beside it. It takes the place of
// what a workspace would show; see Observe.
func (s *Subject) Declare(d Declared) {
	s.Observe(d.Evidence, d.Unseen...)
	s.declared = d.Places
}

// Base returns the keys and indices that lead to the subject in its document.
func (s *Subject) Base() []string { return slices.Clone(s.base) }

// declaredPlace returns where a path of the model is written that the document declares
// beside the subject, or the longest part of the path that is.
func (s *Subject) declaredPlace(path []string) (source.Place, bool) {
	for n := len(path); n > 0 && len(s.declared) > 0; n-- {
		facet, element, ok := facetOf(path[:n])
		i := slices.IndexFunc(s.declared, func(p DeclaredPlace) bool { return ok && p.Facet == facet && p.Element == element-1 })
		if i >= 0 {
			return s.doc.Locate(s.declared[i].Path), true
		}
	}
	return source.Place{}, false
}

// declaredNode returns where a node is written that the document declares beside the
// subject.
func (s *Subject) declaredNode(n *source.Node) (source.Place, bool) {
	for _, p := range s.declared {
		if n != nil && s.doc.At(p.Path) == n {
			return s.doc.Locate(p.Path), true
		}
	}
	return source.Place{}, false
}

// Written returns the subject with a facet as it is written where parts of that are not
// known: ${var.catalog}.audit.chat_payload. That is equal for two resources that one target
// of a bundle deploys exactly when what stands there is. It is the subject itself where the
// facet is known, and where nothing is put together of it.
func (s *Subject) Written(facet string) *Subject {
	if s.target == "" || facet != "inference_table.table" || s.InferenceTable.Table != "" || !s.InferenceTable.Enabled {
		return s
	}
	written := *s
	switch s.Kind {
	case string(Endpoint):
		block := s.node.Get("ai_gateway").Get("inference_table_config")
		written.InferenceTable.Table = s.writtenTable(block, joined(block.Get("catalog_name"), block.Get("schema_name")))
	case string(ModelService), string(ProviderService):
		block := s.config().Get("inference_table")
		written.InferenceTable.Table = cmp.Or(
			lowerKnown(strings.TrimPrefix(joined(block.Get("table")), tablePrefix)),
			s.writtenTable(block, strings.TrimPrefix(joined(block.Get("parent")), schemaPrefix)),
		)
	}
	return &written
}

// Pointer is the JSON Pointer of a place of the subject as it is written: in the file of a
// bundle or of Terraform that sets the value, and not in what all files come to.
func (s *Subject) Pointer(at source.Place) string {
	if pointer, ok := s.doc.WrittenPointer(at.Path); ok {
		return ScrubPointer(pointer)
	}
	if r, below, ok := terraformResourceAt(s.doc, at.Path); ok {
		return ScrubPointer(source.Pointer(append([]string{"resource", r.Type, r.Label}, below...)))
	}
	return ScrubPointer(at.Pointer)
}

// SettingAt is the JSON Pointer of what is written at a stretch of a text, "" where that is
// not known.
func (s *Subject) SettingAt(at source.Spot) string {
	path, _ := s.doc.PathAt(at)
	return ScrubPointer(source.Pointer(path))
}

// writtenTable is the table in a schema that is known or not; "" without a schema.
func (s *Subject) writtenTable(block *source.Node, schema string) string {
	prefix := cmp.Or(joined(block.Get("table_name_prefix")), s.Name[strings.LastIndexByte(s.Name, '.')+1:])
	if schema == "" || prefix == "" {
		return ""
	}
	return lowerKnown(schema + "." + prefix + "_payload")
}

// joined are texts with dots between them, "" where one is missing.
func joined(nodes ...*source.Node) string {
	texts := make([]string, 0, len(nodes))
	for _, n := range nodes {
		if plain(n) == "" {
			return ""
		}
		texts = append(texts, plain(n))
	}
	return strings.Join(texts, ".")
}

// lowerKnown is a text in lower case, but for the references in it.
func lowerKnown(text string) string {
	var b strings.Builder
	for {
		known, rest, found := strings.Cut(text, "${")
		b.WriteString(strings.ToLower(known))
		reference, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString("${" + reference + "}")
		text = after
	}
}

// declaredAs says which resource of Terraform the subject is, and what its document keeps
// secret. Its ID has the address: its place in the document changes with what is declared
// before it.
func (s *Subject) declaredAs(r TerraformResource, kept *secretValues) {
	s.address, s.instances, s.secrets = r.Address, Scrub(r.Instances), kept
	s.target = s.doc.Variant
	s.ID = s.doc.Text.File + "#" + itoa(s.doc.Index) + source.Pointer([]string{r.Address})
}

// isTerraform says whether the subject is a resource of Terraform.
func (s *Subject) isTerraform() bool { return s.Form == FormTerraform }

// dropsZero says whether a limit of 0 is no limit: the provider sends an endpoint no zero, as
// if it were not written. To a service it sends it.
func (s *Subject) dropsZero() bool { return s.isTerraform() && s.Kind == string(Endpoint) }

// isIdle says whether no amount of a limit has an effect, though one is written. Tokens limit
// nothing on an MCP service.
func (s *Subject) isIdle(limit *RateLimit) bool {
	if s.Kind == "mcp_service" {
		return limit.Calls < 0 && limit.Tokens >= 0
	}
	return s.dropsZero() && max(limit.Calls, limit.Tokens) == 0
}

// unhidden is a text about the subject, "" where what its configuration declares to be secret
// is part of it.
func (s *Subject) unhidden(text string) string {
	if s.secrets.hide(text) != text {
		return ""
	}
	return text
}

// IsPrinted says whether the Databricks CLI printed the document of the subject: it is made
// from other files.
func (s *Subject) IsPrinted() bool { return s.printed }
