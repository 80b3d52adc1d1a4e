# METADATA
# description: |
#   A checklist made of a framework's own items. The rules of an item are those
#   whose METADATA names it under `controls`, so a rule that is added serves its
#   items without a second table. An item asks more of an organisation than a
#   configuration can show: it passes only as far as its rules see, and says so,
#   and what no rule saw anything of is for a person to judge.
package policies.lib.framework

import data.policies.lib.checklist as status
import data.policies.lib.words

# METADATA
# description: |
#   the framework's items with their status; of each is given its id, its title, the
#   control by which METADATA names it and, where a rule concerns it on some hostings
#   only, which
checklist(framework, items) := [judged |
	some item in items
	rules := [rule.id | some rule in input.rules; item.control in object.get(rule.controls, framework, [])]
	judged := _judge(item, rules, object.get(item, "hostings", {}))
]

_judge(item, [], _) := {
	"id": item.id,
	"title": item.title,
	"status": "manual",
	"rules": [],
	"findings": 0,
	"reason": "a person must judge it",
}

_judge(item, rules, hostings) := object.union(judged, _limit(judged, hostings)) if {
	rules != []
	judged := status.judge({
		"id": item.id,
		"title": item.title,
		"rules": rules,
		"kinds": [],
		"hostings": hostings,
		"limited": true,
	})
}

# What a status says of the item, where it says less than it seems to.
_limit(judged, hostings) := {"reason": sprintf("as far as %v %v; the rest is for a person", [
	words.all_of(seeing),
	words.verb(seeing, "sees", "see"),
])} if {
	judged.status == "pass"
	seeing := [rule | some rule in judged.rules; _passes(rule, hostings)]
}

_limit(judged, _) := {"reason": "every failure is waived; the rest is for a person"} if judged.status == "waived"

# That no gateway is concerned does not free an organisation of the item.
_limit(judged, _) := {
	"status": "manual",
	"reason": sprintf("%v %v nothing to look at: a person must judge it", [
		words.all_of(judged.rules),
		words.verb(judged.rules, "finds", "find"),
	]),
} if {
	judged.status == "not_applicable"
}

_limit(judged, _) := {} if judged.status in {"fail", "unknown"}

_passes(rule, hostings) if {
	some line in input.tally
	line.rule == rule
	line.outcome == "pass"
	line.hosting in object.get(hostings, rule, [line.hosting])
}
