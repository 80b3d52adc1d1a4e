package workspace

import (
	"errors"
	"fmt"
	"strings"
)

// What was asked for has a name or an id, and so has an answer: an answer about another object
// says nothing of the one that was asked for, however well it reads. The functions here hold one
// against the other. Each reads only what Request.Shape keeps, so that a snapshot is held alike.

// Hold returns a record as it is, or a failed one where its body is not about what the request
// asks for. It serves those who keep answers; Live holds its own.
func (r Request) Hold(record Record) Record {
	if record.Outcome != Read {
		return record
	}
	if err := r.holdBody(record.Body); err != nil {
		record.Outcome, record.Message, record.Body = Failed, malformed(record.Status, err), nil
		if r.Listed != nil {
			record.Body = Canonical(r.Listed)
		}
	}
	return record
}

func (r Request) holdBody(body []byte) error {
	if r.SQL != nil {
		return nil
	}
	if r.List == "" {
		return r.holdObject(body)
	}
	object, err := decodeObject(body)
	if err != nil {
		return err
	}
	list, ok := object[r.List].([]any)
	if !ok {
		return fmt.Errorf("it has no list %q", r.List)
	}
	for _, item := range list {
		element, ok := item.(map[string]any)
		if !ok {
			return fmt.Errorf("an element of %q is no object", r.List)
		}
		if err := r.hold(element); err != nil {
			return err
		}
	}
	return r.holdDistinct(list)
}

func (r Request) holdObject(body []byte) error {
	object, ok := outline(body)
	if !ok {
		var err error
		if object, err = decodeObject(body); err != nil {
			return err
		}
	}
	return r.hold(object)
}

// hold says why an object, or an element of a list, is not what was asked for.
func (r Request) hold(item map[string]any) error {
	if code, _ := item["error_code"].(string); code != "" {
		return fmt.Errorf("it is an error, %s", code)
	}
	if r.About == nil {
		return nil
	}
	return r.About(item)
}

// holdDistinct says which element of a list is there twice, and not the same each time: it
// is not known which of the two holds.
func (r Request) holdDistinct(list []any) error {
	if !r.Distinct {
		return nil
	}
	seen := make(map[string]bool, len(list))
	for _, item := range list {
		element, _ := item.(map[string]any)
		key, _ := element[r.Sort].(string)
		if key != "" && seen[key] {
			return twice(r.List, key)
		}
		seen[key] = true
	}
	return nil
}

func twice(list, key string) error {
	return fmt.Errorf("%q has '%s' twice, and not the same each time; run it again if it was changed meanwhile", list, key)
}

// having wants a text under a key: an element without its name cannot be asked for.
func having(key string) func(map[string]any) error {
	return func(item map[string]any) error {
		if s, _ := item[key].(string); s == "" {
			return fmt.Errorf("there is no %s", key)
		}
		return nil
	}
}

// anAssignment wants privileges of somebody: without a name they may be anybody's.
func anAssignment(item map[string]any) error {
	if err := having("principal")(item); err != nil {
		return err
	}
	list, ok := item["privileges"].([]any)
	if !ok && item["privileges"] != nil {
		return errors.New("its privileges are no list")
	}
	for _, entry := range list {
		object, _ := entry.(map[string]any)
		if err := having("privilege")(object); err != nil {
			return err
		}
	}
	return nil
}

// sameText wants a text under a key, which is that of what was asked for.
func sameText(key, asked string) func(map[string]any) error {
	return func(item map[string]any) error {
		switch got, _ := item[key].(string); got {
		case asked:
			return nil
		case "":
			return fmt.Errorf("it has no %s, and '%s' was asked for", key, asked)
		default:
			return fmt.Errorf("its %s is '%s', and '%s' was asked for", key, got, asked)
		}
	}
}

// sameEndpoint wants the name that was asked for, and what the list says of who made the endpoint:
// whether Databricks provides it is decided by both.
func sameEndpoint(name string, listed map[string]any) func(map[string]any) error {
	return func(item map[string]any) error {
		if err := sameText("name", name)(item); err != nil {
			return err
		}
		if id, _ := listed["id"].(string); id != "" && item["id"] != id {
			return errors.New("its id is not the one that the list has; run it again if the endpoint was made anew meanwhile")
		}
		if creator, _ := listed["creator"].(string); creator != "" && item["creator"] == nil {
			return errors.New("it has no creator, and the list has one")
		}
		return nil
	}
}

// sameObject wants the permissions of what was asked for, which end in its id:
// /serving-endpoints/0123, /sql/warehouses/0123.
func sameObject(id string) func(map[string]any) error {
	return func(item map[string]any) error {
		switch object, _ := item["object_id"].(string); {
		case object == "":
			return errors.New("it does not say whose permissions they are")
		case object[strings.LastIndexByte(object, '/')+1:] != id:
			return fmt.Errorf("these are the permissions of '%s', and those of '%s' were asked for", object, id)
		default:
			return nil
		}
	}
}

// within wants a full name that begins with that of what was asked for. Unity Catalog does not
// distinguish cases.
func within(key, parent string) func(map[string]any) error {
	return func(item map[string]any) error {
		full, _ := item[key].(string)
		if len(full) > len(parent)+1 && full[len(parent)] == '.' && strings.EqualFold(full[:len(parent)], parent) {
			return nil
		}
		if full == "" {
			return fmt.Errorf("there is no %s", key)
		}
		return fmt.Errorf("'%s' does not lie in '%s', which was asked for", full, parent)
	}
}

// schemaOf wants a schema with a name, whose full name, where it is given, lies in a catalog.
func schemaOf(catalog string) func(map[string]any) error {
	return func(item map[string]any) error {
		if item["full_name"] == nil {
			return having("name")(item)
		}
		return within("full_name", catalog)(item)
	}
}

// sameSchema wants the system schema that was asked for.
func sameSchema(schema string) func(map[string]any) error {
	return func(item map[string]any) error {
		if full, ok := item["full_name"].(string); ok && !strings.EqualFold(full, "system."+schema) {
			return fmt.Errorf("its full_name is '%s', and 'system.%s' was asked for", full, schema)
		}
		return sameText("name", schema)(item)
	}
}

// aCaller wants to know who asks: what one may not see is not there, so that a workspace seems
// empty to who may see nothing.
func aCaller(item map[string]any) error {
	if name, _ := item["userName"].(string); name != "" {
		return nil
	}
	return errors.New("it does not say who asks: there is no userName")
}
