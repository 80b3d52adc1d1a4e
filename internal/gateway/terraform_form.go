package gateway

import (
	"slices"
	"strconv"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// FormTerraform is what resources of Terraform are written as.
const FormTerraform = "terraform"

// terraformForms are how the gateways of Terraform are written, by the type of resource: as
// the API has each, with the arguments that the provider takes. Source: the schemas of
// version 1.128.0 of the Databricks provider.
var terraformForms = map[string]*form{}

// addTerraformForms fills terraformForms once there are forms.
func addTerraformForms() {
	for _, row := range []struct {
		resource string
		kind     Kind
		schema   schema.Name
		required []string
	}{
		{"databricks_model_serving", Endpoint, schema.TerraformEndpoint, endpointRequires},
		{throughputType, Endpoint, schema.TerraformThroughputEndpoint, throughputRequires},
		{"databricks_ai_gateway_model_service", ModelService, schema.TerraformModelService, modelServiceRequires},
		{"databricks_ai_gateway_mcp_service", MCPService, schema.TerraformMCPService, mcpServiceRequires},
		{"databricks_ai_gateway_model_provider_service", ProviderService, schema.TerraformProviderService, providerServiceRequires},
	} {
		f := formWith(row.kind, row.schema)
		f.required = row.required
		terraformForms[row.resource] = f
	}
	terraformForms[throughputType].read = func(r reader, n part) {
		readEndpoint(r, n)
		r.subject.Hosting = provisioned
	}
}

// throughputType is the type of an endpoint that serves foundation models with provisioned
// throughput, and nothing else.
const throughputType = "databricks_model_serving_provisioned_throughput"

// IsTerraformGateway says whether a type of Terraform's resources is a gateway.
func IsTerraformGateway(resourceType string) bool { return terraformForms[resourceType] != nil }

// TerraformResource is one instance of a resource in a document of Terraform.
type TerraformResource struct {
	// Address is what Terraform calls it, and Type and Label what its head says.
	Address, Type, Label string
	Values               *source.Node
	// Path leads to the values in the document.
	Path []string
	// Instances is why it is not known how many there are, "" where it is.
	Instances string
}

// TerraformResources are the resources of a document of Terraform: see package terraform.
// Of any other document there are none.
func TerraformResources(doc *source.Document) []TerraformResource {
	if doc.Dialect != source.Terraform {
		return nil
	}
	list := elements(doc.Root.Get("resources"))
	found := make([]TerraformResource, 0, len(list))
	for i, n := range list {
		if r := terraformResource(n, itoa(i)); r.Values != nil {
			found = append(found, r)
		}
	}
	return found
}

func terraformResource(n *source.Node, index string) TerraformResource {
	return TerraformResource{
		Address: plain(n.Get("address")), Type: plain(n.Get("type")), Label: plain(n.Get("name")),
		Values: mapAt(n, "values"), Path: []string{"resources", index, "values"}, Instances: plain(n.Get("instances")),
	}
}

// terraformResourceAt returns the resource that a path of a document leads into, and what
// of the path lies in its values.
func terraformResourceAt(doc *source.Document, path []string) (r TerraformResource, below []string, ok bool) {
	if doc.Dialect != source.Terraform || len(path) < 3 {
		return TerraformResource{}, nil, false
	}
	list := elements(doc.Root.Get(path[0]))
	i, err := strconv.Atoi(path[1])
	if err != nil || i < 0 || i >= len(list) {
		return TerraformResource{}, nil, false
	}
	return terraformResource(list[i], path[1]), path[3:], true
}

// terraformSubjects returns the gateways of a document of Terraform.
func terraformSubjects(doc *source.Document) ([]*Subject, error) {
	var subjects []*Subject
	kept, ids := secretsIn(doc), map[string]bool{}
	for _, r := range TerraformResources(doc) {
		is := terraformForms[r.Type]
		if is == nil {
			continue
		}
		s, err := normalise(doc, candidate{node: r.Values, base: r.Path, form: FormTerraform, is: is, told: true})
		if err != nil {
			return nil, err
		}
		byPlace := s.ID
		if s.declaredAs(r, kept); ids[s.ID] { // declared twice, which Terraform refuses
			s.ID = byPlace
		}
		ids[s.ID] = true
		subjects = append(subjects, s)
	}
	return subjects, nil
}

// zeroOpen marks a limit of which one amount is 0 and the other is not known: where the 0 is
// not sent, it may be none.
func (r reader) zeroOpen(calls, tokens part) {
	isZero := func(n *source.Node) bool { return n != nil && n.Kind == source.Number && whole(n.Text) == 0 }
	isOpen := func(n *source.Node) bool { return n != nil && unresolved(n) }
	switch {
	case !r.subject.dropsZero():
	case isZero(calls.node) && isOpen(tokens.node):
		r.unresolved("rate_limits.scope", tokens)
	case isZero(tokens.node) && isOpen(calls.node):
		r.unresolved("rate_limits.scope", calls)
	}
}

// tableOpen marks the payload table as unseen that is named after a resource of Terraform
// whose name is not known: in two resources such a name may be written alike and differ.
func (r reader) tableOpen() {
	s := r.subject
	prefixed := s.InferenceTable.Prefix != "" || slices.ContainsFunc(s.unseen, func(u Unseen) bool { return u.Facet == "inference_table.prefix" })
	if !s.isTerraform() || s.InferenceTable.Table == "" || prefixed {
		return
	}
	for _, key := range nameKeys {
		if n := s.node.Get(key); n != nil && unresolved(n) {
			s.InferenceTable.Table = ""
			r.addUnseen(Unseen{Facet: "inference_table.table", Reason: notResolved(n), pointer: source.Pointer([]string{key})})
			return
		}
	}
}
