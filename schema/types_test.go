package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/schema"
)

func TestTypesAreThoseOfARequest(t *testing.T) {
	t.Parallel()
	gateway := schema.Types(schema.Endpoint).Keys["ai_gateway"]
	if diff := cmp.Diff(&schema.Type{Names: []string{"object"}, Keys: map[string]*schema.Type{"enabled": {Names: []string{"boolean"}}}}, gateway.Keys["usage_tracking_config"]); diff != "" {
		t.Errorf("ai_gateway.usage_tracking_config: %s", diff)
	}
	if diff := cmp.Diff([]string{"integer"}, gateway.Keys["rate_limits"].Items.Keys["calls"].Names); diff != "" {
		t.Errorf("ai_gateway.rate_limits.calls: %s", diff)
	}
	for _, key := range []string{"pii", "routes"} {
		if gateway.Keys[key] != nil {
			t.Errorf("ai_gateway.%s has a type, and no effect", key)
		}
	}
	if schema.Types(schema.Endpoint).Keys["creator"] != nil {
		t.Error("`creator` has a type, and only the platform writes it")
	}
}

func TestTypesFollowReferencesFromOneFileToAnother(t *testing.T) {
	t.Parallel()
	limits := schema.Types(schema.MCPService).Keys["config"].Keys["rate_limits"]
	if diff := cmp.Diff([]string{"integer"}, limits.Items.Keys["requests"].Names); diff != "" {
		t.Error(diff)
	}
}

func TestNoTypesOfASchemaThatIsNotShipped(t *testing.T) {
	t.Parallel()
	if found := schema.Types("gateway"); found != nil {
		t.Errorf("got %v", found)
	}
}
