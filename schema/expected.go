package schema

import "slices"

// Expected returns the violation of a value of a wrong type at a pointer, whatever stands
// there; false where the named schema does not say what belongs there.
func Expected(name Name, pointer []string) (Violation, bool) {
	trees, err := treesOf(name)
	if err != nil || len(pointer) == 0 {
		return Violation{}, false
	}
	here := trees.at(name, pointer)
	if here.tree == nil || here.belongs() != "" || here.instead() != "" {
		return Violation{}, false
	}
	return Violation{
		Pointer: slices.Clone(pointer), Key: pointer[len(pointer)-1], Expected: expected(here.tree),
		Values: proposed(here.tree), Types: slices.DeleteFunc(types(here.tree), func(t string) bool { return t == "null" }),
	}, true
}
