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
// of an ID, with the prefix of a rule that there is, is one, and so is every text that an
// item of a checklist lists under `rules`; the ID of an item is not.
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
		items, listed := itemIDs(m), listedRules(m)
		ast.WalkTerms(m, func(term *ast.Term) bool {
			word, ok := term.Value.(ast.String)
			if !ok || term.Location == nil || slices.Contains(ids, string(word)) || slices.Contains(items, term) {
				return false
			}
			if form.MatchString(string(word)) || slices.Contains(listed, term) {
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
		faults = append(faults, fmt.Errorf("%s: line %d: there is no rule %s; %s", term.Location.File, term.Location.Row, term.Value, instead(term, ids)))
	}
	return errors.Join(faults...)
}

// instead is the ID that differs in case alone, or where the IDs are found.
func instead(term *ast.Term, ids []string) string {
	word, _ := term.Value.(ast.String)
	i := slices.IndexFunc(ids, func(id string) bool { return strings.EqualFold(id, string(word)) })
	if i >= 0 {
		return fmt.Sprintf("did you mean %q?", ids[i])
	}
	return "'gwlint rules' lists them, and --rules loads your own"
}

// listedRules are the elements of lists and sets under a key `rules`: an item of a
// checklist lists the IDs of the rules that decide it.
func listedRules(m *ast.Module) []*ast.Term {
	var list []*ast.Term
	element := func(term *ast.Term) { list = append(list, term) }
	ast.WalkTerms(m, func(term *ast.Term) bool {
		object, ok := term.Value.(ast.Object)
		if !ok {
			return false
		}
		object.Foreach(func(key, value *ast.Term) {
			if key.Value.Compare(ast.String("rules")) != 0 {
				return
			}
			switch elements := value.Value.(type) {
			case *ast.Array:
				elements.Foreach(element)
			case ast.Set:
				elements.Foreach(element)
			}
		})
		return false
	})
	return list
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
