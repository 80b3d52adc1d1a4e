package rules_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/rules"
)

func TestARuleSaysWhatItNeedsThatIsNotRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kinds, requires []string
		awaits          map[string]string
		heading         string
	}{
		"nothing": {
			[]string{"endpoint"},
			[]string{"rate_limits", "deployments"},
			map[string]string{},
			"Too small",
		},
		"client code": {
			[]string{"call"},
			[]string{"call.token", "call.target"},
			map[string]string{"call": "client code"},
			"Too small (needs client code, which this version does not read)",
		},
		"client code, for calls": {
			[]string{"call", "endpoint"},
			[]string{"call", "evidence.traffic"},
			map[string]string{"call": "client code"},
			"Too small (in part needs client code, which this version does not read)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rule := rules.Rule{Title: "Too small", Kinds: test.kinds, Requires: test.requires}
			if diff := cmp.Diff(test.awaits, rule.Awaits()); diff != "" {
				t.Error(diff)
			}
			if got := rule.Heading(); got != test.heading {
				t.Errorf("got %s", got)
			}
		})
	}
}

// A version that reads client code has no row of `unread` for it, and no line here.
func TestTheseRulesFindNothingYet(t *testing.T) {
	t.Parallel()
	var got []string
	for _, rule := range load(t) {
		awaits := rule.Awaits()
		for _, kind := range rule.Kinds {
			if awaits[kind] != "" {
				got = append(got, rule.ID+" "+kind)
			}
		}
		_, page, _ := strings.Cut(rules.Page(rule), "it finds nothing yet:** it needs ")
		_, whole, _ := strings.Cut(rules.Page(rule), "\n**It finds nothing yet:** it needs ")
		if said := page != "" || whole != ""; said != (len(awaits) > 0) {
			t.Errorf("%s: its page says that it finds nothing yet: %v", rule.ID, said)
		}
	}
	want := []string{"GW602 call", "GW603 call", "GW605 call", "GW606 call"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
