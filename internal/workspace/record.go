package workspace

import "encoding/json"

// Record is one object of a workspace, or why there is none.
type Record struct {
	// Path is the object's place in a snapshot, with forward slashes:
	// serving-endpoints/chat.json.
	Path string
	// API is the path that was asked, without query.
	API     string
	Outcome Outcome
	// Status is the HTTP status that decided; 0 where no answer came.
	Status int
	// Message says why there is no answer, beginning with the status; "" when
	// Read. It holds no secret and is one line.
	Message string
	// Body is canonical JSON without secrets. Unless Read, it is nil, or what the pages
	// before had of a list, or what Request.Listed had of an object.
	Body []byte

	// Altered says that it comes from a snapshot whose file is not as it was written.
	Altered bool

	// What and Needed are those of the request.
	What   string
	Needed bool
}

// Fails says that the record leaves the run incomplete: a subject or a list of
// them could not be read, or a call failed for good. Evidence that is denied or
// absent does not.
func (r Record) Fails() bool {
	return r.Outcome == Failed || r.Needed && (r.Outcome == Denied || r.Outcome == Absent || r.Outcome == Unasked)
}

// Reason says why something that the record would show is not known; "" when it
// was read.
func (r Record) Reason() string {
	switch {
	case r.Outcome == Read:
		return ""
	case r.Outcome != Unasked:
		return "the " + r.What + " could not be read: " + r.Message
	case r.What == "":
		return "there is nothing that gwlint could ask for"
	case r.Message == "":
		return "gwlint did not ask for the " + r.What
	default:
		return "gwlint did not ask for the " + r.What + ": " + r.Message
	}
}

// noAnswer says that a request had no answer, not even an error.
func (r Record) noAnswer() bool { return r.Outcome == Failed && r.Status == 0 }

// notAsked is the record of something that there is no reason or no way to ask
// for.
func notAsked(what, why string) Record { return Record{What: what, Message: why} }

// elements are those of a list record, also of one that was read in part.
func elements(record Record, key string) []map[string]any {
	var page map[string]json.RawMessage
	var list []map[string]any
	if json.Unmarshal(record.Body, &page) == nil {
		_ = json.Unmarshal(page[key], &list) // Live and snapshots hold what Live wrote; anything else reads as none
	}
	return list
}

// text is the string under a key of an object, "" when there is none.
func text(body []byte, key string) string {
	var object map[string]any
	if json.Unmarshal(body, &object) != nil {
		return ""
	}
	s, _ := object[key].(string)
	return s
}
