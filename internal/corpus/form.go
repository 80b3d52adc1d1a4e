package corpus

import (
	"fmt"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v4"
)

// Form is a way to write endpoints into a folder.
type Form struct {
	// Name is what a benchmark and main.go call it.
	Name string
	// Write writes endpoints into a folder that exists.
	Write func(folder string, endpoints []map[string]any) error
}

// Forms returns each way to write the same endpoints.
func Forms() []Form {
	return []Form{
		{"json", jsonFiles},
		{"yaml", yamlFiles},
		{"document", oneDocument},
		{"bundle", bundleOfOneTarget},
		{"terraform", terraformModule},
		{"plan", planFile},
	}
}

// Write writes n endpoints into a folder that exists, in JSON, a file each.
func Write(folder string, n int, seed uint64) error { return jsonFiles(folder, Endpoints(n, seed)) }

func jsonFiles(folder string, endpoints []map[string]any) error {
	for i, endpoint := range endpoints {
		if err := writeFile(folder, Name(i)+".json", Indented(endpoint)); err != nil {
			return err
		}
	}
	return nil
}

func yamlFiles(folder string, endpoints []map[string]any) error {
	for i, endpoint := range endpoints {
		text, err := yaml.Marshal(endpoint)
		if err != nil {
			return err
		}
		if err := writeFile(folder, Name(i)+".yaml", text); err != nil {
			return err
		}
	}
	return nil
}

// oneDocument writes one JSON document, with a list of the endpoints.
func oneDocument(folder string, endpoints []map[string]any) error {
	return writeFile(folder, "endpoints.json", Indented(object("endpoints", endpoints)))
}

func planFile(folder string, endpoints []map[string]any) error {
	text, err := plan(endpoints)
	if err != nil {
		return err
	}
	return writeFile(folder, "plan.json", text)
}

// label is what a bundle and Terraform call the i-th endpoint.
func label(i int) string { return fmt.Sprintf("gateway_%06d", i) }

// writeFile writes a file of a folder, and the folder below it that its name has.
func writeFile(folder, name string, text []byte) error {
	path := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
