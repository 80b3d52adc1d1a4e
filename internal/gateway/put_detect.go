package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// isPutBody says whether an object is the body of a put-ai-gateway call. Any of its
// sections may stand alone, and applications have sections of the same names. So at
// least one must have a shape that is ours, and there are more keys of ours than
// others. Limits alone stand beside nothing.
func isPutBody(n *source.Node) bool {
	if n.Kind != source.Map {
		return false
	}
	own, meant, others := countKeys(n)
	alone := meant+others == 0
	switch {
	case own <= others:
		return false
	case own == 1 && n.Get("rate_limits") != nil:
		return alone && n.Get("name") == nil && areLimits(n.Get("rate_limits")) || isAllOff(n)
	case slices.ContainsFunc(n.Entries(), isSection):
		return true
	default:
		return alone && isLikeSections(n) || isAllOff(n)
	}
}

// isLikeSections says whether an object has a section in a shape that is ours where
// nothing else stands beside it.
func isLikeSections(n *source.Node) bool {
	return areLimits(n.Get("rate_limits")) || n.Get("fallback_config").Get("enabled") != nil || isSafe(n.Get("guardrails"))
}

// countKeys counts the keys of sections, misspelt ones too, those by which other
// programs call such sections, and those that no document of ours has.
func countKeys(n *source.Node) (own, meant, others int) {
	for _, e := range n.Entries() {
		switch {
		case slices.Contains(sections, e.Key) || schema.Misspelt(e.Key, sections) != "":
			own++
		case nearSection(e.Key):
			meant++
		case foreign(e):
			others++
		}
	}
	return own, meant, others
}

// isSection says whether an entry is a section of a gateway in a shape that no other
// document has.
func isSection(e source.Entry) bool {
	switch e.Key {
	case "usage_tracking_config":
		return e.Value.Kind == source.Map && (len(e.Value.Entries()) == 0 || hasAny(e.Value, "enabled"))
	case "inference_table_config":
		return e.Value.Kind == source.Map && (len(e.Value.Entries()) == 0 || hasAny(e.Value, "enabled", "catalog_name", "schema_name", "table_name_prefix"))
	case "guardrails":
		return isFilters(e.Value.Get("input")) || isFilters(e.Value.Get("output"))
	case "rate_limits":
		return isPeriodic(e.Value)
	default:
		return false
	}
}

// filters are the keys of one direction's guardrails.
var filters = []string{"pii", "safety", "invalid_keywords", "valid_topics"}

// isFilters says whether an object has filters as only we have them.
func isFilters(n *source.Node) bool {
	return n.Get("pii").Get("behavior") != nil || hasAny(n, "invalid_keywords", "valid_topics")
}

// isSafe says whether guardrails are ours by what agents have too, among filters of
// their own: a switch for safety, or the word for PII.
func isSafe(n *source.Node) bool {
	return isSwitched(n.Get("input")) || isSwitched(n.Get("output"))
}

func isSwitched(side *source.Node) bool {
	if side == nil || slices.ContainsFunc(side.Entries(), func(e source.Entry) bool { return !slices.Contains(filters, e.Key) }) {
		return false
	}
	pii := side.Get("pii")
	return side.Get("safety") != nil || pii != nil && (pii.Kind == source.Map || oneOf(plain(pii), "BLOCK", "MASK", "NONE") != "")
}

// limitKeys are the keys of a rate limit.
var limitKeys = []string{"calls", "key", "principal", "renewal_period", "tokens"}

// areLimits says whether all of a list are limits as we have them.
func areLimits(n *source.Node) bool {
	return n != nil && len(n.Items()) > 0 && !slices.ContainsFunc(n.Items(), func(limit *source.Node) bool { return !isLimit(limit) })
}

// isLimit says whether a limit has no other keys than ours, misspelt ones too, and
// says for whom or for how long it is as we do.
func isLimit(n *source.Node) bool {
	if n.Kind != source.Map || slices.ContainsFunc(n.Entries(), func(e source.Entry) bool {
		return !slices.Contains(limitKeys, e.Key) && schema.Misspelt(e.Key, limitKeys) == ""
	}) {
		return false
	}
	return hasAny(n, "renewal_period") && hasAny(n, "key", "calls", "tokens") ||
		hasAny(n, "calls", "tokens") && (n.Get("key") == nil || unresolved(n.Get("key")) || oneOf(plain(n.Get("key")), scopes...) != "")
}

// isPeriodic says whether all of a list are limits that say when they begin anew, as
// only we write it.
func isPeriodic(n *source.Node) bool {
	return areLimits(n) && !slices.ContainsFunc(n.Items(), func(limit *source.Node) bool { return !hasAny(limit, "renewal_period") })
}

// isAllOff says whether an object has sections and nothing else, and nothing in them:
// as a put body it switches everything off.
func isAllOff(n *source.Node) bool {
	return !slices.ContainsFunc(n.Entries(), func(e source.Entry) bool {
		return !slices.Contains(sections, e.Key) || len(e.Value.Items())+len(e.Value.Entries()) > 0 ||
			e.Value.Kind != source.Null && e.Value.Kind != source.Map && e.Value.Kind != source.List
	})
}

// nearSection says whether a key is that of a section, or was meant to be.
func nearSection(key string) bool {
	return slices.Contains(sections, key) || schema.Nearest(key, sections) != ""
}

// foreign says whether a key stands at the top of no document of ours.
func foreign(e source.Entry) bool {
	switch e.Key {
	case "name", "config", "tags", "description":
		return false
	}
	return !strings.ContainsAny(e.Key[:min(1, len(e.Key))], "$_.") && !strings.HasPrefix(e.Key, "x-") && !nearSection(e.Key)
}
