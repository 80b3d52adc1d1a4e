package cli

import "time"

// noState is why a rule does not see the state.
const noState = "there is no state file; name one with --state"

// surroundings are what rules read as input.context, in the shape of the
// model's schema.
func surroundings(params map[string]any, asOf time.Time, around surrounding) map[string]any {
	workspace := around.workspace
	if workspace == nil {
		workspace = map[string]any{"alerts": []any{}, "warehouses": []any{}}
	}
	return map[string]any{
		"params":    params,
		"as_of":     asOf.UTC().Format(time.RFC3339),
		"state":     around.value(),
		"workspace": workspace,
	}
}
