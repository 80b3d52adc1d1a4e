package rego

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/schema"
)

// Faults says to an author what is wrong with Rego that a compiler of NewCompiler
// refused; other errors it leaves as they are.
func Faults(compiler *ast.Compiler, err error) error {
	var found ast.Errors
	if !errors.As(err, &found) {
		return err
	}
	return faults(compiler, found)
}

// faults says to an author what OPA has against the Rego: each on a line of its
// own, with the file and the line first, as everywhere.
func faults(compiler *ast.Compiler, found ast.Errors) error {
	slices.SortStableFunc(found, func(a, b *ast.Error) int {
		return cmp.Or(cmp.Compare(fileOf(a), fileOf(b)), rowOf(a)-rowOf(b))
	})
	var told []error
	for _, fault := range found {
		err := errors.New(plainly(compiler, fault))
		if fileOf(fault) != "" {
			err = fmt.Errorf("%s: line %d: %w", fileOf(fault), rowOf(fault), err)
		}
		if !slices.ContainsFunc(told, func(e error) bool { return e.Error() == err.Error() }) {
			told = append(told, err)
		}
	}
	return errors.Join(told...)
}

func fileOf(fault *ast.Error) string {
	if fault.Location == nil {
		return ""
	}
	return fault.Location.File
}

func rowOf(fault *ast.Error) int {
	if fault.Location == nil {
		return 0
	}
	return fault.Location.Row
}

// plainly is what OPA says, and where that helps, what to do.
func plainly(compiler *ast.Compiler, fault *ast.Error) string {
	if name, ok := strings.CutPrefix(fault.Message, "undefined function "); ok && refusal(name) != "" {
		return fmt.Sprintf("%s is not allowed in %s: %s", name, kindOf(compiler, fileOf(fault)), refusal(name))
	}
	detail, ok := fault.Details.(*ast.RefErrInvalidDetail)
	if !ok || detail.Pos >= len(detail.Ref) || len(detail.OneOf) == 0 {
		return fault.Message
	}
	word, isText := detail.Ref[detail.Pos].Value.(ast.String)
	var known []string
	for _, value := range detail.OneOf {
		if text, ok := value.(ast.String); ok {
			known = append(known, string(text))
		}
	}
	slices.Sort(known)
	if near := schema.Nearest(string(word), known); isText && near != "" {
		return fmt.Sprintf("%s; did you mean %q?", fault.Message, near)
	}
	return fmt.Sprintf("%s; %v has: %s", fault.Message, detail.Ref[:detail.Pos], strings.Join(known, ", "))
}

// kindOf says what the Rego of a file is.
func kindOf(compiler *ast.Compiler, file string) string {
	if m := compiler.Modules[file]; m != nil && m.Package.Path.HasPrefix(ast.MustParseRef("data.policies")) {
		return "a policy"
	}
	return "a rule"
}

// loose reports what the modules read of data and no module defines. There is
// no other data: it would be undefined, and the rule silent for ever.
func loose(compiler *ast.Compiler) ast.Errors {
	var found ast.Errors
	for _, m := range compiler.Modules {
		ast.WalkTerms(m, func(term *ast.Term) bool {
			ref, ok := term.Value.(ast.Ref)
			if ok && term.Location != nil && ref.HasPrefix(ast.DefaultRootRef) && !leads(compiler.RuleTree, ref) {
				found = append(found, ast.NewError(ast.TypeErr, term.Location, "%v leads nowhere: no package defines it", ref))
			}
			return false
		})
	}
	return found
}

// leads reports whether a reference arrives at a rule, or at a package of rules.
func leads(node *ast.TreeNode, ref ast.Ref) bool {
	for _, term := range ref.GroundPrefix() {
		if node = node.Child(term.Value); node == nil {
			return false
		}
		if len(node.Values) > 0 {
			return true
		}
	}
	return true
}
