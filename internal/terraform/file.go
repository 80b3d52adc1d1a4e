package terraform

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"

	"github.com/gwlint/gwlint/internal/source"
)

// file is one file that was read.
type file struct {
	path  string // absolute
	input source.Input
	text  *source.Text
	body  hcl.Body // nil where nothing of it can be read, and once it is forgotten
	// forgotten says that the body can be read again.
	forgotten bool
	// written is its tree as Terraform's JSON syntax has it: resource, type, name, …
	written *source.Node
	// sound is how many bytes of it are read; what a broken file has behind is not.
	sound int
	// failed says that the file is broken.
	failed bool
	// repeated are the names of arguments that stand in one block already. HCL keeps the
	// first of them.
	repeated []hcl.Range
}

// broken says that a part of the file is not read.
func (f *file) broken() bool { return f.failed }

// isJSON says whether the file is in the JSON syntax.
func (f *file) isJSON() bool { return strings.HasSuffix(f.path, ".json") }

// parser parses the files of a loader.
type parser struct{ *loader }

// parse parses a file as far as it can be, and notes what is wrong. What is behind the
// first error is masked: it was not read, and may hold a secret.
func (l parser) parse(f *file) {
	f.sound = len(f.text.Bytes)
	if f.isJSON() {
		l.parseJSON(f)
	} else {
		l.parseNative(f)
	}
	f.text.Mask(source.Range{Start: f.sound, End: len(f.text.Bytes)})
}

func (l parser) parseNative(f *file) {
	if err := guardNative(f.text, l.options.Limits); err != nil {
		f.failed, f.sound = true, 0
		l.report(err)
		return
	}
	parsed, diagnostics := hclsyntax.ParseConfig(f.text.Bytes, f.path, hcl.InitialPos)
	var first *hcl.Diagnostic
	for _, d := range diagnostics {
		switch {
		case d.Severity != hcl.DiagError || d.Subject == nil:
		case d.Summary == redefined && len(f.repeated) < mostRepeated:
			f.repeated = append(f.repeated, *d.Subject)
		case first == nil || d.Subject.Start.Byte < first.Subject.Start.Byte:
			first = d
		}
	}
	if parsed != nil {
		f.body = parsed.Body
	}
	if first != nil {
		f.failed, f.body = true, f.soundPart(*first.Subject)
		l.report(f.fault(*first.Subject, syntaxMessage(first)))
	}
}

// forget drops the body of a file in HCL's own syntax that is sound as a whole: native reads it
// again.
func (f *file) forget() {
	if _, native := f.body.(*hclsyntax.Body); native && !f.failed && len(f.repeated) == 0 {
		f.body, f.forgotten = nil, true
	}
}

// native is the body of a file in HCL's own syntax.
func (f *file) native() (*hclsyntax.Body, bool) {
	if !f.forgotten {
		body, ok := f.body.(*hclsyntax.Body)
		return body, ok
	}
	parsed, _ := hclsyntax.ParseConfig(f.text.Bytes, f.path, hcl.InitialPos) // nothing was wrong
	body, ok := parsed.Body.(*hclsyntax.Body)
	return body, ok
}

// redefined is what HCL calls an argument that stands in one block twice.
const redefined = "Attribute redefined"

// mostRepeated is how many of these a file may have. Each is parsed again, so that more are
// an error of syntax like any other.
const mostRepeated = 100

// soundPart is the body of a broken file with the blocks and arguments that end before the
// first error. HCL takes for the end of one that is never closed what is read last.
func (f *file) soundPart(first hcl.Range) hcl.Body {
	f.sound = 0
	body, ok := f.body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	whole := *body
	whole.Blocks = slices.DeleteFunc(slices.Clone(body.Blocks), func(b *hclsyntax.Block) bool {
		return b.Body == nil || b.CloseBraceRange.End.Byte > first.Start.Byte || !f.isClosed(hcl.RangeBetween(b.TypeRange, b.CloseBraceRange))
	})
	whole.Attributes = hclsyntax.Attributes{}
	for name, a := range body.Attributes {
		if a.SrcRange.End.Line < first.Start.Line && f.isClosed(a.SrcRange) {
			whole.Attributes[name] = a
			f.sound = max(f.sound, a.SrcRange.End.Byte)
		}
	}
	for _, b := range whole.Blocks {
		f.sound = max(f.sound, b.CloseBraceRange.End.Byte)
	}
	return &whole
}

// isClosed says whether what opens in a range is closed there.
func (f *file) isClosed(at hcl.Range) bool {
	if !at.CanSliceBytes(f.text.Bytes) {
		return false
	}
	tokens, _ := hclsyntax.LexConfig(at.SliceBytes(f.text.Bytes), "", hcl.InitialPos)
	d := nesting{levels: make([]level, 1, 16)}
	for i := range tokens {
		d.add(tokens, i)
	}
	return d.depth() == 0
}

func (l parser) parseJSON(f *file) {
	documents, err := source.Parse(f.text, l.options.Limits)
	if err == nil {
		err = guardJSON(f.text, documents[0].Root, l.options.Limits)
	}
	if err != nil {
		f.failed, f.sound = true, 0
		l.report(source.Faults(err)...)
		return
	}
	f.written = documents[0].Root
	parsed, diagnostics := hcljson.Parse(f.text.Bytes, f.path)
	for _, d := range diagnostics {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			f.failed, f.sound = true, 0
			l.report(f.fault(*d.Subject, syntaxMessage(d)))
			return
		}
	}
	f.body = parsed.Body
	source.SetText(f.written, f.text)
}

// fault is what is wrong at a range of the file.
func (f *file) fault(at hcl.Range, message string) *source.Error {
	return &source.Error{File: f.text.File, At: f.text.Position(at.Start.Byte), Message: message}
}

// syntaxMessage says what HCL does not read and what to do. It quotes nothing of the text,
// which may hold a secret.
func syntaxMessage(d *hcl.Diagnostic) string {
	what, remedy := d.Summary, "correct the syntax"
	for _, r := range remedies {
		if strings.HasPrefix(d.Summary, r.summary) {
			what, remedy = cmp.Or(r.what, what), r.remedy
			break
		}
	}
	first, width := utf8.DecodeRuneInString(what)
	return string(unicode.ToLower(first)) + what[width:] + ", which Terraform refuses: " + remedy
}

// remedies are what to do about errors of syntax, by how HCL's names for them begin, and
// what they are in other words.
var remedies = []struct{ summary, what, remedy string }{
	{"Missing newline after argument", "", "write one argument on a line"},
	{"Unexpected comma after argument", "", "remove the comma"},
	{"Missing newline after block definition", "", "begin a new line behind the block"},
	{"Invalid single-argument block definition", "several arguments in a block on one line", "write each on a line of its own"},
	{"Argument definition required", "several arguments in a block on one line", "write each on a line of its own"},
	{"Unclosed configuration block", "a block that is not closed", "close it with `}`"},
	{"Invalid multi-line string", "a text in quotes that is not closed on its line", "close the quotes, or use a heredoc"},
	{"Unterminated template string", "a text that is not closed", "close the quotes, or end the heredoc"},
	{"Argument or block definition required", "what is neither an argument nor a block", "write `name = value`, or a block"},
	{"Invalid argument name", "", "write the name without quotes"},
	{"Invalid block definition", "", "write `type \"label\" {`"},
	{"Invalid expression", "", "write a value"},
	{"Missing item separator", "", "separate elements with commas"},
	{"Missing attribute separator", "", "begin a new line, or write a comma"},
	{"Missing key/value separator", "", "write `key = value`"},
	{"Unbalanced parentheses", "", "close the parenthesis"},
	{"Missing ", "", "write the labels of the block"},
	{"Extraneous label", "", "remove the label"},
	{redefined, "an argument that stands in this block already", "remove one of them"},
	{"Duplicate ", "an argument that stands in this block already", "remove one of them"},
	{"Root value must be object", "a file that holds no object", "write one"},
	{"Incorrect JSON value type", "a JSON value of another type", "write an object"},
}
