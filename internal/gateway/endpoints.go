package gateway

import (
	"slices"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/secret"
)

// Endpoints knows of the endpoints of a run, by name, what serves them and what they do:
// a put-ai-gateway body has the name of its endpoint at most. The zero value knows none.
// It is safe for concurrent use, and what it knows does not depend on the order in which
// endpoints are added.
type Endpoints struct {
	mu     sync.Mutex
	byName map[string]*served
	alike  map[served]*served
}

// served is what is known of the endpoints of one name.
type served struct{ hosting, task string }

// Add adds the endpoints among subjects. Where two of one name disagree, it is not
// known from then on what those are: a body may be either's.
func (e *Endpoints) Add(subjects []*Subject) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range subjects {
		if s.Kind != string(Endpoint) || s.Form == FormPut || !isNamed(s) {
			continue
		}
		if e.byName == nil {
			e.byName, e.alike = map[string]*served{}, map[served]*served{}
		}
		now := served{s.Hosting, s.Task}
		if before, ok := e.byName[s.Name]; ok {
			e.byName[s.Name] = e.shared(before.and(now))
		} else {
			e.byName[detachedName(s)] = e.shared(now)
		}
	}
}

// shared is what is known of other endpoints too, and shares nothing with the text that it
// was read from, so that the text can be forgotten.
func (e *Endpoints) shared(now served) *served {
	if e.alike[now] == nil {
		own := served{strings.Clone(now.hosting), strings.Clone(now.task)}
		e.alike[own] = &own
	}
	return e.alike[now]
}

// detachedName is the name of a subject, which shares nothing with its text either.
func detachedName(s *Subject) string {
	if shown := s.displayName(); shown == s.Name {
		return shown
	}
	return strings.Clone(s.Name)
}

// Tie gives put-ai-gateway bodies what is known of the endpoints of their names.
func (e *Endpoints) Tie(subjects []*Subject) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range subjects {
		if !awaitsEndpoint(s) {
			continue
		}
		if known, ok := e.byName[s.Name]; ok {
			s.Hosting, s.Task = known.hosting, known.task
		}
	}
}

// AwaitEndpoint says whether one of some subjects is a put-ai-gateway body with the name
// of its endpoint, which another file may show.
func AwaitEndpoint(subjects []*Subject) bool { return slices.ContainsFunc(subjects, awaitsEndpoint) }

func awaitsEndpoint(s *Subject) bool { return s.Form == FormPut && isNamed(s) }

// isNamed says whether a subject has a name that is known: two that are yet to be filled
// in may be different ones.
func isNamed(s *Subject) bool { return s.Name != "" && secret.Interpolation(s.Name) == "" }

// and returns what holds of two endpoints.
func (s served) and(other served) served {
	if s.hosting != other.hosting {
		s.hosting = unknown
	}
	if s.task != other.task {
		s.task = ""
	}
	return s
}
