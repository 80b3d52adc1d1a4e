package source_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

func text(t testing.TB, file, content string) *source.Text {
	t.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func parse(t testing.TB, file, content string) []*source.Document {
	t.Helper()
	documents, err := source.Parse(text(t, file, content), source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func one(t testing.TB, file, content string) *source.Document {
	t.Helper()
	documents := parse(t, file, content)
	if len(documents) != 1 {
		t.Fatalf("%d documents, want 1", len(documents))
	}
	return documents[0]
}

// fault is the message of the error that parsing must give, place first.
func fault(t testing.TB, file, content string, limits source.Limits) string {
	t.Helper()
	_, err := source.Parse(text(t, file, content), limits)
	fault, ok := errors.AsType[*source.Error](err)
	if !ok {
		t.Fatalf("error %v, want a *source.Error", err)
	}
	return fmt.Sprintf("%d:%d %s", fault.At.Line, fault.At.Column, fault.Message)
}

// written lists every key and value of a document with the characters that
// its range covers: `/a key=«"a"» number 1=«1»`.
func written(d *source.Document) []string {
	var lines []string
	var walk func(pointer, key string, n *source.Node)
	cut := func(r source.Range) string { return "«" + string(d.Text.Bytes[r.Start:r.End]) + "»" }
	walk = func(pointer, key string, n *source.Node) {
		line := pointer + key + " " + n.Kind.String()
		if n.Text != "" {
			line += " " + n.Text
		}
		lines = append(lines, line+"="+cut(n.Range()))
		for _, e := range n.Entries() {
			flags := ""
			if e.Repeats {
				flags += " repeats"
			}
			if e.Merged {
				flags += " merged"
			}
			walk(pointer+source.Pointer([]string{e.Key}), " key="+cut(e.KeyRange())+flags, e.Value)
		}
		for i, item := range n.Items() {
			walk(pointer+"/"+strconv.Itoa(i), "", item)
		}
	}
	walk("", "", d.Root)
	return lines
}
