// Package schema holds the JSON Schemas (draft-07) of the documents that gwlint
// reads and writes, and says where a value departs from one in words that a
// person can act on. It refuses to know where a value was written and what a
// departure means.
package schema

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Name names an embedded schema: its file without `.schema.json`.
type Name string

// The schemas that Go code asks for by name.
const (
	Endpoint     Name = "endpoint"
	PutAIGateway Name = "put-ai-gateway"
	PutConfig    Name = "put-config"
	ModelService Name = "model-service"
	MCPService   Name = "mcp-service"
	// ProviderService is a model provider service.
	ProviderService Name = "provider-service"
	// Those that begin with Bundle are of a bundle's resources.
	BundleEndpoint        Name = "bundle-endpoint"
	BundleModelService    Name = "bundle-model-service"
	BundleMCPService      Name = "bundle-mcp-service"
	BundleProviderService Name = "bundle-provider-service"
	// Those that begin with Terraform are of Terraform's resources.
	TerraformEndpoint           Name = "terraform-endpoint"
	TerraformThroughputEndpoint Name = "terraform-throughput-endpoint"
	TerraformModelService       Name = "terraform-model-service"
	TerraformMCPService         Name = "terraform-mcp-service"
	TerraformProviderService    Name = "terraform-provider-service"
	State                       Name = "state"
	Config                      Name = "config"
	Model                       Name = "model"
	Report                      Name = "report"
	Decision                    Name = "decision"
	Diff                        Name = "diff"
	// Metadata is what the comment before a rule says of it.
	Metadata Name = "metadata"
	// Waivers is the file of waivers.
	Waivers Name = "waivers"
)

const suffix = ".schema.json"

//go:embed *.schema.json
var files embed.FS

// Names lists the embedded schemas in alphabetical order.
func Names() []Name {
	found, err := fs.Glob(files, "*"+suffix)
	if err != nil {
		return nil
	}
	names := make([]Name, 0, len(found))
	for _, file := range found {
		names = append(names, Name(strings.TrimSuffix(file, suffix)))
	}
	slices.Sort(names)
	return names
}

// Rego gives the schemas that rules and policies are checked against, by the
// names under which METADATA has them.
func Rego() map[string][]byte {
	return map[string][]byte{string(Model): Text(Model), string(Decision): Text(Decision)}
}

// Text is the schema as JSON, nil when there is none of that name.
func Text(name Name) []byte {
	text, err := files.ReadFile(string(name) + suffix)
	if err != nil {
		return nil
	}
	return text
}

// decodeTree reads a schema into a fresh tree, which the caller may change.
func decodeTree(name Name) (map[string]any, error) {
	var tree map[string]any
	if err := json.Unmarshal(Text(name), &tree); err != nil {
		return nil, fmt.Errorf("schema %s: %w", name, err)
	}
	return tree, nil
}

// Documents lists the schemas of what the API takes and answers, and of the resources of a
// bundle and of Terraform.
func Documents() []Name {
	return []Name{
		Endpoint, PutAIGateway, PutConfig, ModelService, MCPService, ProviderService,
		BundleEndpoint, BundleModelService, BundleMCPService, BundleProviderService,
		TerraformEndpoint, TerraformThroughputEndpoint, TerraformModelService, TerraformMCPService, TerraformProviderService,
	}
}

// Enums lists, in alphabetical order, the keys whose string value decides
// whether a document of the API is valid. Everywhere else only keys and types
// do, so two documents that differ in other values have the same violations.
func Enums() []string { return slices.Clone(enumKeys) }

// enumKeys are written out, since reading them from all schemas takes a twentieth of the
// check of one file; a test holds them to the schemas, and answerKeys too.
var enumKeys = []string{"behavior", "destination_type", "dry_run", "key", "level", "provider", "provider_type", "renewal_period"}
