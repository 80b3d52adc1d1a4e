package cli

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestOnlyWhatIsNeededIsAsked wants no request that changes something, that no
// workspace knows, or that was answered before; and the same answers, however the
// lists come.
func TestOnlyWhatIsNeededIsAsked(t *testing.T) {
	f := newFleet(t)
	dir := configured(t, principals)
	plain := f.start(t, estate(), fakeworkspace.Options{})
	want := plain.elsewhere(plain.run(t, dir, "scan", "-v", "-f", "json").out)
	plain.behaves(t)
	for name, test := range few(map[string]struct {
		options fakeworkspace.Options
		asks    []string
		differs bool
	}{
		"empty pages":      {options: fakeworkspace.Options{EmptyPages: true}},
		"small pages":      {options: fakeworkspace.Options{PageSize: 1}},
		"both":             {options: fakeworkspace.Options{PageSize: 1, EmptyPages: true}},
		"schema by schema": {options: fakeworkspace.Options{ParentRequired: true, PageSize: 2}},
		"no administrator": {options: fakeworkspace.Options{NotAdmin: true}, differs: true},
		"no grants":        {options: fakeworkspace.Options{NoGrants: true}, differs: true},
		"one token":        {options: fakeworkspace.Options{RepeatToken: true}, differs: true},
		"a warehouse":      {asks: []string{"--warehouse", "a1b2c3d4e5f60718"}, differs: true},
		"some endpoints":   {asks: []string{"--endpoint", "chat*"}, differs: true},
		"one catalog":      {asks: []string{"--catalog", "main"}, differs: true},
		"what is provided": {asks: []string{"--no-provided"}, differs: true},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.start(t, estate(), test.options)
			got := s.run(t, dir, "scan", append(test.asks, "-v", "-f", "json")...)
			s.behaves(t)
			if diff := cmp.Diff(want, s.elsewhere(got.out)); diff != "" && !test.differs {
				t.Error(diff)
			}
		})
	}
}

// behaves wants no request that should not have been made.
func (s *site) behaves(t *testing.T) {
	t.Helper()
	if repeated := s.Repeated(); len(repeated) > 0 {
		t.Errorf("asked twice: %v", repeated)
	}
	if unknown := s.Unknown(); len(unknown) > 0 {
		t.Errorf("no workspace knows: %v", unknown)
	}
	if refused := s.Refused(); len(refused) > 0 {
		t.Errorf("would change something: %v", refused)
	}
}

// elsewhere is a report without the address of the workspace, which every test has
// another of.
func (s *site) elsewhere(text string) string {
	text = strings.ReplaceAll(text, s.Host(), "HOST")
	text = strings.ReplaceAll(text, strings.ReplaceAll(s.Host(), ":", "_"), "HOST")
	return regexp.MustCompile(`"fingerprint": "\w+"`).ReplaceAllString(text, "")
}
