package corpus

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// perFile is how many endpoints a file of a bundle or a module holds.
const perFile = 20

// WriteBundle writes a bundle of n endpoints and some targets into a folder: a root with
// variables and targets, and the endpoints in files that it includes. Of the endpoints,
// one in ten has settings of its own in each target.
func WriteBundle(folder string, n, targets int, seed uint64) error {
	endpoints := Endpoints(n, seed)
	root := bundleRoot(endpoints, targets)
	for _, endpoint := range endpoints {
		inBundle(endpoint)
	}
	return writeBundle(folder, root, endpoints)
}

// bundleOfOneTarget writes a bundle with the endpoints as they are, which has one target.
func bundleOfOneTarget(folder string, endpoints []map[string]any) error {
	return writeBundle(folder, object(
		"bundle", object("name", "fleet"),
		"include", []any{"resources/*.yml"},
		"targets", object("prod", object("default", true, "mode", "production")),
	), endpoints)
}

// writeBundle writes the root of a bundle, and endpoints into files that it includes.
func writeBundle(folder string, root map[string]any, endpoints []map[string]any) error {
	files := map[string]any{"databricks.yml": root}
	for first := 0; first < len(endpoints); first += perFile {
		kind := map[string]any{}
		for i := first; i < min(first+perFile, len(endpoints)); i++ {
			kind[label(i)] = endpoints[i]
		}
		files[fmt.Sprintf("resources/serving%02d.yml", first/perFile)] = object("resources", object("model_serving_endpoints", kind))
	}
	for name, content := range files {
		text, err := yaml.Marshal(content)
		if err != nil {
			return err
		}
		if err := writeFile(folder, name, text); err != nil {
			return err
		}
	}
	return nil
}

// inBundle is an endpoint as people write it in a bundle: what differs between targets
// comes from variables.
func inBundle(endpoint map[string]any) {
	endpoint["name"] = fmt.Sprintf("%s-${bundle.target}", endpoint["name"])
	inference := table(endpoint["ai_gateway"].(map[string]any))
	inference["catalog_name"] = "${var.catalog}"
	inference["schema_name"] = fmt.Sprintf("${var.prefix}_%v", inference["schema_name"])
}

func bundleRoot(endpoints []map[string]any, targets int) map[string]any {
	all := map[string]any{}
	for t := range targets {
		own := map[string]any{}
		for i := t % 10; i < len(endpoints); i += 10 {
			own[label(i)] = object("description", fmt.Sprintf("of target %d", t), "ai_gateway", object(
				"usage_tracking_config", object("enabled", true)))
		}
		all[fmt.Sprintf("target%d", t)] = object(
			"default", t == 0,
			"variables", object("catalog", fmt.Sprintf("main_%d", t)),
			"workspace", object("host", fmt.Sprintf("https://adb-%d.azuredatabricks.net", t+1)),
			"resources", object("model_serving_endpoints", own))
	}
	return object(
		"bundle", object("name", "fleet"),
		"include", []any{"resources/*.yml"},
		"variables", object("catalog", object("default", "main"), "prefix", object("default", "gw_${bundle.target}")),
		"targets", all)
}
