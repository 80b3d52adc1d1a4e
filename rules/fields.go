package rules

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/module"
)

// fields reads METADATA's custom fields and keeps the first error.
type fields struct {
	module module.Module
	values map[string]any
	err    error
}

func (f *fields) fail(format string, args ...any) {
	if f.err == nil {
		f.err = f.module.Errorf(format, args...)
	}
}

// check holds a text that is not a custom field to a form.
func (f *fields) check(name, value string, form *regexp.Regexp) {
	switch {
	case value == "":
		f.fail("METADATA lacks %s", name)
	case !form.MatchString(value):
		f.fail("%s: %q does not have the form %s", name, value, form)
	}
}

// text is a text of that form.
func (f *fields) text(name string, form *regexp.Regexp) string {
	value, ok := f.values[name].(string)
	if !ok || !form.MatchString(value) {
		f.fail("custom.%s: %s does not have the form %s", name, show(f.values[name]), form)
	}
	return value
}

// identity is the rule's ID. GW begins those of gwlint: one that comes with a
// later version would mean something else.
func (f *fields) identity(own bool) string {
	if !own {
		return f.text("id", idForm)
	}
	id := f.text("id", ownForm)
	if reserved.MatchString(id) {
		f.fail("custom.id: %s begins as gwlint's own; take other letters", id)
	}
	return id
}

// prose is a text that says something.
func (f *fields) prose(name string) string {
	value, _ := f.values[name].(string)
	value = strings.TrimSpace(value)
	if value == "" {
		f.fail("custom.%s: says nothing", name)
	}
	return value
}

// truth is true or false, false where it is not written.
func (f *fields) truth(name string) bool {
	written, given := f.values[name]
	value, ok := written.(bool)
	if given && !ok {
		f.fail("custom.%s: %s is neither true nor false", name, show(written))
	}
	return value
}

// choice is one of the values given.
func (f *fields) choice(name string, known []string) string {
	value, _ := f.values[name].(string)
	if !slices.Contains(known, value) {
		f.fail("custom.%s: %s is not one of %s", name, show(f.values[name]), strings.Join(known, ", "))
	}
	return value
}

// choices is a list of at least one of the values given.
func (f *fields) choices(name string, known []string) []string {
	list := f.texts(name, f.values[name])
	if len(list) == 0 {
		f.fail("custom.%s: names none of %s", name, strings.Join(known, ", "))
	}
	for _, value := range list {
		if !slices.Contains(known, value) {
			f.fail("custom.%s: %q is not one of %s", name, value, strings.Join(known, ", "))
		}
	}
	return list
}

// list is a list, perhaps empty, of texts of that form.
func (f *fields) list(name string, form *regexp.Regexp) []string {
	list := f.texts(name, f.values[name])
	for _, value := range list {
		if !form.MatchString(value) {
			f.fail("custom.%s: %q does not have the form %s", name, value, form)
		}
	}
	return list
}

// controls maps a framework to the items of it that the rule serves.
func (f *fields) controls() map[string][]string {
	written, given := f.values["controls"]
	if !given {
		return nil
	}
	frameworks, ok := written.(map[string]any)
	if !ok || len(frameworks) == 0 {
		f.fail("custom.controls: %s is not a map from a framework to its items", show(written))
		return nil
	}
	controls := make(map[string][]string, len(frameworks))
	for _, name := range slices.Sorted(maps.Keys(frameworks)) {
		controls[name] = f.texts("controls."+name, frameworks[name])
		if len(controls[name]) == 0 {
			f.fail("custom.controls.%s: names no item", name)
		}
	}
	return controls
}

// texts is a list of different texts, never nil.
func (f *fields) texts(name string, written any) []string {
	values, ok := written.([]any)
	if !ok {
		f.fail("custom.%s: %s is not a list", name, show(written))
		return []string{}
	}
	list := make([]string, 0, len(values))
	for _, value := range values {
		text, ok := value.(string)
		if !ok || text == "" {
			f.fail("custom.%s: %s is not a text", name, show(value))
			continue
		}
		if slices.Contains(list, text) {
			f.fail("custom.%s: %q stands twice", name, text)
		}
		list = append(list, text)
	}
	return list
}

// show writes a value of YAML for an error: texts quoted, the rest as it is.
func show(value any) string {
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprint(value)
}
