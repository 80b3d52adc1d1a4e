package fakeworkspace

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
)

// The ways to answer with status 200 what reads well and is not what was asked for.
const (
	EmptyObject   FaultKind = "empty object"   // {}
	Null          FaultKind = "null"           // null
	ErrorBody     FaultKind = "error body"     // an error of the platform
	AnotherName   FaultKind = "another name"   // the answer about an object of another name
	AnotherID     FaultKind = "another id"     // the answer about an object of another id
	NoMaker       FaultKind = "no maker"       // the right answer without id and creator, as if Databricks provided it
	Nobody        FaultKind = "nobody"         // the right answer without the name of the caller
	AnotherObject FaultKind = "another object" // the permissions of another object
	AnotherSchema FaultKind = "another schema" // the tables of another schema
	AnotherList   FaultKind = "another list"   // the elements under another key
	Nameless      FaultKind = "nameless"       // the right list, whose elements have no name
	Repeated      FaultKind = "repeated"       // the right list with its first element twice
	Changed       FaultKind = "changed"        // the right list with its first element once more, changed
	SamePage      FaultKind = "same page"      // the first page in place of each that follows, without a token
	NumberToken   FaultKind = "number token"   // the right page with a number for a token
)

// answers are what becomes of the right answer, by the kind of fault.
var answers = map[FaultKind]func(body map[string]any) map[string]any{
	EmptyObject: func(map[string]any) map[string]any { return map[string]any{} },
	Null:        func(map[string]any) map[string]any { return nil },
	ErrorBody: func(map[string]any) map[string]any {
		return Object{"error_code": "TEMPORARILY_UNAVAILABLE", "message": "later"}
	},
	AnotherName:   set("name", "databricks-another"),
	AnotherID:     set("id", "ffffffffffffffffffffffffffffffff"),
	NoMaker:       lacking("id", "creator"),
	Nobody:        lacking("userName"),
	AnotherObject: set("object_id", "/serving-endpoints/ffffffffffffffffffffffffffffffff"),
	AnotherSchema: each(func(item map[string]any) { item["full_name"] = "another.schema.table" }),
	AnotherList:   anotherList,
	Nameless:      each(func(item map[string]any) { delete(item, "name"); delete(item, "id") }),
	Repeated:      again(func(map[string]any) {}),
	Changed: again(func(item map[string]any) {
		item["id"], item["owner"], item["state"], item["config"] = "another", "another", "another", nil
	}),
	SamePage:    lacking("next_page_token"),
	NumberToken: set("next_page_token", 2),
}

func set(key string, value any) func(map[string]any) map[string]any {
	return func(body map[string]any) map[string]any {
		body[key] = value
		return body
	}
}

func lacking(keys ...string) func(map[string]any) map[string]any {
	return func(body map[string]any) map[string]any {
		for _, key := range keys {
			delete(body, key)
		}
		return body
	}
}

// each changes each element of the lists of an answer.
func each(change func(item map[string]any)) func(map[string]any) map[string]any {
	return func(body map[string]any) map[string]any {
		for _, value := range body {
			list, _ := value.([]any)
			for _, item := range list {
				if object, ok := item.(map[string]any); ok {
					change(object)
				}
			}
		}
		return body
	}
}

// again adds to each list its first element once more, changed.
func again(change func(item map[string]any)) func(map[string]any) map[string]any {
	return func(body map[string]any) map[string]any {
		for key, value := range body {
			list, _ := value.([]any)
			if len(list) == 0 {
				continue
			}
			if first, ok := list[0].(map[string]any); ok {
				item := maps.Clone(first)
				change(item)
				body[key] = append(slices.Clone(list), item)
			}
		}
		return body
	}
}

func anotherList(body map[string]any) map[string]any {
	other := map[string]any{}
	for key, value := range body {
		if _, isList := value.([]any); isList {
			key = "other_" + key
		}
		other[key] = value
	}
	return other
}

// change answers with what becomes of the right answer. What is no success stays as it is.
func (f *faults) change(w http.ResponseWriter, r *http.Request, kind FaultKind) {
	if kind == SamePage {
		r = r.Clone(r.Context())
		query := r.URL.Query()
		query.Del("page_token")
		r.URL.RawQuery = query.Encode()
	}
	whole := httptest.NewRecorder()
	f.routes.ServeHTTP(whole, r)
	text := whole.Body.Bytes()
	var body map[string]any
	if whole.Code == http.StatusOK && json.Unmarshal(text, &body) == nil {
		changed, err := json.Marshal(answers[kind](body))
		if err != nil {
			panic(err)
		}
		text = changed
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(whole.Code)
	send(w, string(text))
}
