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
checklist(framework, items) := [_judge(_item(framework, item)) | some item in items]

# METADATA
# description: the items that are unknown for want of what this kind of run does not have alone
lacking(framework, items) := {item.id | some item in items; status.lacks(_item(framework, item))}

# An item as it is judged, with the rules that serve it.
_item(framework, item) := {
	"id": item.id,
	"title": item.title,
	"rules": [rule.id | some rule in input.rules; item.control in object.get(rule.controls, framework, [])],
	"kinds": [],
	"hostings": object.get(item, "hostings", {}),
	"limited": true,
}

_judge(item) := {
	"id": item.id,
	"title": item.title,
	"status": "manual",
	"rules": [],
	"findings": 0,
	"reason": "a person must judge it",
} if {
	item.rules == []
} else := object.union(judged, _limit(item, judged)) if {
	judged := status.judge(item)
}

# What a status says of the item, where it says less than it seems to.
_limit(item, judged) := {"reason": sprintf("as far as %v %v; the rest is for a person", [
	words.all_of(seeing),
	words.verb(seeing, "sees", "see"),
])} if {
	judged.status == "pass"
	seeing := [rule | some rule in item.rules; status.passes(item, rule)]
}

_limit(_, judged) := {"reason": "every failure is waived; the rest is for a person"} if judged.status == "waived"

# That no gateway is concerned does not free an organisation of the item.
_limit(_, judged) := {
	"status": "manual",
	"reason": sprintf("%v %v nothing to look at: a person must judge it", [
		words.all_of(judged.rules),
		words.verb(judged.rules, "finds", "find"),
	]),
} if {
	judged.status == "not_applicable"
}

_limit(_, judged) := {} if judged.status in {"fail", "unknown"}
