package fix

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/source"
)

// Do is what an operation does.
type Do string

// What operations do.
const (
	// Set writes a value, with its key and the maps around it where they are not written.
	Set Do = "set"
	// Quote puts a number or a truth value into quotes.
	Quote Do = "quote"
	// Rename gives a key another name.
	Rename Do = "rename"
	// Remove takes a key and its value away.
	Remove Do = "remove"
	// Dedupe takes away the earlier of two entries of one key that hold the same.
	Dedupe Do = "dedupe"
)

// Operation is one thing to do to a document.
type Operation struct {
	Do Do
	// Path leads from the root of the document to what is set, renamed or removed. "*" stands
	// for each element of a list that has what follows.
	Path []string
	// Value is what Set writes.
	Value *source.Node
	// Key is the name that Rename gives.
	Key string
}

// Refusal is why there are no edits, as the end of a sentence.
type Refusal string

// Error is the reason.
func (r Refusal) Error() string { return string(r) }

// NotApplicable says that there is nothing to put right: two entries of one key differ.
const NotApplicable = Refusal("the values differ: keep the one that is meant")

// Plan returns the edits that do all operations to a document, in the order of their
// places. Its error is a Refusal: then nothing is to be edited.
func Plan(d *source.Document, operations ...Operation) ([]finding.Edit, error) {
	all, err := plan(d, operations)
	return edits(all), err
}

// PlanVerified is Plan, and reads what it edits again with the edits: it refuses those after
// which more is another than is meant.
func PlanVerified(d *source.Document, operations ...Operation) ([]finding.Edit, error) {
	all, err := plan(d, operations)
	if err == nil {
		err = verify(all)
	}
	if err != nil {
		return nil, err
	}
	return edits(all), nil
}

func plan(d *source.Document, operations []Operation) ([]change, error) {
	var all []change
	for _, o := range expand(d, operations) {
		p, err := locate(d, o)
		if err != nil {
			return nil, err
		}
		changes, err := newEditor(p).do(o)
		if err != nil {
			return nil, err
		}
		all = append(all, changes...)
	}
	if err := inOrder(all); err != nil {
		return nil, err
	}
	return all, nil
}

// expand puts the indices of elements in the place of "*".
func expand(d *source.Document, operations []Operation) []Operation {
	var all []Operation
	for _, o := range operations {
		star := slices.Index(o.Path, "*")
		if star < 0 {
			all = append(all, o)
			continue
		}
		list := d.At(o.Path[:star])
		if list == nil {
			continue
		}
		for i := range list.Items() {
			one := o
			one.Path = slices.Concat(o.Path[:star], []string{strconv.Itoa(i)}, o.Path[star+1:])
			if d.At(one.Path) != nil {
				all = append(all, one)
			}
		}
	}
	return all
}

// edits are changes in order as edits, no two of them in one place.
func edits(all []change) []finding.Edit {
	var list []finding.Edit
	for i, c := range all {
		if i > 0 && c.place.text == all[i-1].place.text && c.at == all[i-1].at && c.at.Start == c.at.End { // in one place, one after the other
			list[len(list)-1].Text += c.text
			continue
		}
		list = append(list, c.edit())
	}
	return list
}

// change is an edit of one of the texts of a document.
type change struct {
	place *place
	at    source.Range
	text  string
}

func (c change) edit() finding.Edit {
	text := c.place.text
	start, end := text.Position(c.at.Start), text.Position(c.at.End)
	return finding.Edit{
		Location: finding.Location{
			File:      text.File,
			StartLine: start.Line, StartColumn: start.Column,
			EndLine: end.Line, EndColumn: end.Column,
		},
		Start: c.at.Start, End: c.at.End, Text: c.text,
		StartUnits: text.Units(c.at.Start), EndUnits: text.Units(c.at.End),
	}
}

// inOrder sorts changes by their places, and refuses those that overlap.
func inOrder(all []change) error {
	slices.SortStableFunc(all, func(a, b change) int {
		return cmp.Or(
			cmp.Compare(a.place.text.File, b.place.text.File),
			cmp.Compare(a.at.Start, b.at.Start),
			cmp.Compare(a.at.End, b.at.End),
		)
	})
	for i := 1; i < len(all); i++ {
		if before := all[i-1]; before.place.text == all[i].place.text && before.at.End > all[i].at.Start {
			return Refusal("its edits overlap: make them by hand")
		}
	}
	return nil
}

// applied is the content of a text with changes in order, those of other texts left out.
func applied(text *source.Text, all []change) []byte {
	var b bytes.Buffer
	done := 0
	for _, c := range all {
		if c.place.text != text {
			continue
		}
		b.Write(text.Bytes[done:c.at.Start])
		b.WriteString(c.text)
		done = c.at.End
	}
	b.Write(text.Bytes[done:])
	return b.Bytes()
}
