package terraform

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gwlint/gwlint/internal/source"
)

// repeated are the arguments of a body that stand in it already. HCL reads the first of
// them, and only says where another one is.
func (s syntax) repeated(body *hclsyntax.Body) []item {
	f := s.files[body.SrcRange.Filename]
	if f == nil {
		return nil
	}
	var list []item
	for _, name := range f.repeated {
		if !directlyIn(name, body) {
			continue
		}
		if i, ok := repeatedArgument(f.text.Bytes, name); ok {
			list = append(list, i)
		}
	}
	return list
}

// directlyIn says that a range lies in a body and in no block in it.
func directlyIn(at hcl.Range, body *hclsyntax.Body) bool {
	if !within(at, body.SrcRange) {
		return false
	}
	for _, b := range body.Blocks {
		if within(at, b.Body.SrcRange) {
			return false
		}
	}
	return true
}

// repeatedArgument parses the argument whose name has a range.
func repeatedArgument(text []byte, name hcl.Range) (item, bool) {
	if !name.CanSliceBytes(text) {
		return item{}, false
	}
	sign := bytes.IndexByte(text[name.End.Byte:], '=')
	if sign < 0 {
		return item{}, false
	}
	start := name.End
	start.Byte, start.Column = start.Byte+sign+1, start.Column+sign+1
	tokens, _ := hclsyntax.LexConfig(text[start.Byte:], name.Filename, start)
	rest := text[start.Byte:endOfArgument(tokens, len(text))]
	expr, diags := hclsyntax.ParseExpression(rest, name.Filename, start)
	if diags.HasErrors() {
		return item{}, false
	}
	return item{name: string(name.SliceBytes(text)), at: name, expr: expr}, true
}

// endOfArgument is where the line of an argument ends, or the block that it stands in.
func endOfArgument(tokens hclsyntax.Tokens, end int) int {
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenOHeredoc:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenTemplateSeqEnd, hclsyntax.TokenCHeredoc:
			depth--
		case hclsyntax.TokenNewline, hclsyntax.TokenComment, hclsyntax.TokenEOF:
			if depth == 0 {
				return t.Range.Start.Byte
			}
		default:
		}
		if depth < 0 {
			return t.Range.Start.Byte
		}
	}
	return end
}

// repeatedKeys are the keys of an object in JSON that stand in it already, of which HCL
// says only where they are. Their values are taken as they are written.
func (s syntax) repeatedKeys(diags hcl.Diagnostics) []item {
	var list []item
	for _, d := range diags {
		if d.Severity != hcl.DiagError || d.Subject == nil {
			continue
		}
		f := s.files[d.Subject.Filename]
		if f == nil || f.written == nil {
			continue
		}
		key := source.Range{Start: d.Subject.Start.Byte, End: d.Subject.End.Byte}
		if e := entryAt(f.written, key); e != nil {
			list = append(list, item{name: e.Key, at: *d.Subject, raw: e.Value})
		}
	}
	return list
}

// entryAt is the entry whose key has a range, nil for none.
func entryAt(n *source.Node, key source.Range) *source.Entry {
	for k := range n.Entries() {
		e := &n.Entries()[k]
		if e.KeyRange() == key {
			return e
		}
		if e.Value.Range().Start <= key.Start && key.End <= e.Value.Range().End {
			return entryAt(e.Value, key)
		}
	}
	for _, i := range n.Items() {
		if i.Range().Start <= key.Start && key.End <= i.Range().End {
			return entryAt(i, key)
		}
	}
	return nil
}
