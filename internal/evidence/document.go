package evidence

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/workspace"
)

// documents makes documents with places out of the records of a workspace.
type documents struct {
	// base begins the names of files in reports, before the path of a record:
	// "databricks/<host>/".
	base string
	host string
}

// of is the document of a record. Where the object could not be read, reason says
// why, and the document holds what a list has shown of it, or its name.
func (d documents) of(r workspace.Record, name string) (doc *source.Document, reason string) {
	reason = r.Reason()
	doc, err := d.parse(r, r.Body)
	if err == nil {
		return doc, reason
	}
	if reason == "" {
		reason = "the " + r.What + " cannot be used: " + err.Error()
	}
	body := workspace.Canonical(map[string]any{"name": name})
	if doc, err = d.parse(r, body); err != nil {
		doc = &source.Document{Text: &source.Text{File: d.base + r.Path}, Root: &source.Node{Kind: source.Map}}
	}
	return doc, reason
}

// compact is a body that takes no more room than it needs: what findings point
// into is kept to the end of the run.
func compact(body []byte) []byte {
	if cap(body)-len(body) <= len(body)/8 {
		return body
	}
	return append(make([]byte, 0, len(body)), body...)
}

func (d documents) parse(r workspace.Record, body []byte) (*source.Document, error) {
	text, err := source.NewText(d.base+r.Path, compact(body))
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

// withName adds to a reason the name of the object, which its sentence does not hold:
// ('main.gw.chat_payload').
func withName(reason, name string) string {
	if reason == "" || name == "" {
		return reason
	}
	return reason + " (`" + name + "`)"
}

// objectName is the name of the object of a record: the last part of the path that
// was asked, "" where nothing was.
func objectName(r workspace.Record) string {
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
