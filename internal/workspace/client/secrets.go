package client

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/databricks/databricks-sdk-go/config"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
)

// secrets are the credentials that this process holds and sends. A workspace, or
// a server that answers in its place, may send them back.
type secrets struct {
	mu    sync.RWMutex
	known []string // longest first
}

const mask = "***"

// Shorter than this it may be any word, and to take it out of an answer destroys
// more than it protects.
const secretLength = 8

// credentialForm is where a credential stands whatever it looks like: behind its scheme,
// and before the host of an address.
var credentialForm = regex.Lazy(`(?i:\b(?:bearer|basic)) +[\w.~+/=-]{8,}|://[^/\s@]+@`)

// learn makes a text a secret.
func (s *secrets) learn(texts ...string) {
	for _, text := range texts {
		if text = strings.TrimSpace(text); len(text) < secretLength || s.has(text) {
			continue
		}
		s.mu.Lock()
		s.known = append(slices.Clone(s.known), text)
		slices.SortFunc(s.known, func(a, b string) int { return len(b) - len(a) })
		s.mu.Unlock()
	}
}

func (s *secrets) has(text string) bool { return slices.Contains(s.all(), text) }

// all is never changed once it is handed out.
func (s *secrets) all() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.known
}

// settings learns what the SDK calls sensitive, and what it should.
func (s *secrets) settings(cfg *config.Config) {
	for _, attribute := range config.ConfigAttributes {
		if attribute.Sensitive && !attribute.IsZero(cfg) {
			s.learn(attribute.GetString(cfg))
		}
	}
	s.learn(cfg.ActionsIDTokenRequestToken)
}

// headers learns what is sent: Authorization, and the headers with a second
// token that Azure and Google need.
func (s *secrets) headers(h http.Header) {
	for name, values := range h {
		if name != "Authorization" && !strings.HasSuffix(name, "-Token") {
			continue
		}
		for _, value := range values {
			_, credential, found := strings.Cut(value, " ")
			if !found {
				credential = value
			}
			s.learn(credential)
			if plain, err := base64.StdEncoding.DecodeString(credential); err == nil && strings.HasPrefix(value, "Basic ") {
				_, password, _ := strings.Cut(string(plain), ":")
				s.learn(password)
			}
		}
	}
}

// text takes secrets out of a text for people, known ones and what looks like
// one.
func (s *secrets) text(text string) string {
	return credentialForm().ReplaceAllStringFunc(secret.Erase(s.masked(text)), func(match string) string {
		if strings.HasPrefix(match, "://") {
			return "://" + mask + "@"
		}
		return mask
	})
}

func (s *secrets) masked(text string) string {
	for _, known := range s.all() {
		text = strings.ReplaceAll(text, known, mask)
	}
	return text
}

// escaped is a character that JSON can write without an escape, and an answer
// escaped all the same, in which a secret may hide.
var escaped = regex.Lazy(`\\u00[2-7]|\\/`)

// body takes known secrets out of valid JSON, which stays valid. What only looks
// like a secret stays: it may be what a rule is about, and is redacted where
// more is known of its place.
func (s *secrets) body(body []byte) []byte {
	found := escaped().Match(body)
	for _, known := range s.all() {
		if bytes.Contains(body, []byte(known)) {
			found = true
		}
	}
	if !found {
		return body
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	var clean bytes.Buffer
	encoder := json.NewEncoder(&clean)
	encoder.SetEscapeHTML(false)
	if decoder.Decode(&value) != nil || encoder.Encode(s.value(value)) != nil {
		return []byte("null") // it was valid a moment ago
	}
	return bytes.TrimSuffix(clean.Bytes(), []byte("\n"))
}

// value is a JSON value with its strings, keys and numbers scrubbed.
func (s *secrets) value(value any) any {
	switch value := value.(type) {
	case string:
		return s.masked(value)
	case json.Number:
		if clean := s.masked(value.String()); clean != value.String() {
			return clean
		}
		return value
	case []any:
		for i, element := range value {
			value[i] = s.value(element)
		}
		return value
	case map[string]any:
		for _, key := range slices.Collect(maps.Keys(value)) {
			element := s.value(value[key])
			delete(value, key)
			value[s.masked(key)] = element
		}
		return value
	default:
		return value
	}
}

// problem is one line without secrets.
func (s *secrets) problem(head, detail string) string {
	head = oneLine(s.text(head))
	if detail == "" {
		return head
	}
	return head + ": " + oneLine(shorten(s.text(detail), 200))
}

// reason is an error of the SDK in one line: it lists all settings behind
// ". Config: ".
func (s *secrets) reason(err error) string {
	text, _, _ := strings.Cut(err.Error(), ". Config: ")
	return oneLine(shorten(s.text(text), 200))
}
