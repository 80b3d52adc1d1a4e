package rego

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Fix is how a rule would have its finding mended. The rule's METADATA say whether that is
// safe.
type Fix struct {
	// Description says what the edits do, as an order: "write `key: endpoint`".
	Description string
	Edits       []Edit
	// Written are paths of the model that must be written for the fix to be one.
	Written [][]string
}

// Edit is an edit as a rule puts it: of the value, the key or the entry at a path of the
// model, and of keys below that as they are written.
type Edit struct {
	Path []string
	// Do is set (write Value, the key too where it is not written), quote (the value),
	// rename (the key to Key), remove (the entry) or dedupe (the entry before it of the
	// same key, where both hold the same).
	Do string
	// Value is the JSON of what is to be written, Key the key's new name.
	Value, Key string
}

// fixOf reads what report.fixing adds, nil where that is null.
func fixOf(finding ast.Object) *Fix {
	object := objectIn(finding, "fix")
	if object == nil {
		return nil
	}
	fix := &Fix{Description: text(object, "description")}
	eachIn(object, "edits", func(item *ast.Term) {
		edit, ok := item.Value.(ast.Object)
		if !ok {
			return
		}
		one := Edit{Path: segments(edit, "path"), Do: text(edit, "do"), Key: text(edit, "key")}
		if value := edit.Get(ast.InternedTerm("value")); value != nil {
			one.Value = jsonOf(value.Value)
		}
		fix.Edits = append(fix.Edits, one)
	})
	eachIn(object, "written", func(item *ast.Term) {
		fix.Written = append(fix.Written, segmentsOf(item))
	})
	return fix
}

func objectIn(object ast.Object, key string) ast.Object {
	if term := object.Get(ast.InternedTerm(key)); term != nil {
		inner, _ := term.Value.(ast.Object)
		return inner
	}
	return nil
}

// eachIn calls a function with each element of a list.
func eachIn(object ast.Object, key string, do func(*ast.Term)) {
	if term := object.Get(ast.InternedTerm(key)); term != nil {
		if list, ok := term.Value.(*ast.Array); ok {
			list.Foreach(do)
		}
	}
}

// jsonOf is a value as JSON, "" for one that JSON cannot hold.
func jsonOf(value ast.Value) string {
	plain, err := ast.JSON(value)
	if err != nil {
		return ""
	}
	written, err := json.Marshal(plain)
	if err != nil {
		return ""
	}
	return string(written)
}
