package cli

import (
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/shipped"
	"github.com/gwlint/gwlint/rules"
)

// shippedRules are the rules that gwlint ships, compiled.
var shippedRules = sync.OnceValue(shipped.Rules)

// findRule finds a rule by ID, in any case, or by slug.
func findRule(list []rules.Rule, name string) (rules.Rule, bool) {
	for _, rule := range list {
		if strings.EqualFold(rule.ID, name) || rule.Name == name {
			return rule, true
		}
	}
	return rules.Rule{}, false
}
