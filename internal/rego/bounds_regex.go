package rego

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// findMatches is OPA's own regex.find_n.
var findMatches = topdown.GetBuiltin("regex.find_n")

// foundOnly is regex.find_n(pattern, text, most).
func foundOnly(call topdown.BuiltinFunc) topdown.BuiltinFunc {
	return func(b topdown.BuiltinContext, arguments []*ast.Term, iter func(*ast.Term) error) error {
		if err := pattern(arguments).exceeds(); err != nil {
			return err
		}
		if len(textOf(arguments, 1)) < maxElements {
			return call(b, arguments, iter)
		}
		return atMost(maxElements, call, b, arguments, iter)
	}
}

// foundWithGroups is regex.find_all_string_submatch_n(pattern, text, most).
func foundWithGroups(call topdown.BuiltinFunc) topdown.BuiltinFunc {
	return func(b topdown.BuiltinContext, arguments []*ast.Term, iter func(*ast.Term) error) error {
		groups, err := captures(textOf(arguments, 0))
		if err != nil {
			return err
		}
		if (len(textOf(arguments, 1))+1)*(groups+1) <= maxElements {
			return call(b, arguments, iter)
		}
		return atMost(maxElements/(1+captured(textOf(arguments, 0), groups)), call, b, arguments, iter)
	}
}

// atMost asks a built-in whose third argument is the greatest number of matches for no
// more than one too many, and refuses that.
func atMost(most int, call topdown.BuiltinFunc, b topdown.BuiltinContext, arguments []*ast.Term, iter func(*ast.Term) error) error {
	asked, isNumber := arguments[2].Value.(ast.Number)
	n, isInt := asked.Int()
	if isNumber && isInt && (n < 0 || n > most) {
		arguments = slices.Clone(arguments)
		arguments[2] = ast.InternedTerm(most + 1)
	}
	return call(b, arguments, func(answer *ast.Term) error {
		if lengthOf(answer.Value) > int64(most) {
			return errElements
		}
		return iter(answer)
	})
}

// splitByPattern is regex.split(pattern, text).
func splitByPattern(call topdown.BuiltinFunc) topdown.BuiltinFunc {
	return func(b topdown.BuiltinContext, arguments []*ast.Term, iter func(*ast.Term) error) error {
		if err := pattern(arguments).exceeds(); err != nil {
			return err
		}
		if len(textOf(arguments, 1)) < maxElements {
			return call(b, arguments, iter)
		}
		if matches := matchesOf(b, arguments[0], arguments[1], maxElements); matches.Len() >= maxElements {
			return errElements
		}
		return call(b, arguments, iter)
	}
}

// replacedByPattern is regex.replace(text, pattern, new).
func replacedByPattern(call topdown.BuiltinFunc) topdown.BuiltinFunc {
	return func(b topdown.BuiltinContext, arguments []*ast.Term, iter func(*ast.Term) error) error {
		groups, err := captures(textOf(arguments, 1))
		if err != nil {
			return err
		}
		text, by := int64(len(textOf(arguments, 0))), int64(len(textOf(arguments, 2)))
		dollars := int64(strings.Count(textOf(arguments, 2), "$")) // each may stand for a whole match
		if (text+1)*int64(groups+1) <= maxElements && text*(1+dollars)+(text+1)*by <= maxText {
			return call(b, arguments, iter)
		}
		most := maxElements / (1 + captured(textOf(arguments, 1), groups))
		matches := matchesOf(b, arguments[1], arguments[0], most+1)
		if matches.Len() > most {
			return errElements
		}
		s := size{text: text + by*int64(matches.Len())}
		matches.Foreach(func(match *ast.Term) { s.text += dollars * int64(len(match.Value.(ast.String))) })
		if err := s.exceeds(); err != nil {
			return err
		}
		return call(b, arguments, iter)
	}
}

// matchesOf are the first matches of a pattern in a text, none of a pattern that is
// none: the built-in that is asked says so itself.
func matchesOf(b topdown.BuiltinContext, pattern, text *ast.Term, most int) *ast.Array {
	matches := ast.NewArray()
	_ = findMatches(b, []*ast.Term{pattern, text, ast.InternedTerm(most)}, func(answer *ast.Term) error {
		matches = answer.Value.(*ast.Array)
		return nil
	})
	return matches
}

// captures is how many groups a pattern captures at most, with the whole match. Package regexp keeps
// the places of all groups for each part of the pattern that it tries, so that a pattern
// of many groups and repetitions can take gigabytes.
func captures(text string) (int, error) {
	if err := (size{parsed: int64(len(text))}).exceeds(); err != nil {
		return 0, err
	}
	groups, parts := 1+strings.Count(text, "("), 2*len(text)
	if strings.Contains(text, "{") {
		parts *= 1000 // the greatest number of repetitions
	}
	if keptForGroups(groups, parts) <= maxText {
		return groups, nil
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return groups, nil //nolint:nilerr // the built-in says so itself
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return groups, nil //nolint:nilerr // the built-in says so itself
	}
	groups = 1 + parsed.MaxCap()
	if keptForGroups(groups, len(program.Inst)) > maxText {
		return 0, errThreads
	}
	return groups, nil
}

// captured is how many groups a pattern captures, or as many as are given where it is none.
func captured(text string, most int) int {
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return most
	}
	return 1 + parsed.MaxCap()
}

// keptForGroups is how many bytes matching can keep: a beginning and an end of each group
// for each part.
func keptForGroups(groups, parts int) int64 { return 16 * int64(groups) * int64(parts) }
