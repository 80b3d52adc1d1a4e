package cli

import (
	"strings"
	"sync"

	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// shippedRules are parsed when first needed, and once: that is the dearest part
// of a start.
var shippedRules = sync.OnceValues(rules.Shipped.Load)

// prepareCaches begins what a check will need while the configuration is read and the
// rules are parsed: half of what a check of one file costs is getting ready.
func prepareCaches() {
	_, _ = shippedPolicy(policies.Default)
	_, _ = schema.Validate(schema.Endpoint, map[string]any{})
}

// findRule finds a rule by ID, in any case, or by slug.
func findRule(list []rules.Rule, name string) (rules.Rule, bool) {
	for _, rule := range list {
		if strings.EqualFold(rule.ID, name) || rule.Name == name {
			return rule, true
		}
	}
	return rules.Rule{}, false
}
