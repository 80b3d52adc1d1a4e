package gateway

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// FormBundle is what a bundle's resources are written as.
const FormBundle = "bundle"

// bundleForms are how the gateways of a bundle are written, by the kind of resource: each
// as its API has it, and with what only bundles have.
var bundleForms = map[string]*form{}

// formWith is the form of a kind with a schema of its own.
func formWith(kind Kind, name schema.Name) *form {
	i := slices.IndexFunc(forms, func(f *form) bool { return f.kind == kind })
	f := *forms[i]
	f.schema = name
	return &f
}

// addBundleForms fills bundleForms once there are forms.
func addBundleForms() {
	bundleForms["model_serving_endpoints"] = formWith(Endpoint, schema.BundleEndpoint)
	bundleForms["model_services"] = formWith(ModelService, schema.BundleModelService)
	bundleForms["mcp_services"] = formWith(MCPService, schema.BundleMCPService)
	bundleForms["model_provider_services"] = formWith(ProviderService, schema.BundleProviderService)
}

// bundleKinds are the keys of bundleForms, in the order in which they are read.
var bundleKinds = []string{"model_serving_endpoints", "model_services", "mcp_services", "model_provider_services"}

// bundle is a document that is a bundle as one target deploys it.
type bundle struct {
	doc *source.Document
	// target is its name, "" where the document does not say.
	target string
	// printed says that the CLI printed it: what it drops is not there.
	printed bool
	// plan says that it is the output of `databricks bundle plan`.
	plan bool
}

// bundleOf returns a document as a bundle, nil where it is none that is resolved.
func bundleOf(doc *source.Document) *bundle {
	root := doc.Root
	target := plain(root.Get("bundle").Get("target"))
	switch {
	case doc.Dialect != "":
		return nil
	case doc.Variant != "":
		return &bundle{doc: doc, target: doc.Variant}
	case root == nil || root.Kind != source.Map:
		return nil
	case isPlan(root):
		return &bundle{doc: doc, printed: true, plan: true}
	case target != "" && root.Get("targets") == nil && root.Get("resources") != nil:
		return &bundle{doc: doc, target: target, printed: true}
	}
	return nil
}

// isPlan says whether an object is what `databricks bundle plan -o json` prints.
// Source: its output, Databricks CLI v1.10.0.
func isPlan(root *source.Node) bool {
	plan := root.Get("plan")
	return root.Get("plan_version") != nil && plan != nil && plan.Kind == source.Map
}

// resource is one gateway of a bundle.
type resource struct {
	kind, key string
	base      []string // pointer of its value in the document
	node      *source.Node
}

func (r resource) address() string { return strings.Join([]string{"resources", r.kind, r.key}, ".") }

// resources returns the gateways of a bundle: kind by kind, in the order they are written.
func (b *bundle) resources() []resource {
	if b.plan {
		return b.planned()
	}
	var found []resource
	all := b.doc.Root.Get("resources")
	for _, kind := range bundleKinds {
		of := all.Get(kind)
		if of == nil {
			continue
		}
		for i := range of.Entries() {
			e := &of.Entries()[i]
			if of.Entry(e.Key) == e && e.Value.Kind == source.Map {
				found = append(found, resource{kind: kind, key: e.Key, base: []string{"resources", kind, e.Key}, node: e.Value})
			}
		}
	}
	return found
}

// planned returns the gateways that a plan deploys, without a node where it does not show
// them. What it deletes is gone.
func (b *bundle) planned() []resource {
	var found []resource
	plan := b.doc.Root.Get("plan")
	for i := range plan.Entries() {
		e := &plan.Entries()[i]
		kind, key, ok := plannedKey(e.Key)
		if !ok || plan.Entry(e.Key) != e || plain(e.Value.Get("action")) == "delete" {
			continue
		}
		found = append(found, resource{
			kind: kind, key: key, node: mapAt(e.Value, "new_state", "value"), base: []string{"plan", e.Key, "new_state", "value"},
		})
	}
	return found
}

// plannedKey returns the kind and the key of a gateway by its address in a plan. What
// stands further behind is a part of it, such as its permissions.
func plannedKey(address string) (kind, key string, ok bool) {
	parts := strings.Split(address, ".")
	if len(parts) != 3 || parts[0] != "resources" || bundleForms[parts[1]] == nil {
		return "", "", false
	}
	return parts[1], parts[2], true
}

// mapAt is the map at a path of keys, nil where there is none.
func mapAt(n *source.Node, path ...string) *source.Node {
	for _, key := range path {
		n = n.Get(key)
	}
	if n == nil || n.Kind != source.Map {
		return nil
	}
	return n
}

// fault says what of a printed bundle is not read: what its files hold, their loader says.
func (b *bundle) fault(read []*Subject) *source.Error {
	if !b.printed {
		return nil
	}
	root := b.doc.Root
	if b.plan {
		if version := root.Entry("plan_version"); version.Value.Text != planVersion {
			return b.faultAt(version, "is a plan of a bundle in a form that is not read: check what `databricks bundle validate -o json` prints")
		}
		for _, r := range b.planned() {
			if r.node == nil {
				return b.faultAt(root.Get("plan").Entry(r.base[1]), "is a plan that does not show `"+shownKey(r.key)+"`: check what `databricks bundle validate -o json` prints")
			}
		}
	}
	beside := *root
	beside.SetEntries(slices.DeleteFunc(slices.Clone(root.Entries()), func(e source.Entry) bool { return e.Key == "variables" || e.Key == "plan" }))
	if e := newBurial(read).find(&beside); e != nil {
		return b.faultAt(e, "holds `"+e.Key+"` where it is not read: check the files of the bundle")
	}
	return nil
}

// planVersion is the version of plans that are read.
const planVersion = "2"

func (b *bundle) faultAt(e *source.Entry, message string) *source.Error {
	text := b.doc.TextOf(e.Value)
	return &source.Error{File: text.File, At: text.Position(e.KeyRange().Start), Message: message}
}

// subjects returns the gateways of a bundle.
func (b *bundle) subjects() ([]*Subject, error) {
	var subjects []*Subject
	for _, r := range b.resources() {
		if r.node == nil {
			continue
		}
		s, err := b.subject(r)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, s)
	}
	if !b.printed {
		for _, s := range b.strays() {
			subjects = append(subjects, s.subject(b))
		}
	}
	addRepeatedKeys(b, subjects)
	return subjects, nil
}

func (b *bundle) subject(r resource) (*Subject, error) {
	s, err := normalise(b.doc, candidate{node: r.node, base: r.base, form: FormBundle, is: bundleForms[r.kind], told: true, printed: b.printed})
	if err != nil {
		return nil, err
	}
	s.address, s.target = r.address(), b.target
	b.deploy(s)
	if b.printed {
		b.dropped(s)
	}
	return s, nil
}

// deploy says where a target deploys a gateway to.
func (b *bundle) deploy(s *Subject) {
	workspace := b.doc.Root.Get("workspace")
	host := workspace.Get("host")
	s.Deployment = Deployment{Name: s.Name, Target: b.target, Host: plain(host)}
	unseen := func(facet, reason string) { reader{subject: s}.notShown(facet, reason) }
	switch {
	case host != nil && unresolved(host):
		s.Deployment.Host = ""
		unseen("deployment.host", notResolved(host))
	case plain(host) == "" && plain(workspace.Get("profile")) != "":
		unseen("deployment.host", reasonProfile)
	}
	if b.plan {
		s.unseen = append(s.unseen, Unseen{Facet: "deployment.target", Reason: reasonPlan, Needs: NeedsBundle})
	}
	for _, key := range nameKeys {
		if name := s.node.Get(key); name != nil && unresolved(name) && differsByTarget(s.Name) {
			unseen("deployment.name", notResolved(name))
			return
		}
	}
}

// nameKeys are the keys of what names a gateway: an endpoint by one, a service by its
// schema and itself.
var nameKeys = []string{"name", "parent", "model_service_id", "mcp_service_id", "model_provider_service_id"}

// Why it is not known what a target deploys, and where to.
const (
	reasonProfile = "only the machine that deploys knows the workspace of `workspace.profile`; write `workspace.host`"
	reasonPlan    = "a plan does not name the target and its workspace; check the bundle itself"
	reasonPrinted = "the Databricks CLI drops this before it prints a bundle; check the files of the bundle"
)

// userPrefix begins the references to who deploys: in all targets that is the same person.
const userPrefix = "${workspace.current_user."

// differsByTarget says whether a text that is not known may stand for another value in
// each target.
func differsByTarget(text string) bool {
	for {
		_, rest, found := strings.Cut(text, "${")
		if !found {
			return secret.Interpolation(text) != ""
		}
		if !strings.HasPrefix("${"+rest, userPrefix) {
			return true
		}
		_, text, _ = strings.Cut(rest, "}")
	}
}

// printedFacets are what the CLI has dropped or put right in a bundle that it prints.
var printedFacets = []string{"text.unknown_keys", "text.invalid_values", "text.duplicate_keys", "text.misplaced", "text.placeholders"}

// dropped marks what a printed bundle cannot show.
func (b *bundle) dropped(s *Subject) {
	for _, facet := range printedFacets {
		s.unseen = append(s.unseen, Unseen{Facet: facet, Reason: reasonPrinted, Partial: true, Needs: NeedsBundle})
	}
}

// name is what a resource is called where it has no name: by its address.
func (i Identity) name() string { return cmp.Or(i.Name, i.Address) }
