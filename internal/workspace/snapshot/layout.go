package snapshot

import "os"

// Where records of a workspace lie: the places that a folder of anything else hardly has. Lists
// that people keep themselves, such as serving-endpoints.json and apps.json, count beside one.
var (
	ownPlaces = []string{
		"identity.json", "metastore.json", "system-schemas.json", "permissions/serving-endpoints", "permissions/warehouses",
		"grants/model-services", "grants/mcp-services", "grants/model-provider-services",
	}
	listPlaces = []string{"serving-endpoints.json", "model-services.json", "mcp-services.json", "model-provider-services.json", "apps.json"}
)

// hasLayout says whether a folder holds records of a workspace, whatever became of its manifest
// and its sums: two in places that only a snapshot has, or one of these beside a list.
func hasLayout(dir string) bool {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return false
	}
	defer func() { _ = root.Close() }() // it was only looked at
	own := present(root, ownPlaces)
	return own > 1 || own > 0 && present(root, listPlaces) > 0
}

func present(root *os.Root, places []string) int {
	n := 0
	for _, place := range places {
		if _, err := root.Lstat(place); err == nil {
			n++
		}
	}
	return n
}
