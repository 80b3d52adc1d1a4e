package cli

import (
	"bytes"
	"context"
	"slices"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// parse reads a file's documents; see read.
func (in *inspector) parse(input source.Input) (*source.Text, []*source.Document, inspection, error) {
	defer in.profile.phase("read")()
	text, found := in.read(input)
	if text == nil {
		return nil, nil, found, nil
	}
	documents, fault := source.Parse(text, in.limits)
	return text, documents, found, fault
}

// endOf is where the last document ends, 0 when there is none.
func endOf(documents []*source.Document) int {
	if len(documents) == 0 {
		return 0
	}
	return documents[len(documents)-1].Root.Range.End
}

// read reads a file that may hold gateways. Without a text, the inspection is
// all that is to be said of the file.
func (in *inspector) read(input source.Input) (*source.Text, inspection) {
	text, err := source.Load(input, in.limits)
	switch {
	case err != nil && text != nil && !in.meant(text):
		return nil, inspection{skipped: true}
	case err != nil:
		return nil, inspection{problems: []report.Problem{problem(err)}}
	case input.Piped() && len(bytes.TrimSpace(text.Bytes)) == 0:
		return nil, inspection{problems: []report.Problem{{File: text.File, Message: "is empty: did the command before it fail?"}}}
	case in.kind == gateway.Auto && !gateway.Relevant(text.Bytes):
		return nil, inspection{skipped: true}
	}
	if reason := gateway.UnreadText(text.File, text.Bytes); reason != "" {
		return nil, inspection{problems: []report.Problem{{File: text.File, Message: reason}}}
	}
	return text, inspection{}
}

// meant says whether a text that does not parse is gateway configuration.
func (in *inspector) meant(text *source.Text) bool {
	return in.kind != gateway.Auto || gateway.Speaks(text.File, text.Bytes)
}

// normalise finds the gateways of a file. It looks at all documents before any
// gateway is judged: the lines shown around a finding may be another document's,
// whose secrets must be known by then.
func (in *inspector) normalise(documents []*source.Document, found *inspection) ([]*gateway.Subject, error) {
	defer in.profile.phase("normalise")()
	var all []*gateway.Subject
	for _, doc := range documents {
		subjects, err := gateway.Normalise(doc, in.kind)
		if err != nil {
			return nil, err
		}
		if len(subjects) == 0 {
			if fault := gateway.Unread(doc); fault != nil {
				found.problems = append(found.problems, problem(fault))
			}
		}
		all = append(all, subjects...)
	}
	for _, s := range all {
		s.Role = in.role(s.Name)
	}
	found.subjects = entries(all)
	return all, nil
}

// beside judges the gateways that stand in the state file. What of it cannot be
// read is said where the state is read, and settings without a gateway are what
// the steps that write there keep.
func (in *inspector) beside(ctx context.Context, input source.Input) (inspection, error) {
	plainly := *in
	plainly.kind = gateway.Auto
	text, documents, found, fault := plainly.parse(input)
	if text == nil {
		return inspection{}, nil
	}
	if fault != nil {
		text.Mask(source.Range{Start: endOf(documents), End: len(text.Bytes)})
	}
	subjects, err := plainly.normalise(documents, &found)
	if err != nil {
		return inspection{}, err
	}
	subjects = slices.DeleteFunc(subjects, func(s *gateway.Subject) bool { return s.Form == gateway.FormPut })
	return inspection{subjects: entries(subjects)}, in.judge(ctx, subjects)
}

// entries say of subjects what a report says of them.
func entries(subjects []*gateway.Subject) []report.Subject {
	var list []report.Subject
	for _, s := range subjects {
		who := s.Identity()
		list = append(list, report.Subject{
			Kind: who.Kind, Name: who.Name, File: s.Source().File, Hosting: who.Hosting, Form: who.Form,
		})
	}
	return list
}
