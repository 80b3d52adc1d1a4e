package terraform

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// functionsFor are the functions that expressions of a module may call. What is not there
// is not known, and no error: try() must not take it for an answer. File names are taken
// from the folder of the root module, as Terraform takes them from where it is run.
func functionsFor(e *evaluation) map[string]function.Function {
	c := e.configuration
	f := &files{root: c.options.Root, folder: c.Folder, limits: c.options.Limits}
	all := maps.Clone(pureFunctions)
	maps.Copy(all, f.functions())
	t := &templates{read: f.text, limits: c.options.Limits, bound: e.budget.bound}
	maps.Copy(all, t.functions())
	for name, called := range all {
		all["core::"+name] = called
	}
	t.callable = withoutTemplates(all)
	return all
}

// withMissing adds to functions those that an expression calls and that are not there:
// providers have functions too, and Terraform gets new ones. They are not known.
func withMissing(functions map[string]function.Function, expr hcl.Expression) map[string]function.Function {
	node, ok := expr.(hclsyntax.Node)
	if !ok {
		return functions
	}
	missing := map[string]function.Function{}
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok {
			if _, there := functions[call.Name]; !there {
				missing[call.Name] = notKnown("`" + call.Name + "()` is a function that gwlint does not know")
			}
		}
		return nil
	})
	if len(missing) == 0 {
		return functions
	}
	maps.Copy(missing, functions)
	return missing
}

// because is a mark of a value that is not known: why it is not.
type because string

// unknown is a value that is not known, with the reason.
func unknown(t cty.Type, reason string) cty.Value {
	return cty.UnknownVal(t).Mark(because(reason))
}

// reasonIn returns why a value, or what is in it, is not known, "" where no function
// said so.
func reasonIn(v cty.Value) string {
	_, marks := v.UnmarkDeep()
	reason := ""
	for m := range marks {
		if said, ok := m.(because); ok && (reason == "" || string(said) < reason) {
			reason = string(said)
		}
	}
	return reason
}

// notKnown is a function whose result is not known, whatever it is called with.
func notKnown(reason string) function.Function {
	return function.New(&function.Spec{
		VarParam: &anything,
		Type:     func([]cty.Value) (cty.Type, error) { return cty.DynamicPseudoType, nil },
		Impl:     func([]cty.Value, cty.Type) (cty.Value, error) { return unknown(cty.DynamicPseudoType, reason), nil },
	})
}

// anything is a parameter that takes what is null, not known and marked.
var anything = function.Parameter{
	Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
}

// pureFunctions are those whose result depends on nothing but their arguments, and those
// whose result is never known before Terraform applies.
var pureFunctions = func() map[string]function.Function {
	all := map[string]function.Function{}
	for _, some := range []map[string]function.Function{
		collectionFunctions, stringFunctions, numberFunctions, encodingFunctions, conversionFunctions,
		timeFunctions, networkFunctions, sensitivityFunctions, laterFunctions,
	} {
		maps.Copy(all, some)
	}
	return all
}()

var collectionFunctions = map[string]function.Function{
	"alltrue":         everyFunction,
	"anytrue":         someFunction,
	"chunklist":       limited(stdlib.ChunklistFunc, lengths),
	"coalesce":        coalesceFunction,
	"coalescelist":    stdlib.CoalesceListFunc,
	"compact":         stdlib.CompactFunc,
	"concat":          limited(stdlib.ConcatFunc, lengths),
	"contains":        limited(stdlib.ContainsFunc, lengths),
	"distinct":        limited(stdlib.DistinctFunc, squareOfLength),
	"element":         stdlib.ElementFunc,
	"flatten":         limited(stdlib.FlattenFunc, nestedLengths),
	"index":           indexFunction,
	"keys":            stdlib.KeysFunc,
	"length":          lengthFunction,
	"lookup":          lookupFunction,
	"matchkeys":       limited(matchKeysFunction, squareOfLength),
	"merge":           stdlib.MergeFunc,
	"one":             oneFunction,
	"range":           stdlib.RangeFunc,
	"reverse":         stdlib.ReverseListFunc,
	"setintersection": limited(stdlib.SetIntersectionFunc, lengths),
	"setproduct":      limited(stdlib.SetProductFunc, productOfLengths),
	"setsubtract":     limited(stdlib.SetSubtractFunc, lengths),
	"setunion":        limited(stdlib.SetUnionFunc, lengths),
	"slice":           stdlib.SliceFunc,
	"sort":            stdlib.SortFunc,
	"sum":             sumFunction,
	"transpose":       transposeFunction,
	"values":          stdlib.ValuesFunc,
	"zipmap":          stdlib.ZipmapFunc,
}

var stringFunctions = map[string]function.Function{
	"basename":    baseFunction,
	"chomp":       stdlib.ChompFunc,
	"dirname":     folderFunction,
	"endswith":    suffixFunction,
	"format":      limited(stdlib.FormatFunc, formatted),
	"formatlist":  limited(stdlib.FormatListFunc, formatted),
	"indent":      limited(stdlib.IndentFunc, indented),
	"join":        limited(stdlib.JoinFunc, joined),
	"lower":       stdlib.LowerFunc,
	"regex":       stdlib.RegexFunc,
	"regexall":    limited(stdlib.RegexAllFunc, characters),
	"replace":     limited(replaceFunction, replaced),
	"split":       limited(stdlib.SplitFunc, characters),
	"startswith":  prefixFunction,
	"strcontains": containedFunction,
	"strrev":      stdlib.ReverseFunc,
	"substr":      stdlib.SubstrFunc,
	"title":       stdlib.TitleFunc,
	"trim":        stdlib.TrimFunc,
	"trimprefix":  stdlib.TrimPrefixFunc,
	"trimspace":   stdlib.TrimSpaceFunc,
	"trimsuffix":  stdlib.TrimSuffixFunc,
	"upper":       stdlib.UpperFunc,
}

var numberFunctions = map[string]function.Function{
	"abs":      stdlib.AbsoluteFunc,
	"ceil":     stdlib.CeilFunc,
	"floor":    stdlib.FloorFunc,
	"log":      stdlib.LogFunc,
	"max":      stdlib.MaxFunc,
	"min":      stdlib.MinFunc,
	"parseint": stdlib.ParseIntFunc,
	"pow":      stdlib.PowFunc,
	"signum":   stdlib.SignumFunc,
}

var encodingFunctions = map[string]function.Function{
	"base64decode":     base64DecodeFunction,
	"base64encode":     limited(base64EncodeFunction, encoded),
	"base64sha256":     hashFunction(sha256Of, base64Text),
	"base64sha512":     hashFunction(sha512Of, base64Text),
	"csvdecode":        decoding(stdlib.CSVDecodeFunc, characters),
	"jsondecode":       decoding(stdlib.JSONDecodeFunc, decodedJSON),
	"jsonencode":       limited(stdlib.JSONEncodeFunc, encoded),
	"md5":              hashFunction(md5Of, hexText),
	"sha1":             hashFunction(sha1Of, hexText),
	"sha256":           hashFunction(sha256Of, hexText),
	"sha512":           hashFunction(sha512Of, hexText),
	"textdecodebase64": textDecodeFunction,
	"textencodebase64": limited(textEncodeFunction, encoded),
	"urldecode":        urlDecodeFunction, // of OpenTofu
	"urlencode":        limited(urlEncodeFunction, encoded),
	"uuidv5":           uuidFunction,
	"yamldecode":       decoding(ctyyaml.YAMLDecodeFunc, decodedYAML),
	"yamlencode":       limited(ctyyaml.YAMLEncodeFunc, encoded),
}

var conversionFunctions = map[string]function.Function{
	"tobool":   conversionTo(cty.Bool),
	"tolist":   conversionTo(cty.List(cty.DynamicPseudoType)),
	"tomap":    conversionTo(cty.Map(cty.DynamicPseudoType)),
	"tonumber": limited(conversionTo(cty.Number), numeric),
	"toset":    conversionTo(cty.Set(cty.DynamicPseudoType)),
	"tostring": limited(conversionTo(cty.String), encoded),
}

var timeFunctions = map[string]function.Function{
	"formatdate": stdlib.FormatDateFunc,
	"timeadd":    stdlib.TimeAddFunc,
	"timecmp":    timeCompareFunction,
}

var networkFunctions = map[string]function.Function{
	"cidrhost":    cidrHostFunction,
	"cidrnetmask": cidrNetmaskFunction,
	"cidrsubnet":  cidrSubnetFunction,
	"cidrsubnets": cidrSubnetsFunction,
}

// laterFunctions give another result in each run, or on each machine, or need a key.
var laterFunctions = map[string]function.Function{
	"abspath":         notKnown("`abspath()` differs from machine to machine"),
	"base64gzip":      notKnown("`base64gzip()` is not evaluated"),
	"bcrypt":          notKnown("`bcrypt()` differs from run to run"),
	"ephemeralasnull": notKnown("`ephemeralasnull()` is not evaluated"),
	"plantimestamp":   notKnown("`plantimestamp()` is known when Terraform plans"),
	"rsadecrypt":      notKnown("`rsadecrypt()` is not evaluated"),
	"timestamp":       notKnown("`timestamp()` is known when Terraform applies"),
	"uuid":            notKnown("`uuid()` is known when Terraform applies"),
}
