package evidence

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/workspace"
)

// document is a record as a text with places, named as reports name it. Where the
// object could not be read, reason says why, and the document holds what a list
// has shown of it, or its name.
func (w *World) document(r workspace.Record, name string) (doc *source.Document, reason string) {
	reason = r.Reason()
	doc, err := w.parse(r, r.Body)
	if err == nil {
		return doc, reason
	}
	if reason == "" {
		reason = "the " + r.What + " cannot be used: " + err.Error()
	}
	body := workspace.Canonical(map[string]any{"name": name})
	if doc, err = w.parse(r, body); err != nil {
		doc = &source.Document{Text: &source.Text{File: w.base + r.Path}, Root: &source.Node{Kind: source.Map}}
	}
	return doc, reason
}

// fitting is a body that takes no more room than it needs: what findings point
// into is kept to the end of the run.
func fitting(body []byte) []byte {
	if cap(body)-len(body) <= len(body)/8 {
		return body
	}
	return append(make([]byte, 0, len(body)), body...)
}

func (w *World) parse(r workspace.Record, body []byte) (*source.Document, error) {
	text, err := source.NewText(w.base+r.Path, fitting(body))
	if err != nil {
		return nil, err
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		return nil, err
	}
	if len(documents) != 1 || documents[0].Root == nil || documents[0].Root.Kind != source.Map {
		return nil, errNoObject
	}
	return documents[0], nil
}

var errNoObject = errors.New("it is no object")

// of adds to a reason what a record would be of, which its sentence does not name:
// ('main.gw.chat_payload').
func of(reason, name string) string {
	if reason == "" || name == "" {
		return reason
	}
	return reason + " ('" + name + "')"
}

// object is the name of what a record is of: the last part of the path that was
// asked, "" where nobody asked.
func object(r workspace.Record) string {
	name, err := url.PathUnescape(r.API[strings.LastIndexByte(r.API, '/')+1:])
	if err != nil {
		return ""
	}
	return name
}

// decode reads what it can of a body: a value of another type is none. A record
// that was not read has no body, or that of a list.
func decode(r workspace.Record, into any) {
	if r.Outcome == workspace.Read {
		_ = json.Unmarshal(r.Body, into) // snapshots are verified and live answers parsed; anything else reads as none
	}
}
