package fakeworkspace_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// object is what an answer holds.
type object = map[string]any

// start serves a workspace until the test ends.
func start(t testing.TB, w *fakeworkspace.Workspace, o fakeworkspace.Options) *fakeworkspace.Server {
	t.Helper()
	server := fakeworkspace.Start(w, o)
	t.Cleanup(server.Close)
	return server
}

// send asks a server with its token.
func send(t testing.TB, s *fakeworkspace.Server, method, path, body string) (*http.Response, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.Token)
	return http.DefaultClient.Do(request)
}

// read is the status of an answer and its body.
func read(t testing.TB, s *fakeworkspace.Server, method, path, body string) (int, []byte) {
	t.Helper()
	response, err := send(t, s, method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := consume(response)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, text
}

// consume reads a body to its end.
func consume(response *http.Response) ([]byte, error) {
	text, err := io.ReadAll(response.Body)
	return text, errors.Join(err, response.Body.Close())
}

// get asks for an object, which is to be there.
func get(t testing.TB, s *fakeworkspace.Server, path string) object {
	t.Helper()
	status, text := read(t, s, http.MethodGet, path, "")
	if status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, status, text)
	}
	return decode(t, text)
}

// refuse asks for what is to be refused, and returns its status and error code.
func refuse(t testing.TB, s *fakeworkspace.Server, path string) (status int, code string) {
	t.Helper()
	status, body := read(t, s, http.MethodGet, path, "")
	if status == http.StatusOK {
		t.Fatalf("GET %s: %s", path, body)
	}
	code, _ = decode(t, body)["error_code"].(string)
	return status, code
}

func decode(t testing.TB, text []byte) object {
	t.Helper()
	var value object
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return value
}

// at follows keys and indices.
func at(t testing.TB, value any, way ...any) any {
	t.Helper()
	for _, step := range way {
		switch step := step.(type) {
		case string:
			value = value.(object)[step]
		case int:
			value = value.([]any)[step]
		}
	}
	return value
}

// texts are the texts under a key in each object of a list.
func texts(t testing.TB, list any, key string) []string {
	t.Helper()
	found := []string{}
	items, _ := list.([]any)
	for _, item := range items {
		found = append(found, item.(object)[key].(string))
	}
	return found
}

// walk reads all pages of a list, and says how many elements each had.
func walk(t testing.TB, s *fakeworkspace.Server, path, key, name string) (names []string, sizes []int) {
	t.Helper()
	token := ""
	for range 100 {
		page := get(t, s, path+token)
		found := texts(t, page[key], name)
		names, sizes = append(names, found...), append(sizes, len(found))
		next, ok := page["next_page_token"].(string)
		if !ok {
			return names, sizes
		}
		token = "&page_token=" + next
		if !strings.Contains(path, "?") {
			token = "?page_token=" + next
		}
	}
	t.Fatalf("%s does not end", path)
	return nil, nil
}
