package rego

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// reads returns the paths of input.subject and of input.context that a document
// of rules reads, directly or through any rule or function it calls. A path ends
// where the rule goes on with a variable.
//
// It walks the compiler's own graph. OPA's package dependencies gives the same
// and takes ten times as long, which for all rules is a fifth of a start.
func reads(compiler *ast.Compiler, document string) (subject, context [][]string, err error) {
	for _, ref := range inputs(compiler, document) {
		if subject, context, err = addPath(subject, context, ref); err != nil {
			return nil, nil, err
		}
	}
	order := func(paths [][]string) [][]string {
		slices.SortFunc(paths, slices.Compare)
		return slices.CompactFunc(paths, slices.Equal)
	}
	return order(subject), order(context), nil
}

// inputs are the references into input of a document of rules, each once, in order.
func inputs(compiler *ast.Compiler, document string) []ast.Ref {
	seen := map[*ast.Rule]bool{}
	for _, rule := range compiler.GetRulesExact(refTo(document)) {
		reach(compiler, rule, seen)
	}
	var refs []ast.Ref
	for rule := range seen {
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			if ref.HasPrefix(ast.InputRootRef) {
				refs = append(refs, ref.GroundPrefix())
			}
			return false
		})
	}
	slices.SortFunc(refs, func(a, b ast.Ref) int { return a.Compare(b) })
	return slices.CompactFunc(refs, func(a, b ast.Ref) bool { return a.Equal(b) })
}

// refTo is the reference that a dotted path stands for, which is cheaper than to
// parse it.
func refTo(document string) ast.Ref {
	root, rest, _ := strings.Cut(document, ".")
	ref := ast.Ref{ast.VarTerm(root)}
	for name := range strings.SplitSeq(rest, ".") {
		ref = append(ref, ast.StringTerm(name))
	}
	return ref
}

// reach adds a rule and all that it depends on.
func reach(compiler *ast.Compiler, rule *ast.Rule, seen map[*ast.Rule]bool) {
	for ; rule != nil && !seen[rule]; rule = rule.Else {
		seen[rule] = true
		for next := range compiler.Graph.Dependencies(rule) {
			if next, ok := next.(*ast.Rule); ok {
				reach(compiler, next, seen)
			}
		}
	}
}

func addPath(subject, context [][]string, ref ast.Ref) (_, _ [][]string, _ error) {
	path, err := readPath(ref)
	switch {
	case err != nil:
	case path[0] == "subject":
		subject = append(subject, path[1:])
	default:
		context = append(context, path[1:])
	}
	return subject, context, err
}

// readPath turns a reference into input to the names that follow it: subject or
// context, and at least one more.
func readPath(ref ast.Ref) ([]string, error) {
	var path []string
	for _, term := range ref[1:] {
		name, ok := term.Value.(ast.String)
		if !ok {
			break
		}
		path = append(path, string(name))
	}
	switch {
	case len(path) == 0:
		return nil, errors.New("it reads input as a whole; name what it needs")
	case path[0] != "subject" && path[0] != "context":
		return nil, fmt.Errorf("it reads %v; a rule of scope subject reads input.subject and input.context", ref)
	case len(path) == 1:
		return nil, fmt.Errorf("it hands input.%s on as a whole; name the fields it needs", path[0])
	}
	return path, nil
}

// workspaceReads returns the paths of input.context that a workspace rule reads. Of
// input.subjects the type checker knows what it reads.
func workspaceReads(compiler *ast.Compiler, document string) (context [][]string, err error) {
	for _, ref := range inputs(compiler, document) {
		if ref.HasPrefix(subjects) {
			continue
		}
		path, err := readPath(ref)
		switch {
		case err == nil && path[0] == "subject":
			return nil, fmt.Errorf("it reads %v; a rule of scope workspace reads input.subjects and input.context", ref)
		case err != nil:
			return nil, err
		}
		context = append(context, path[1:])
	}
	return context, nil
}

var subjects = ast.MustParseRef("input.subjects")
