package policies

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// shippedPrefix begins the ID of every rule that gwlint ships.
const shippedPrefix = "GW"

// CheckRules reports where a user's own policy writes the ID of a rule that is not
// among those given: what it says of that rule would hold for none. What has the form
// of an ID, with the prefix of a rule that there is, is one; the ID of an item is not.
func (p Policy) CheckRules(ids []string) error {
	if !p.Own {
		return nil
	}
	form := idForm(ids)
	var unknown []*ast.Term
	for file, m := range p.Modules {
		if strings.HasPrefix(file, builtOn) {
			continue
		}
		items := itemIDs(m)
		ast.WalkTerms(m, func(term *ast.Term) bool {
			word, ok := term.Value.(ast.String)
			if ok && term.Location != nil && form.MatchString(string(word)) && !slices.Contains(ids, string(word)) && !slices.Contains(items, term) {
				unknown = append(unknown, term)
			}
			return false
		})
	}
	slices.SortFunc(unknown, func(a, b *ast.Term) int {
		return cmp.Or(strings.Compare(a.Location.File, b.Location.File), a.Location.Row-b.Location.Row, a.Location.Col-b.Location.Col)
	})
	var faults []error
	for _, term := range unknown {
		faults = append(faults, fmt.Errorf("%s: line %d: there is no rule %s; 'gwlint rules' lists them", term.Location.File, term.Location.Row, term.Value))
	}
	return errors.Join(faults...)
}

// idForm matches what looks like the ID of a rule: the letters of one, and a number.
func idForm(ids []string) *regexp.Regexp {
	prefixes := []string{shippedPrefix}
	for _, id := range ids {
		prefixes = append(prefixes, regexp.QuoteMeta(strings.TrimRight(id, "0123456789")))
	}
	slices.Sort(prefixes)
	return regexp.MustCompile(`^(` + strings.Join(slices.Compact(prefixes), "|") + `)[0-9]+$`)
}

// itemIDs are the values of keys `id` in objects: an item of a checklist has one of
// the policy's making.
func itemIDs(m *ast.Module) []*ast.Term {
	var ids []*ast.Term
	ast.WalkTerms(m, func(term *ast.Term) bool {
		if object, ok := term.Value.(ast.Object); ok {
			object.Foreach(func(key, value *ast.Term) {
				if key.Value.Compare(ast.String("id")) == 0 {
					ids = append(ids, value)
				}
			})
		}
		return false
	})
	return ids
}
