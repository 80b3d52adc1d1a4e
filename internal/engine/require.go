package engine

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// checkRequires reports the first facet that a rule reads and its METADATA does
// not require: unseen, it would read as off, and the rule would judge what nobody
// saw.
func checkRequires(rule rules.Rule, facets [][]string) error {
	for _, path := range facets {
		if !slices.ContainsFunc(rule.Requires, func(r string) bool { return covers(r, path) }) {
			return fmt.Errorf("it reads %s and METADATA does not require it", strings.Join(path, "."))
		}
	}
	return nil
}

// checkParams reports the first parameter that a rule reads and its METADATA does
// not name: its page would not tell of it.
func checkParams(rule rules.Rule, context [][]string) error {
	for _, path := range context {
		if path[0] != "params" {
			continue
		}
		if len(path) == 1 {
			return errors.New("it hands input.context.params on as a whole; name the parameters it needs")
		}
		if !slices.Contains(rule.Params, path[1]) {
			return fmt.Errorf("it reads the parameter %s and METADATA does not name it in params", path[1])
		}
	}
	return nil
}

// covers says whether requiring one facet is enough to read a path: the path
// itself, something it is a part of, or, where the path ends in a list, what
// the rule needs of the list's elements.
func covers(required string, path []string) bool {
	read := strings.Join(path, ".")
	return required == read ||
		strings.HasPrefix(read, required+".") ||
		strings.HasPrefix(required, read+".") && isList(path)
}

// shownPaths are what a question looks at of the paths that it reads, which end at
// a list: of that, what the rule requires of its elements, and not what they are
// called. Two gateways that serve the same look the same to it then. A test holds
// the shipped rules to reading no more.
func shownPaths(paths [][]string, requires []string) [][]string {
	var shown [][]string
	for _, path := range paths {
		whole := strings.Join(path, ".") + "."
		n := len(shown)
		for _, facet := range requires {
			if isList(path) && strings.HasPrefix(facet, whole) {
				shown = append(shown, strings.Split(facet, "."))
			}
		}
		if len(shown) == n {
			shown = append(shown, path)
		}
	}
	return shown
}

// listsAround are the lists of what surrounds all subjects. A test holds them to
// the model.
var listsAround = []string{"workspace.alerts", "workspace.warehouses"}

func isList(path []string) bool {
	if len(path) > 0 && isAround(path[0]) {
		return slices.Contains(listsAround, strings.Join(path, "."))
	}
	in := reflect.TypeFor[gateway.Subject]()
	for _, name := range path {
		if in.Kind() != reflect.Struct {
			return in.Kind() == reflect.Slice
		}
		index, ok := fieldIndex(in, name)
		if !ok {
			return false
		}
		in = in.Field(index).Type
	}
	return in.Kind() == reflect.Slice
}
