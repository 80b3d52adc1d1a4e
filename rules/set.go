package rules

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Join puts sets together. A set may use the libraries of those before it, and
// may not define a package, an ID or a name again: it would change what another
// rule means.
func Join(sets ...Set) (Set, error) {
	all := Set{Modules: map[string]*ast.Module{}}
	owner := map[string]string{} // package -> the file that has it
	var faults []error
	for _, set := range sets {
		own := map[string]string{}
		for _, file := range slices.Sorted(maps.Keys(set.Modules)) {
			m := set.Modules[file]
			name := m.Package.Path.String()
			if other, taken := owner[name]; taken {
				faults = append(faults, fmt.Errorf("%s: line %d: package %s is that of %s; give it another name and folder",
					file, m.Package.Location.Row, strings.TrimPrefix(name, "data."), other))
			}
			own[name] = file
			all.Modules[file] = m
		}
		maps.Copy(owner, own)
		all.Rules = append(all.Rules, set.Rules...)
	}
	if err := errors.Join(faults...); err != nil {
		return Set{}, err
	}
	return all, all.distinct()
}

// distinct sorts the rules and reports those that share an ID or a name.
func (s *Set) distinct() error {
	ids, names := map[string]Rule{}, map[string]Rule{}
	var faults []error
	for _, rule := range s.Rules {
		if other, taken := ids[rule.ID]; taken {
			faults = append(faults, rule.Errorf("custom.id: %s is the ID of %s in %s", rule.ID, other.Package, other.File))
		} else if other, taken := names[rule.Name]; taken {
			faults = append(faults, rule.Errorf("the name %s is that of %s in %s; a rule is found by its name alone", rule.Name, other.ID, other.File))
		}
		ids[rule.ID], names[rule.Name] = rule, rule
	}
	slices.SortFunc(s.Rules, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	return errors.Join(faults...)
}
