package terraform

import (
	"bytes"
	"slices"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// Keys of what `terraform show -json` prints.
const (
	keyFormat   = "format_version"
	keyErrored  = "errored"
	keyPlanned  = "planned_values"
	keyChanges  = "resource_changes"
	keyDeferred = "deferred_changes"

	keyDeferredChange = "resource_change"
	keyConfiguration  = "configuration"
	keyVariables      = "variables"
	keyRootModule     = "root_module"
	keyChildModules   = "child_modules"
	keyModule         = "module"
	keyModuleCalls    = "module_calls"
	keyModuleAddress  = "module_address"
	keyMode           = "mode"
	keyChange         = "change"
	keyActions        = "actions"
	keyAfter          = "after"
	keyUnknown        = "after_unknown"
	keySensitive      = "after_sensitive"
	keyExpressions    = "expressions"
)

// Parse parses a text as source.Parse does. What `terraform show -json` prints says most
// things twice: of that, and of a state file, what is needed is kept, and the rest is
// masked.
func Parse(text *source.Text, limits source.Limits) ([]*source.Document, error) {
	if MayShow(text.Bytes) {
		doc, skipped, err := source.ParsePart(text, limits, needed)
		if err == nil && (IsShown(doc) || isStateFile(doc)) {
			for _, r := range skipped {
				text.Mask(r)
			}
			return []*source.Document{doc}, nil
		}
	}
	return source.Parse(text, limits)
}

// MayShow says by its words whether a text may be a plan, or a state, that Terraform shows or
// stores.
func MayShow(text []byte) bool {
	if !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) {
		return false
	}
	return quotes(text, keyFormat) || quotes(text, keyLineage) || quotes(text, keySerial)
}

// quotes says whether a text holds a word in quotes. The word is looked for without them:
// in JSON a quote stands everywhere, and a search for what begins with one takes six times
// as long.
func quotes(text []byte, word string) bool {
	for {
		at := bytes.Index(text, []byte(word))
		if at < 0 {
			return false
		}
		end := at + len(word)
		if at > 0 && text[at-1] == '"' && end < len(text) && text[end] == '"' {
			return true
		}
		text = text[at+1:]
	}
}

// needed says what is read of a plan or a state.
func needed(path []string) source.Part {
	switch path[0] {
	case keyChanges:
		return neededOfChange(path[1:])
	case keyDeferred:
		return neededOfDeferred(path[1:])
	case keyConfiguration:
		return neededOfConfiguration(path[1:])
	case keyValues:
		return neededOfState(path[1:], keyValues, keySensitiveValues)
	case keyPlanned: // what is planned for each, its changes say
		return neededOfState(path[1:])
	case keyResources: // of a state file
		return neededOfResource(path[1:])
	case keyFormat, keyErrored, keyVariables, keyVersion, keyLineage, keySerial, "terraform_version":
		return source.All
	}
	return source.None
}

// neededOfDeferred says what is needed of what a plan leaves to the next one.
func neededOfDeferred(path []string) source.Part {
	switch {
	case len(path) == 0:
		return source.Some
	case path[0] == keyDeferredChange:
		return neededOfChange(path[1:])
	}
	return source.None
}

// neededOfChange says what is needed of the change of a resource.
func neededOfChange(path []string) source.Part {
	switch {
	case len(path) == 0, len(path) == 1 && path[0] == keyChange:
		return source.Some
	case len(path) == 1: // the little that is said of the resource
		return source.All
	case slices.Contains([]string{keyActions, keyAfter, keyUnknown, keySensitive}, path[1]):
		return source.All
	}
	return source.None
}

// neededOfConfiguration says what is needed of the modules of a plan's configuration.
func neededOfConfiguration(path []string) source.Part {
	switch {
	case len(path) == 0:
		return source.Some
	case path[0] == keyRootModule:
		return neededOfConfiguration(path[1:])
	case path[0] == keyResources:
		return neededOfResource(path[1:], keyExpressions)
	case path[0] == keyVariables:
		return source.All
	case path[0] != keyModuleCalls:
		return source.None
	case len(path) <= 2:
		return source.Some
	case path[2] == keyModule:
		return neededOfConfiguration(path[3:])
	case path[2] == keyExpressions:
		return source.All
	}
	return source.None
}

// neededOfState says what is needed of the modules of a state: of a resource what it is, and
// some more keys.
func neededOfState(path []string, more ...string) source.Part {
	switch {
	case len(path) == 0:
		return source.Some
	case path[0] == keyRootModule, path[0] == keyChildModules:
		return neededOfState(path[1:], more...)
	case path[0] == keyResources:
		return neededOfResource(path[1:], more...)
	}
	return source.None
}

// neededOfResource says what is needed of a resource: what it is, and some more keys.
func neededOfResource(path []string, more ...string) source.Part {
	switch {
	case len(path) == 0:
		return source.Some
	case slices.Contains([]string{keyAddress, keyMode, keyType, keyName, keyDeposedKey}, path[0]), slices.Contains(more, path[0]):
		return source.All
	}
	return source.None
}

// IsShown says whether a document is what `terraform show -json` prints of a plan or of a
// state.
func IsShown(doc *source.Document) bool {
	root := doc.Root
	if root == nil || root.Kind != source.Map {
		return false
	}
	return isShownPlan(root) || isShownState(root)
}

// isShownPlan says whether a document has what only a plan has.
func isShownPlan(root *source.Node) bool {
	found := 0
	for _, key := range []string{keyFormat, keyChanges, keyPlanned, keyConfiguration} {
		if root.Get(key) != nil {
			found++
		}
	}
	return found > 1 && (root.Get(keyFormat) != nil || root.Get(keyChanges) != nil)
}

// isShownState says whether a document has the modules of a state.
func isShownState(root *source.Node) bool {
	module := root.Get(keyValues).Get(keyRootModule)
	return module != nil && (root.Get(keyFormat) != nil || module.Get(keyResources) != nil || module.Get(keyChildModules) != nil)
}

// OfShown returns a document of the resources that a plan deploys, or that a state holds,
// whose types are wanted: shaped as Resolve makes it. beside is the configuration in the
// folder of the plan, nil for none: places are those of its files then. Nil where there is
// no such resource. Secrets are masked in the text, and all of it that is not read.
func OfShown(doc *source.Document, beside *Configuration, wanted func(resourceType string) bool) (*source.Document, []*source.Error) {
	s := &shown{doc: doc, wanted: wanted, origin: &source.Origin{Text: doc.Text}}
	s.hide()
	if !s.isKnownFormat() {
		return nil, s.faults
	}
	s.beside = newBeside(beside, wanted)
	root := doc.Root
	s.configuration = newPlanConfiguration(root)
	for _, item := range s.listOf(root, keyChanges) {
		s.change(item)
	}
	for _, item := range s.listOf(root, keyDeferred) {
		s.change(item.Get(keyDeferredChange))
	}
	if values := root.Get(keyValues); values != nil {
		s.module(values.Get(keyRootModule), values)
	}
	s.checkErrored()
	wholeness{s}.checkWhole()
	return s.document(), s.faults
}

// shown is the work on one plan or state.
type shown struct {
	doc           *source.Document
	wanted        func(resourceType string) bool
	configuration planConfiguration
	beside        *beside
	// origin is shared by all values that there is no more to say of.
	origin    *source.Origin
	resources []*source.Node
	faults    []*source.Error
	malformed bool
}

// knownFormats are the versions of the format that are read: Terraform 1.1 and later, and
// all of OpenTofu, write one of them.
var knownFormats = regex.Lazy(`^1\.[0-9]{1,3}$`)

// isKnownFormat says whether the version of the format is one that is read. Another one is
// a fault where the document speaks of a resource that is wanted.
func (s *shown) isKnownFormat() bool {
	version := s.doc.Root.Get(keyFormat)
	if version != nil && version.Kind == source.String && knownFormats().MatchString(version.Text) {
		return true
	}
	if s.speaks(s.doc.Root) {
		if version == nil {
			version = s.doc.Root
		}
		s.fault(version, "is Terraform's JSON in a version of its format that gwlint does not read: "+
			"have Terraform or OpenTofu 1.1 or later print it with `terraform show -json`")
	}
	return false
}

// speaks says whether a resource that is wanted stands anywhere in a value.
func (s *shown) speaks(n *source.Node) bool {
	for i := range n.Entries() {
		e := &n.Entries()[i]
		if e.Key == keyType && e.Value.Kind == source.String && s.wanted(e.Value.Text) || s.speaks(e.Value) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items(), s.speaks)
}

// checkErrored says so where Terraform could not plan everything.
func (s *shown) checkErrored() {
	errored := s.doc.Root.Get(keyErrored)
	if errored != nil && (errored.Kind != source.Bool || errored.Text == "true") {
		s.fault(errored, "is a plan that Terraform could not finish, and may lack resources: "+
			"correct the error that `terraform plan` names, and plan again")
	}
}

// listOf returns the elements of a list, none where there is no such key.
func (s *shown) listOf(n *source.Node, key string) []*source.Node {
	list := n.Get(key)
	switch {
	case list == nil || list.Kind == source.Null:
		return nil
	case list.Kind != source.List:
		s.isMalformed(list)
		return nil
	}
	return list.Items()
}

// isMalformed notes that a value is of a kind that Terraform does not write there. One
// such fault tells as much as many.
func (s *shown) isMalformed(n *source.Node) {
	if s.malformed {
		return
	}
	s.malformed = true
	if n == nil {
		n = s.doc.Root
	}
	s.fault(n, "is not written as `terraform show -json` writes it: have Terraform print it again")
}

func (s *shown) fault(n *source.Node, message string) {
	s.faults = append(s.faults, &source.Error{File: s.doc.Text.File, At: s.doc.Text.Position(n.Range().Start), Message: message})
}

// document makes one of the resources that were found.
func (s *shown) document() *source.Document {
	if len(s.resources) == 0 {
		return nil
	}
	list := source.NewList(s.resources...)
	list.Origin = s.origin
	root := mapNode(source.Range{}, s.origin, entryOf(keyResources, source.Range{}, list))
	doc := &source.Document{
		Text: s.doc.Text, Root: root, Index: s.doc.Index, Dialect: source.Terraform,
		Written: []*source.Node{s.written()},
	}
	s.beside.addTexts(doc)
	return doc
}

// written is the tree of the text without what no value stands in.
func (s *shown) written() *source.Node {
	entries := slices.DeleteFunc(slices.Clone(s.doc.Root.Entries()), func(e source.Entry) bool {
		return e.Key != keyChanges && e.Key != keyDeferred && e.Key != keyValues
	})
	return s.doc.Root.WithEntries(slices.Clip(entries))
}

// unshown are the keys of what is read and nothing of which is judged.
var unshown = []string{keyVariables, keyConfiguration, keyPlanned}

// hide masks what of the text is not judged, and may hold a secret: all but what is said
// of the resources that are wanted.
func (s *shown) hide() {
	root := s.doc.Root
	for i := range root.Entries() {
		e := &root.Entries()[i]
		switch {
		case needed([]string{e.Key}) == source.None, slices.Contains(unshown, e.Key), e.Repeats, root.Entry(e.Key) != e:
			s.mask(e)
		case e.Key == keyChanges, e.Key == keyDeferred, e.Key == keyValues:
			s.hideResources(e.Value)
		}
	}
}

// hideResources masks what of a list of resources, or of the modules of a state, is not
// judged.
func (s *shown) hideResources(n *source.Node) {
	for _, item := range n.Items() {
		s.hideResources(item)
	}
	wanted := isResource(n) && s.standingOf(n) == judged
	for i := range n.Entries() {
		e := &n.Entries()[i]
		switch {
		case n.Entry(e.Key) != e:
			s.mask(e)
		case slices.Contains([]string{keyRootModule, keyChildModules, keyResources, keyDeferredChange}, e.Key):
			s.hideResources(e.Value)
		case wanted && e.Key == keyChange:
			s.hideAround(e.Value)
		case wanted && e.Key == keyValues, e.Value.Kind < source.List:
		default:
			s.mask(e)
		}
	}
}

// isResource says whether a value is a resource of a plan or a state, and no module.
func isResource(n *source.Node) bool {
	return n.Get(keyType) != nil && (n.Get(keyChange) != nil || n.Get(keyValues) != nil)
}

// hideAround masks all of a change but what is deployed.
func (s *shown) hideAround(change *source.Node) {
	if change.Kind < source.List || change.Kind == source.List {
		s.doc.Text.Mask(change.Range())
	}
	for i := range change.Entries() {
		if e := &change.Entries()[i]; e.Key != keyAfter && e.Key != keyUnknown && e.Key != keyActions || change.Entry(e.Key) != e {
			s.mask(e)
		}
	}
}

func (s *shown) mask(e *source.Entry) {
	s.doc.Text.Mask(source.Range{Start: e.KeyRange().Start, End: e.Value.Range().End})
}
