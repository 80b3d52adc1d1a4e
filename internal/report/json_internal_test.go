package report

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSubjectsAreWrittenAsEncodingJSONDoes(t *testing.T) {
	t.Parallel()
	for name, subject := range map[string]Subject{
		"nothing":     {},
		"empty lists": {Items: &SubjectItems{Fail: []string{}, Unknown: []string{}}, Rules: []string{}},
		"all":         everything(t),
		"odd texts":   {Name: "a\"b\\c\u202e\né𝄞</x>", Rules: []string{"\x00", ""}},
	} {
		want, err := marshalLine(&subject)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(appendSubject(nil, &subject))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// everything is a subject of which each field is set.
func everything(t *testing.T) Subject {
	t.Helper()
	s := Subject{Items: &SubjectItems{}}
	for _, part := range []reflect.Value{reflect.ValueOf(&s).Elem(), reflect.ValueOf(s.Items).Elem()} {
		for i := range part.NumField() {
			switch field := part.Field(i).Addr().Interface().(type) {
			case *string:
				*field = part.Type().Field(i).Name
			case *int:
				*field = i
			case *[]string:
				*field = []string{part.Type().Field(i).Name, "x"}
			case **SubjectItems:
			default:
				t.Fatalf("a subject has a %T", field)
			}
		}
	}
	return s
}
