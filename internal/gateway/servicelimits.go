package gateway

import (
	"cmp"

	"github.com/gwlint/gwlint/internal/source"
)

const keyPrefix = "RATE_LIMIT_KEY_"

// The keys of a service's rate limit that say which user they are for.
const (
	keyUser    = keyPrefix + "USER"
	keyDefault = keyPrefix + "USER_DEFAULT"
)

// serviceScopes are the scopes by the keys of a service's rate limit. Earlier
// versions have limits by a tag of the request (RATE_LIMIT_KEY_REQUEST_TAG): a
// caller chooses the tag, so they limit neither the service nor a user, and are
// read as a key that the platform does not have.
var serviceScopes = map[string]string{
	keyPrefix + "SERVICE":           "endpoint",
	keyDefault:                      "user",
	keyUser:                         "user",
	keyPrefix + "USER_GROUP":        "user_group",
	keyPrefix + "SERVICE_PRINCIPAL": "service_principal",
}

var servicePeriods = map[string]string{
	"RATE_LIMIT_RENEWAL_PERIOD_MINUTE": "minute",
	"RATE_LIMIT_RENEWAL_PERIOD_HOUR":   "hour",
}

func (r serviceReader) limits(config *source.Node, basic bool) {
	for i, n := range r.list(config, "rate_limits", "rate_limits") {
		if unresolved(n) {
			r.pending("rate_limits", n)
		}
		limit := r.limit(n)
		r.owner(n, &limit, i, basic)
		r.subject.RateLimits = append(r.subject.RateLimits, limit)
	}
}

// limit reads one limit. A service has no default key, so a limit without one
// is for nobody.
func (r serviceReader) limit(n *source.Node) RateLimit {
	key := n.Get("key")
	return RateLimit{
		Scope:     cmp.Or(serviceScopes[r.text(n, "key", "rate_limits.scope")], "invalid"),
		Implicit:  n.Kind == source.Map && (key == nil || key.Kind == source.Null),
		Principal: r.text(n, "principal", "rate_limits.principal"),
		Calls:     r.amount(n, "requests", "rate_limits.calls"),
		Tokens:    r.amount(n, "tokens", "rate_limits.tokens"),
		Period:    servicePeriods[r.text(n, "renewal_period", "rate_limits.period")],
	}
}

// owner holds a limit's principal against its key. The model tells the default
// for each user from the limit of one by the principal alone, so a key that says
// otherwise is an invalid value and counts as not set.
func (r serviceReader) owner(n *source.Node, limit *RateLimit, i int, basic bool) {
	key, written := plain(n.Get("key")), hasText(n.Get("principal"))
	at := []string{"config", "rate_limits", itoa(i)}
	switch {
	case basic && !written && key != keyDefault && key != keyPrefix+"SERVICE":
		r.unseen("rate_limits.principal", reasonBasic)
	case key == keyUser && !written:
		limit.Scope = "invalid"
		r.invalid(InvalidValue{Key: dotted(append(at, "key")), Written: key, Expected: keyDefault + ", or have a principal beside it"}, append(at, "key"))
	case key == keyDefault && limit.Principal != "":
		limit.Principal = ""
		r.invalid(InvalidValue{Key: dotted(append(at, "principal")), Expected: "left out beside " + keyDefault}, append(at, "principal"))
	}
	requests := n.Get("requests")
	if r.is.kind == MCPService && requests != nil && unresolved(requests) {
		r.pending("rate_limits.scope", requests) // without requests it would be no limit
	}
}

// hasText says whether anything is written: an answer may write what is not set
// as an empty text.
func hasText(n *source.Node) bool {
	return n != nil && n.Kind != source.Null && (n.Kind != source.String || n.Text != "")
}

func (r reader) invalid(v InvalidValue, pointer []string) {
	r.found("invalid_values", r.subject.locate(pointer).Range, pointer)
	r.subject.Text.InvalidValues = append(r.subject.Text.InvalidValues, v)
}
