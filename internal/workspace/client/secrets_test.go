package client

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A hostile server sends back what it was sent, however it is written.
func TestTokenDoesNotComeBack(t *testing.T) {
	t.Parallel()
	var hidden strings.Builder
	for _, r := range token {
		hidden.WriteString(`\u00` + string("0123456789abcdef"[r>>4]) + string("0123456789abcdef"[r&15]))
	}
	for name, test := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"in an answer":         {200, `{"a":"Bearer ` + token + `!","n":12345678901234567890}`, `{"a":"Bearer ***!","n":12345678901234567890}`},
		"as a key":             {200, `{"` + token + `":1}`, `{"***":1}`},
		"escaped":              {200, `["` + hidden.String() + `"]`, `["***"]`},
		"in a message":         {403, `{"error_code":"NO","message":"bad ` + token + ` here"}`, "403 NO: bad *** here"},
		"as a code":            {404, `{"error_code":"` + token + `"}`, "404 ***"},
		"escaped in a message": {500, `{"message":"` + hidden.String() + `"}`, "500 Internal Server Error: ***"},
		"cut in a message": {
			403, `{"error_code":"NO","message":"` + strings.Repeat("a", 190) + token + `"}`, "403 NO: " + strings.Repeat("a", 190) + "***",
		},
		"one of somebody else in a message": {
			403, `{"error_code":"NO","message":"bad dapi` + strings.Repeat("0", 32) + ` here"}`, "403 NO: bad " + "******** here",
		},
		"an answer without it stays as it is": {200, ` {"b":1,"a":"\n\"" }`, ` {"b":1,"a":"\n\"" }`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler, _ := script(step{test.status, nil, test.body})
			clock := &clock{}
			got := show(dial(t, serve(t, handler), Options{Sleep: clock.sleep}).Get(t.Context(), "/api/2.0/x", nil))
			if diff := cmp.Diff(test.want, got.Problem+got.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSecretsThatAreSent(t *testing.T) {
	t.Parallel()
	s := &secrets{}
	s.headers(http.Header{
		"Authorization":                          {"Basic " + base64.StdEncoding.EncodeToString([]byte("ana@example.com:correct horse"))},
		"X-Databricks-Azure-Sp-Management-Token": {"management-token"},
		"Accept":                                 {"application/json"},
	})
	s.learn("short", "12345678")
	got := s.text("correct horse, management-token, application/json, short, 12345678, Bearer abcdefgh.ijkl, https://ana:pw@example.com/")
	want := "***, ***, application/json, short, ***, ***, https://***@example.com/"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(`{"a":"***","b":["x",1.50]}`, string(s.body([]byte(`{"a":12345678,"b":["x",1.50]}`)))); diff != "" {
		t.Error(diff)
	}
}

func FuzzBodyIsScrubbed(f *testing.F) {
	for _, seed := range []string{`{"a":"hunter22"}`, `"\u0068unter22"`, `[12345678]`, `{"hunter22":{"hunter22":[]}}`, `"\ud800"`, `1e5`} {
		f.Add([]byte(seed))
	}
	s := &secrets{}
	s.learn("hunter22", "12345678", `quo"ted\pass`)
	f.Fuzz(func(t *testing.T, body []byte) {
		if !json.Valid(body) {
			return // the API answers with JSON
		}
		got := s.body(body)
		var value any
		if err := json.Unmarshal(got, &value); err != nil {
			t.Fatalf("%s became %s: %v", body, got, err)
		}
		plain, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		for _, known := range []string{"hunter22", `quo\"ted\\pass`} {
			if bytes.Contains(plain, []byte(known)) {
				t.Errorf("%s became %s", body, got)
			}
		}
	})
}

func FuzzProblemIsOneLine(f *testing.F) {
	f.Add("a\nb", "c\x1b[0m")
	f.Add("NO", token)
	f.Add("", "\xff\u202e")
	c := &Client{secrets: &secrets{}}
	c.secrets.learn(token)
	f.Fuzz(func(t *testing.T, code, message string) {
		body, err := json.Marshal(map[string]string{"error_code": code, "message": message})
		if err != nil {
			t.Fatal(err)
		}
		said := readComplaint(body)
		got := c.secrets.problem(said.head(403), said.message)
		if !strings.HasPrefix(got, "403") || strings.Contains(got, token) || oneLine(got) != got || len([]rune(got)) > 6*300 {
			t.Errorf("%q", got)
		}
	})
}
