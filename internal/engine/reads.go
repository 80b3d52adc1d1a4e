package engine

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/dependencies"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// identity are the fields of a subject that every source shows, so that no rule
// needs to require them.
var identity = []string{"id", "kind", "name", "form", "hosting", "task", "provided", "declared", "sections", "text"}

// reads returns the paths of input.subject that a query reads, directly or
// through any rule or function it calls, by OPA's own analysis of dependencies.
// A path ends where the query goes on with a variable.
func reads(compiler *ast.Compiler, query string) ([][]string, error) {
	body, err := ast.ParseBody(query)
	if err != nil {
		return nil, err
	}
	refs, err := dependencies.Base(compiler, body)
	if err != nil {
		return nil, err
	}
	var paths [][]string
	for _, ref := range refs {
		path, ok, err := subjectPath(ref)
		if err != nil {
			return nil, err
		}
		if ok {
			paths = append(paths, path)
		}
	}
	slices.SortFunc(paths, slices.Compare)
	return paths, nil
}

func subjectPath(ref ast.Ref) (path []string, ok bool, err error) {
	ground := ref.GroundPrefix()
	if !ground.HasPrefix(ast.InputRootRef) {
		return nil, false, nil
	}
	if len(ground) < 2 {
		return nil, false, fmt.Errorf("it reads input as a whole; name what it needs")
	}
	switch ground[1].Value {
	case ast.String("context"):
		return nil, false, nil
	case ast.String("subject"):
	default:
		return nil, false, fmt.Errorf("it reads %v; a rule of scope subject reads input.subject and input.context", ground)
	}
	if len(ground) < 3 {
		return nil, false, fmt.Errorf("it hands input.subject on as a whole; name the fields it needs")
	}
	for _, term := range ground[2:] {
		s, isString := term.Value.(ast.String)
		if !isString {
			break
		}
		path = append(path, string(s))
	}
	return path, true, nil
}

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

// covers says whether requiring one facet is enough to read a path: the path
// itself, something it is a part of, or, where the path ends in a list, what
// the rule needs of the list's elements.
func covers(required string, path []string) bool {
	read := strings.Join(path, ".")
	return required == read ||
		strings.HasPrefix(read, required+".") ||
		strings.HasPrefix(required, read+".") && isList(path)
}

func isList(path []string) bool {
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
