package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// checkTopLevel notes what Terraform refuses at the top level of a file: arguments outside
// of blocks, arguments that stand twice in a block, and blocks of a misspelt type. A block
// of any other type that is not known is left to those who know a later version.
func checkTopLevel(l *loader, f *file) {
	checkRepeated(l, f)
	for _, e := range topLevelOf(f) {
		switch nearest := nearBlock(e.Key); {
		case e.Value == nil:
			l.report(faultIn(f, e.KeyRange(), "an argument outside of all blocks, which Terraform refuses: "+
				"move it into a block, or into a file of values such as terraform.tfvars"))
			return // such a file has many
		case nearest != "":
			l.report(faultIn(f, e.KeyRange(), "`"+e.Key+"` is no block that Terraform knows: write `"+nearest+"`"))
		}
	}
}

// nearBlock is the type of a block that is meant by another name, "" where none is.
func nearBlock(name string) string {
	var known []string
	for _, b := range topLevel.Blocks {
		if b.Type == name {
			return ""
		}
		known = append(known, b.Type)
	}
	return schema.Nearest(name, known)
}

// topLevel are the keys at the top level of a file. An argument in HCL's own syntax has no
// value.
func topLevelOf(f *file) []source.Entry {
	body, native := f.body.(*hclsyntax.Body)
	if !native {
		if f.written == nil {
			return nil
		}
		return f.written.Entries()
	}
	var entries []source.Entry
	for _, a := range inOrder(attributesOf(body)) {
		entries = append(entries, source.Entry{Key: a.Name, KeySpan: rangeOf(a.NameRange).Span()})
	}
	for _, b := range body.Blocks {
		entries = append(entries, entryOf(b.Type, rangeOf(b.TypeRange), &source.Node{}))
	}
	return entries
}

// attributesOf are the arguments of a body.
func attributesOf(body *hclsyntax.Body) hcl.Attributes {
	all := hcl.Attributes{}
	for name, a := range body.Attributes {
		all[name] = a.AsHCLAttribute()
	}
	return all
}

// checkRepeated notes the arguments that stand twice in a block. Who reads a resource says
// it of that.
func checkRepeated(l *loader, f *file) {
	body, native := f.body.(*hclsyntax.Body)
	if !native {
		return
	}
	next := 0
	for _, at := range f.repeated {
		for next < len(body.Blocks) && body.Blocks[next].CloseBraceRange.End.Byte <= at.Start.Byte {
			next++
		}
		within := next < len(body.Blocks) && body.Blocks[next].TypeRange.Start.Byte <= at.Start.Byte
		if within && body.Blocks[next].Type == "resource" || !within && f.broken() {
			continue // it is a finding, or not read
		}
		l.report(f.fault(at, syntaxMessage(&hcl.Diagnostic{Summary: redefined})))
	}
}

// faultIn is what is wrong at a range of the file.
func faultIn(f *file, at source.Range, message string) *source.Error {
	return &source.Error{File: f.text.File, At: f.text.Position(at.Start), Message: message}
}
