package rego

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// originals are OPA's built-ins before they are bounded: variables have their values
// before init runs.
var originals = func() map[string]topdown.BuiltinFunc {
	all := map[string]topdown.BuiltinFunc{}
	for _, name := range allowed {
		all[name] = topdown.GetBuiltin(name)
	}
	return all
}()

// steady are the built-ins whose answer is at most a few times as long as what they are
// given, however often they are called.
var steady = strings.Fields(`
	assign eq equal neq lt lte gt gte
	internal.member_2 internal.member_3 internal.test_case
	to_number
	and count intersection max min sort
	array.reverse array.slice
	object.filter object.get object.keys object.remove object.subset
	json.is_valid
	contains endswith indexof lower startswith strings.any_prefix_match
	strings.any_suffix_match strings.count strings.reverse substring trim trim_left trim_prefix trim_right
	trim_space trim_suffix upper
	is_array is_boolean is_null is_number is_object is_set is_string type_name
	base64.decode base64.is_valid base64url.decode
	net.cidr_contains net.cidr_intersects net.cidr_is_valid
	semver.compare semver.is_valid
	time.add_date time.parse_rfc3339_ns
	uri.is_valid uri.parse
`)

// unifies are those that the evaluator does itself, by binding variables.
var unifies = []string{"assign", "eq"}

// A version of OPA that brings a built-in is not taken before somebody has judged how
// much it answers.
func TestEveryBuiltInThatIsAllowedIsBoundedOrAnswersLittleMoreThanItIsGiven(t *testing.T) {
	t.Parallel()
	judged := slices.Concat(steady, slices.Collect(maps.Keys(measured)), slices.Collect(maps.Keys(watched)))
	for _, name := range allowed {
		switch n := len(slices.DeleteFunc(slices.Clone(judged), func(other string) bool { return other != name })); n {
		case 0:
			t.Errorf("%s: nobody has judged how much it answers; bound it in bounds.go, or put it among the steady ones", name)
		case 1:
		default:
			t.Errorf("%s: judged %d times", name, n)
		}
		if originals[name] == nil && !slices.Contains(unifies, name) {
			t.Errorf("%s: OPA evaluates it by no function that could be bounded", name)
		}
	}
	for _, name := range judged {
		if !slices.Contains(allowed, name) {
			t.Errorf("%s: judged, and not allowed", name)
		}
	}
}

// answerOf is what a built-in answers, all of it where it answers several times.
func answerOf(call topdown.BuiltinFunc, arguments []*ast.Term) (answers []*ast.Term, err error) {
	err = call(topdown.BuiltinContext{}, arguments, func(t *ast.Term) error {
		answers = append(answers, t)
		return nil
	})
	return answers, err
}

// weight is how much a value takes: its texts as they are, and ten bytes for each element.
func weight(term *ast.Term) (bytes int64) {
	if term == nil {
		return 0
	}
	w := weigher{style: style{1, 1, func(text string) int64 { return int64(len(text)) }}}
	w.add(term.Value)
	return w.text + 10*w.elements
}

func listOf(n int, item *ast.Term) *ast.Term {
	return ast.ArrayTerm(slices.Repeat([]*ast.Term{item}, n)...)
}

func setOf(n int, word string) *ast.Term {
	items := make([]*ast.Term, n)
	for i := range items {
		items[i] = ast.StringTerm(fmt.Sprint(word, i))
	}
	return ast.SetTerm(items...)
}

func objectOf(n int, word string) *ast.Term {
	items := make([][2]*ast.Term, n)
	for i := range items {
		items[i] = ast.Item(ast.StringTerm(fmt.Sprint(word, i)), ast.IntNumberTerm(i))
	}
	return ast.ObjectTerm(items...)
}

// nested is an object of two keys which hold the same, and so on: 2ⁿ leaves.
func nested(depth int, leaf string) *ast.Term {
	inside := ast.ObjectTerm(ast.Item(ast.StringTerm(leaf), ast.IntNumberTerm(1)))
	for range depth {
		inside = ast.ObjectTerm(ast.Item(ast.StringTerm("a"), inside), ast.Item(ast.StringTerm("b"), inside))
	}
	return inside
}

// tower is a list that holds the same list ten times, and so on: 10ⁿ leaves.
func tower(depth int, leaf *ast.Term) *ast.Term {
	for range depth {
		leaf = listOf(10, leaf)
	}
	return leaf
}

// bound is a call of a built-in just within its bound, and one just beyond.
type bound struct {
	name           string
	within, beyond []*ast.Term
	want           error
}

const mib = 1 << 20

func boundsOfTexts() []bound {
	text := func(n int) *ast.Term { return ast.StringTerm(strings.Repeat("a", n)) }
	word, number := ast.StringTerm, ast.IntNumberTerm
	list := ast.ArrayTerm
	return []bound{
		{"replace", []*ast.Term{text(mib), text(1), text(64)}, []*ast.Term{text(mib), text(1), text(65)}, errText},
		{"replace", []*ast.Term{text(mib - 1), word(""), text(63)}, []*ast.Term{text(mib), word(""), text(64)}, errText},
		{"replace", []*ast.Term{text(65 * mib), text(2), text(1)}, []*ast.Term{text(65 * mib), word("b"), text(2)}, errText},
		{"concat", []*ast.Term{word(""), listOf(64, text(mib))}, []*ast.Term{word("b"), listOf(64, text(mib))}, errText},
		{"concat", []*ast.Term{text(6 * mib), setOf(11, "x")}, []*ast.Term{text(6 * mib), setOf(12, "x")}, errText},
		{"sprintf", []*ast.Term{word("%s%v"), list(text(32*mib), text(31*mib))}, []*ast.Term{word("%s%v"), list(text(32*mib), text(32*mib))}, errText},
		{"sprintf", []*ast.Term{word("%[1]s%[1]s"), list(text(31 * mib))}, []*ast.Term{word("%[1]s%[1]s"), list(text(32 * mib))}, errText},
		{"sprintf", []*ast.Term{word(strings.Repeat("%1000000d", 60)), listOf(60, number(1))}, []*ast.Term{word(strings.Repeat("%1000000d", 68)), listOf(68, number(1))}, errText},
		{"sprintf", []*ast.Term{word(strings.Repeat("%.1000000f", 60)), listOf(60, ast.NumberTerm("1.5"))}, []*ast.Term{word(strings.Repeat("%.1000000f", 68)), listOf(68, ast.NumberTerm("1.5"))}, errText},
		{"sprintf", []*ast.Term{word(strings.Repeat("%*d", 60)), listOf(120, number(500_000))}, []*ast.Term{word(strings.Repeat("%*d", 68)), listOf(136, number(1_000_000))}, errText},
		{"sprintf", []*ast.Term{word(strings.Repeat("%0999999d", 60)), list()}, []*ast.Term{word(strings.Repeat("%-[1]*[1]d", 68)), list(number(999_999))}, errText},
		{"sprintf", []*ast.Term{word("%q"), list(text(12 * mib))}, []*ast.Term{word("%q"), list(text(14 * mib))}, errText},
		{"sprintf", []*ast.Term{word("x"), list(text(63 * mib))}, []*ast.Term{word("x"), listOf(3, text(32*mib))}, errText},
		{"sprintf", []*ast.Term{word("%v"), list(tower(6, text(10)))}, []*ast.Term{word("%v"), list(tower(60, text(10)))}, errText},
		{"internal.template_string", []*ast.Term{listOf(64, text(mib))}, []*ast.Term{listOf(65, text(mib))}, errText},
		{"internal.template_string", []*ast.Term{list(ast.SetTerm(tower(6, text(1))))}, []*ast.Term{list(ast.SetTerm(tower(60, text(1))))}, errText},
		{"glob.quote_meta", []*ast.Term{text(32 * mib)}, []*ast.Term{text(32*mib + 1)}, errText},
		{"json.marshal", []*ast.Term{listOf(63, text(mib))}, []*ast.Term{listOf(64, text(mib))}, errText},
		{"json.marshal", []*ast.Term{word(strings.Repeat("<", 10*mib))}, []*ast.Term{word(strings.Repeat("<", 11*mib))}, errText},
		{"json.marshal", []*ast.Term{listOf(999_999, number(1))}, []*ast.Term{listOf(1_000_000, number(1))}, errElements},
		{"json.marshal", []*ast.Term{nested(10, "x")}, []*ast.Term{nested(60, "x")}, errElements},
		{"split", []*ast.Term{text(999_999), text(1)}, []*ast.Term{text(1_000_000), text(1)}, errElements},
		{"split", []*ast.Term{text(3_000_000), word("b")}, []*ast.Term{text(1_000_001), word("")}, errElements},
		{"strings.split_n", []*ast.Term{text(999_999), text(1), number(7)}, []*ast.Term{text(1_000_000), text(1), number(-1)}, errElements},
		{"indexof_n", []*ast.Term{text(1_000_001), text(2)}, []*ast.Term{text(1_000_002), text(2)}, errElements},
		{"json.unmarshal", []*ast.Term{word("[" + strings.Repeat("0,", 999_997) + `",\",,["]`)}, []*ast.Term{word("[" + strings.Repeat("0,", 1_000_000) + `0]`)}, errElements},
		{"json.unmarshal", []*ast.Term{word("[" + strings.Repeat("[],", 499_998) + `[]]`)}, []*ast.Term{word("[" + strings.Repeat("{},", 500_000) + `[]]`)}, errElements},
	}
}

func boundsOfPatterns() []bound {
	text := func(n int) *ast.Term { return ast.StringTerm(strings.Repeat("a", n)) }
	word, number, all := ast.StringTerm, ast.IntNumberTerm, ast.IntNumberTerm(-1)
	groups := word(strings.Repeat("()", 99))
	tooMany := word(strings.Repeat("(a?)", 10_000))
	return []bound{
		{"regex.find_n", []*ast.Term{text(1), text(1_000_000), all}, []*ast.Term{text(1), text(1_000_001), all}, errElements},
		{"regex.find_n", []*ast.Term{text(1), text(3_000_000), number(5)}, []*ast.Term{text(1), text(3_000_000), number(2_000_000)}, errElements},
		{"regex.find_n", []*ast.Term{text(100_000), word("a"), all}, []*ast.Term{text(100_001), word("a"), all}, errParsed},
		{"regex.find_all_string_submatch_n", []*ast.Term{groups, text(9_899), all}, []*ast.Term{groups, text(9_901), all}, errElements},
		{"regex.find_all_string_submatch_n", []*ast.Term{word(strings.Repeat("(?:)", 99)), text(19_000), all}, []*ast.Term{tooMany, text(10), all}, errThreads},
		{"regex.find_all_string_submatch_n", []*ast.Term{word("(a{3})(a{3})"), text(10), all}, []*ast.Term{word(strings.Repeat("(a?){1000}", 90)), text(10), all}, errThreads},
		{"regex.split", []*ast.Term{text(1), text(999_999)}, []*ast.Term{text(1), text(1_000_000)}, errElements},
		{"regex.split", []*ast.Term{word("b"), text(3_000_000)}, []*ast.Term{text(100_001), word("a")}, errParsed},
		{"regex.replace", []*ast.Term{text(500_000), text(1), text(133)}, []*ast.Term{text(500_000), text(1), text(134)}, errText},
		{"regex.replace", []*ast.Term{text(2 * mib), word("a*"), word(strings.Repeat("$0", 30))}, []*ast.Term{text(2 * mib), word("a*"), word(strings.Repeat("$0", 32))}, errText},
		{"regex.replace", []*ast.Term{text(3_000_000), word("b"), text(30)}, []*ast.Term{text(1_500_000), word("a"), word("")}, errElements},
		{"regex.replace", []*ast.Term{text(10), text(1), text(2)}, []*ast.Term{text(10), tooMany, word("")}, errThreads},
		{"regex.match", []*ast.Term{text(100_000), text(9)}, []*ast.Term{text(100_001), text(9)}, errParsed},
		{"regex.is_valid", []*ast.Term{text(100_000)}, []*ast.Term{text(100_001)}, errParsed},
		{"glob.match", []*ast.Term{text(100_000), ast.NullTerm(), text(9)}, []*ast.Term{text(100_001), ast.NullTerm(), text(9)}, errParsed},
		{"time.parse_duration_ns", []*ast.Term{word("0." + strings.Repeat("0", 9000) + "h")}, []*ast.Term{word(strings.Repeat("1d", 50_001))}, errParsed},
	}
}

func boundsOfNumbers() []bound {
	word := ast.StringTerm
	n := func(number string) *ast.Term { return ast.NewTerm(ast.Number(number)) }
	nines := func(digits int) *ast.Term { return n(strings.Repeat("9", digits)) }
	huge, large := n("1e999999999"), n("1e90000")
	return []bound{
		{"plus", []*ast.Term{nines(50_000), nines(50_000)}, []*ast.Term{nines(50_000), nines(50_001)}, errParsed},
		{"minus", []*ast.Term{nines(50_000), nines(50_000)}, []*ast.Term{large, large}, errParsed},
		{"mul", []*ast.Term{nines(50_000), nines(50_000)}, []*ast.Term{nines(50_000), nines(50_001)}, errParsed},
		{"div", []*ast.Term{nines(50_000), n("7")}, []*ast.Term{huge, n("7")}, errParsed},
		{"rem", []*ast.Term{nines(50_000), n("7")}, []*ast.Term{n("7"), n("1E+999999")}, errParsed},
		{"abs", []*ast.Term{large}, []*ast.Term{n("-1e-999999999")}, errParsed},
		{"ceil", []*ast.Term{n("1.5e9000")}, []*ast.Term{huge}, errParsed},
		{"floor", []*ast.Term{n("1.5e9000")}, []*ast.Term{n("1e9999999")}, errParsed},
		{"round", []*ast.Term{n("1.5e9000")}, []*ast.Term{n("1e99999999999999999999")}, errParsed},
		{"format_int", []*ast.Term{large, n("2")}, []*ast.Term{n("1e100000"), n("2")}, errParsed},
		{"sum", []*ast.Term{ast.ArrayTerm(large, large)}, []*ast.Term{ast.ArrayTerm(n("1"), huge)}, errParsed},
		{"sum", []*ast.Term{ast.SetTerm(n("1"), nines(100))}, []*ast.Term{ast.SetTerm(nines(100_001))}, errParsed},
		{"numbers.range", []*ast.Term{n("1"), n("1000000")}, []*ast.Term{n("1"), n("1000001")}, errElements},
		{"numbers.range", []*ast.Term{n("-5"), n("-999")}, []*ast.Term{n("1e6"), n("-1")}, errElements},
		{"numbers.range", []*ast.Term{n("1e3"), n("1e4")}, []*ast.Term{huge, n("1")}, errParsed},
		{"units.parse", []*ast.Term{word("1e999Ei")}, []*ast.Term{word("1e999999")}, errParsed},
		{"units.parse", []*ast.Term{word("1Ei")}, []*ast.Term{word(strings.Repeat("9", 100_001))}, errParsed},
		{"units.parse_bytes", []*ast.Term{word("1e90000kb")}, []*ast.Term{word("1e999999kb")}, errParsed},
	}
}

func boundsOfCollections() []bound {
	word := ast.StringTerm
	list := func(n int) *ast.Term { return listOf(n, ast.NullTerm()) }
	wide := ast.ObjectTerm(ast.Item(word("a"), list(400_000)), ast.Item(word("b"), list(400_000)), ast.Item(word("c"), list(400_000)))
	path := func(part string) *ast.Term { return ast.ArrayTerm(word(part), word("1")) }
	return []bound{
		{"array.concat", []*ast.Term{list(500_000), list(500_000)}, []*ast.Term{list(500_000), list(500_001)}, errElements},
		{"array.flatten", []*ast.Term{listOf(10, list(100_000))}, []*ast.Term{listOf(10, list(100_001))}, errElements},
		{"or", []*ast.Term{setOf(1000, "x"), setOf(1000, "y")}, []*ast.Term{setOf(500_000, "x"), setOf(500_001, "y")}, errElements},
		{"union", []*ast.Term{ast.SetTerm(setOf(1000, "x"), setOf(1000, "y"))}, []*ast.Term{ast.SetTerm(setOf(500_000, "x"), setOf(500_001, "y"))}, errElements},
		{"object.union", []*ast.Term{objectOf(1000, "x"), objectOf(1000, "y")}, []*ast.Term{objectOf(500_000, "x"), objectOf(500_001, "y")}, errElements},
		{"object.union", []*ast.Term{nested(10, "x"), nested(10, "y")}, []*ast.Term{nested(60, "x"), nested(60, "y")}, errElements},
		{"object.union_n", []*ast.Term{ast.ArrayTerm(nested(10, "x"), nested(9, "y"))}, []*ast.Term{ast.ArrayTerm(nested(60, "x"), objectOf(1, "x"))}, errElements},
		{"json.filter", []*ast.Term{wide, ast.ArrayTerm(path("a"), path("b"))}, []*ast.Term{wide, ast.SetTerm(path("a"), path("b"), path("c"))}, errElements},
		{"json.remove", []*ast.Term{wide, ast.ArrayTerm(word("a/1"), word("/a/2"), word("b/7"), word("d/1"))}, []*ast.Term{wide, ast.SetTerm(word("a/1"), word("b/1"), word("/c/1"))}, errElements},
		{"json.remove", []*ast.Term{wide, ast.ArrayTerm(word("a~1b/~01"), word(""))}, []*ast.Term{wide, ast.ArrayTerm(word(strings.Repeat("a/", 300_000)))}, errElements},
		{"walk", []*ast.Term{list(499_999), ast.VarTerm("x")}, []*ast.Term{list(500_000), ast.VarTerm("x")}, errElements},
		{"walk", []*ast.Term{tower(4, ast.NullTerm()), ast.VarTerm("x")}, []*ast.Term{tower(60, ast.NullTerm()), ast.VarTerm("x")}, errElements},
	}
}

func check(t *testing.T, name string, m measure, arguments ...*ast.Term) {
	t.Helper()
	answers, err := answerOf(originals[name], arguments)
	if err != nil {
		t.Fatal(err)
	}
	text := string(answers[0].Value.(ast.String))
	if got := m(arguments).text; got < int64(len(text)) {
		t.Errorf("%s of %v: measured %d, and has %d: %q", name, arguments, got, len(text), text)
	}
}
