package workspace

// This file stands in for canonical.go, redact.go and place.go. Whoever writes
// these deletes it.

import (
	"bytes"
	"encoding/json"
)

func Place(folder, name string) string { return folder + "/" + name + ".json" }

func Redact(value any, known func(text string) bool) any { return value }

func Canonical(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(value)
	return b.Bytes()
}

func decode(body []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var value any
	err := d.Decode(&value)
	return value, err
}
