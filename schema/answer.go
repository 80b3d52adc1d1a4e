package schema

import "slices"

// OnlyAnswered says whether the key that a pointer ends in is one that only the
// platform writes in documents of the named schema: it is in answers, and no request
// takes it. Of no schema that is not shipped is there any.
func OnlyAnswered(name Name, pointer []string) bool {
	if len(pointer) == 0 || !MayBeAnswered(pointer[len(pointer)-1]) {
		return false
	}
	trees, err := treesOf(name)
	if err != nil {
		return false
	}
	only, _ := trees.at(name, pointer).tree["x-answer"].(bool)
	return only
}

// MayBeAnswered says whether only the platform writes a key in some place.
func MayBeAnswered(key string) bool { return slices.Contains(answerKeys, key) }

// answerKeys are the keys that only the platform writes in some place.
var answerKeys = []string{
	"config_version", "creation_timestamp", "creator", "data_plane_info", "effective_budget_policy_id",
	"effective_usage_policy_id", "endpoint_type", "endpoint_url", "foundation_model", "id", "last_updated_timestamp",
	"pending_config", "permission_level", "state", "task", "tile_endpoint_metadata",
}

// Keys lists the keys that stand at the top of documents of the named schema, in
// alphabetical order, those that have no effect there too.
func Keys(name Name) []string {
	keys, err := topKeys(name)
	if err != nil {
		return nil
	}
	return keys
}

// topKeys are asked for once a document.
var topKeys = onceForEach(func(name Name) ([]string, error) {
	if !slices.Contains(Documents(), name) {
		return nil, nil
	}
	t, err := tableOf(name)
	if err != nil {
		return nil, err
	}
	keys := make([]string, 0, len(t[0].keys))
	for _, k := range t[0].keys {
		keys = append(keys, k.key)
	}
	return keys, nil
})
