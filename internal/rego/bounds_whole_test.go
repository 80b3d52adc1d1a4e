//go:build !race

// Nothing runs at once in these tests, and the race detector makes them take minutes.

package rego

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

func TestASteadyBuiltInAnswersLittleMoreThanItIsGiven(t *testing.T) {
	t.Parallel()
	a := strings.Repeat("a", 4000)
	pool := []*ast.Term{
		ast.StringTerm(a), ast.StringTerm(strings.Repeat("\xff<\"", 1000)), ast.StringTerm(strings.Repeat("ɐ/", 1000)),
		ast.StringTerm(""), ast.StringTerm("http://x/?" + a), ast.StringTerm("9"),
		ast.NumberTerm("-1"), ast.NumberTerm("1000000000"), ast.NullTerm(), ast.BooleanTerm(true),
		listOf(1000, ast.StringTerm("a")), setOf(1000, "x"), objectOf(1000, "x"),
		ast.SetTerm(setOf(10, "x"), setOf(20, "y")), ast.ArrayTerm(ast.ArrayTerm(ast.StringTerm("x1"))),
	}
	for _, name := range steady {
		if slices.Contains(unifies, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arity := ast.BuiltinMap[name].Decl.Arity()
			random := rand.New(rand.NewPCG(1, uint64(arity)))
			for range 3000 {
				arguments, given := make([]*ast.Term, arity), int64(0)
				for i := range arguments {
					arguments[i] = pool[random.IntN(len(pool))]
					given += weight(arguments[i])
				}
				answers, err := answerOf(originals[name], arguments)
				if err != nil {
					continue
				}
				for _, answer := range answers {
					if got := weight(answer); got > 3*given+200 {
						t.Fatalf("given %d bytes, it answers %d", given, got)
					}
				}
			}
		})
	}
}

func TestABuiltInIsRefusedBeyondItsBoundAndAnswersTheSameWithinIt(t *testing.T) {
	t.Parallel()
	var tried []string
	for _, b := range slices.Concat(boundsOfTexts(), boundsOfPatterns(), boundsOfNumbers(), boundsOfCollections()) {
		tried = append(tried, b.name)
		if _, err := answerOf(topdown.GetBuiltin(b.name), b.beyond); err == nil || !strings.HasSuffix(err.Error(), ": "+b.want.Error()) {
			t.Errorf("%s beyond its bound: got %v\nwant %v", b.name, err, b.want)
		}
		want, err := answerOf(originals[b.name], b.within)
		if err != nil {
			t.Errorf("%s within its bound: OPA's own: %v", b.name, err)
		}
		got, err := answerOf(topdown.GetBuiltin(b.name), b.within)
		if err != nil {
			t.Errorf("%s within its bound: %v", b.name, err)
		}
		if !slices.EqualFunc(got, want, (*ast.Term).Equal) {
			t.Errorf("%s within its bound: another answer than OPA's own", b.name)
		}
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(measured)), slices.Collect(maps.Keys(watched))) {
		if !slices.Contains(tried, name) {
			t.Errorf("%s: no call beyond its bound is tried", name)
		}
	}
}

// What a text will take is never guessed too low.
func TestTextsAreMeasuredAtLeastAsLongAsTheyBecome(t *testing.T) {
	t.Parallel()
	odd := ast.StringTerm("\x00\a\v\u007f\"\\\\é\u00a0\u2028\ufffd\U0001d173😀\xff<>&")
	values := []*ast.Term{
		odd, ast.StringTerm(""), ast.NumberTerm("12345678901234567890123"), ast.NumberTerm("1.5e300"), ast.NumberTerm("-7"), ast.BooleanTerm(false), ast.NullTerm(),
		ast.ArrayTerm(), ast.SetTerm(), ast.ObjectTerm(), ast.ArrayTerm(odd, odd), ast.SetTerm(odd, ast.NullTerm()),
		ast.ObjectTerm(ast.Item(odd, odd)), ast.ObjectTerm(ast.Item(ast.ArrayTerm(odd), ast.ObjectTerm(ast.Item(ast.NumberTerm("1"), odd)))),
	}
	formats := strings.Fields("%s %v %d %q %x %X %#v %+q %#q %U %t %f %.99f %e %g %b %o %c %T %p %! %z %[2]s %[9]d %5% %-30s|%030d %.3s %*d %[2]*[1]d %é %")
	formats = append(formats, "% x", "% #x", "%", "%99999999d")
	for _, a := range values {
		for _, b := range values {
			for _, format := range formats {
				check(t, "sprintf", formatted, ast.StringTerm(format), ast.ArrayTerm(a, b))
				check(t, "sprintf", formatted, ast.StringTerm("x"+format+format), ast.ArrayTerm(a, b, a))
			}
		}
		check(t, "json.marshal", marshalled, a)
		check(t, "internal.template_string", filledIn, ast.ArrayTerm(ast.SetTerm(a), ast.StringTerm("x"), ast.SetTerm()))
	}
}
