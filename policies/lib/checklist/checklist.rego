# METADATA
# description: |
#   The status of a checklist's item, from what came of its rules. An item says
#   which rules decide it, of which kinds of subject (none: all), of which kinds also
#   where one of its rules has something to say about them, and, for a rule that
#   concerns it on some hostings only, which. A rule that needs what this version does
#   not read leaves it unknown, unless `limited` says that the item's reason names the
#   rules that saw something.
package policies.lib.checklist

import data.policies.lib.words

# METADATA
# description: the item as a report shows it
judge(item) := {
	"id": item.id,
	"title": object.get(item, "title", ""),
	"status": status,
	"rules": item.rules,
	"findings": findings,
	"reason": _reason(item, outcomes, status),
} if {
	counted := _concerning(item, "counted")
	outcomes := _outcomes(item, counted)
	findings := sum([number |
		some outcome in (outcomes & {"fail", "unknown", "waived"})
		some rule in item.rules
		number := counted[rule][outcome]
	])
	status := _status(item, outcomes)
}

# METADATA
# description: |
#   an item is unknown for want of what this kind of run does not have, or of what this version
#   does not read, and for nothing else
lacks(item) if {
	judge(item).status == "unknown"
	_undecided(item) == {}
	_strange(item) == []

	# What is lacking is no outcome here.
	outcomes := _outcomes(item, _concerning(item, "counted")) - {"unknown"}
	outcomes & _open == set()
	not _is_missed(item, outcomes)
}

# METADATA
# description: a rule passes on some subject that concerns an item
passes(item, rule) if _concerning(item, "counted")[rule].pass

# Rule -> outcome -> on how many subjects that concern an item (counted), or rule -> need -> on how
# many of them it was unknown for want of that (unknown). Most items leave no subject out: what
# they read is the same for all of them, and so is not put together for each.
_concerning(item, part) := _tally.total[part] if {
	object.get(item, "kinds", []) == []
	object.get(item, "hostings", {}) == {}
} else := _tally.total[part] if {
	groups := _groups_of(item)
	count(groups) == count(_tally.groups)
	not _left_out(item, groups)
} else := {rule: _sum(counts) |
	groups := _groups_of(item)
	groups != []
	some rule in item.rules
	counts := [group[part][rule] | some group in groups; _counts_on(item, rule, group.hosting)]
}

_groups_of(item) := _tally.groups if {
	object.get(item, "kinds", []) == []
} else := [group | some group in _tally.groups; group.kind in kinds] if {
	kinds := array.concat(item.kinds, object.get(item, "also", []))
}

# One of the rules does not count on the hosting of some subject.
_left_out(item, groups) if {
	some hostings in item.hostings
	some group in groups
	not group.hosting in hostings
}

_counts_on(item, rule, _) if not item.hostings[rule]

_counts_on(item, rule, hosting) if hosting in item.hostings[rule]

_sum(counts) := counts[0] if {
	count(counts) == 1
} else := {key: sum([one[key] | some one in counts]) | some one in counts; some key, _ in one}

_outcomes(item, counted) := {outcome | some rule in item.rules; some outcome, _ in counted[rule]}

# What nobody is cannot be judged: to say that there was none would be a way to pass.
_status(item, outcomes) := "unknown" if {
	some kind in item.kinds
	not words.is_kind(kind)
} else := "unknown" if {
	some kind in item.also
	not words.is_kind(kind)
} else := "fail" if {
	"fail" in outcomes
} else := "unknown" if {
	outcomes & _open != set()
} else := "unknown" if {
	not _complete(item)
	_is_open(item, outcomes)
} else := "waived" if {
	"waived" in outcomes
} else := "pass" if {
	"pass" in outcomes
} else := "not_applicable"

_open := {"unknown", "off", "unlisted"}

_strange(item) := [kind | some key in ["kinds", "also"]; some kind in item[key]; not words.is_kind(kind)]

# All of the item's rules are loaded, and need nothing that this version does not read.
_complete(item) if {
	awaits := [things | some rule in item.rules; things := _tally.awaits[rule]]
	count(awaits) == count(item.rules)
	object.union_n(awaits) == {}
}

_is_open(item, outcomes) if _is_missed(item, outcomes)

_is_open(item, _) if {
	_awaiting(item) != []
	_tally.groups != []
}

# A rule that this version of gwlint does not have could have concerned something.
_is_missed(item, outcomes) if {
	_missing(item) != []
	_has_subject(item, outcomes)
}

# The item's rules that this version of gwlint does not have.
_missing(item) := [] if {
	_complete(item)
} else := [rule | some rule in item.rules; not _tally.awaits[rule]]

# The item's rules that need what this version does not read, on a kind that concerns
# the item. One that has decided by something else, as by the use of a gateway, counts.
_awaiting(item) := [] if {
	_complete(item)
} else := [rule |
	some rule in item.rules
	_concerns(item, rule)
	not object.get(item, "limited", false)
	not _has_decided(item, rule)
]

_concerns(item, rule) if {
	some kind, _ in _tally.awaits[rule]
	_of_kind(item, kind)
}

_of_kind(item, kind) if kind in item.kinds

_of_kind(item, _) if object.get(item, "kinds", []) == []

_has_decided(item, rule) if {
	some outcome, _ in _concerning(item, "counted")[rule]
	outcome in _decided
}

_decided := {"fail", "unknown", "waived", "pass", "off"}

# Of the kinds that it names, or of those that count also. A tally has a line for every rule and
# subject, so a kind that it does not name was not there. A rule that is missing could have
# concerned any of the others.
_has_subject(_, outcomes) if outcomes - {"not_applicable"} != set()

_has_subject(item, _) if {
	some group in _tally.groups
	_of_kind(item, group.kind)
}

# To find the words takes as long as to find the status.
_reason(item, outcomes, status) := "" if {
	input.brief
} else := _unknown(item, outcomes) if {
	status == "unknown"
} else := _nobody(item, outcomes) if {
	status == "not_applicable"
} else := ""

_unknown(item, outcomes) := concat("; ", array.flatten([
	[sprintf("no kind of subject is called '%v'", [kind]) | some kind in _strange(item)],
	_without(_missing(item)),
	_unread(_awaiting(item)),
	_switched_off(item, outcomes),
	_unlisted(item, outcomes),
	_lacking(item),
	_unseen(item),
]))

_nobody(item, outcomes) := "no gateway was found" if {
	_tally.groups == []
} else := "nothing that was found is concerned" if {
	_has_subject(item, outcomes)
} else := sprintf("no %v was found", [words.one_of([words.kind(kind) | some kind in item.kinds])])

_without(missing) := [] if {
	missing == []
} else := [sprintf("%v %v not part of this version", [words.all_of(missing), words.are(missing)])]

# One sentence for each thing that is not read.
_unread(awaiting) := [sentence |
	some thing in sort({thing | some rule in awaiting; some thing in _tally.awaits[rule]})
	rules := [rule | some rule in awaiting; thing in {one | some one in _tally.awaits[rule]}]
	values := [words.all_of(rules), words.verb(rules, "needs", "need"), thing]
	sentence := sprintf("%v %v %v, which this version does not read", values)
]

_switched_off(item, outcomes) := [sprintf("%v %v switched off", [words.all_of(off), words.are(off)])] if {
	"off" in outcomes
	counted := _concerning(item, "counted")
	off := [rule | some rule in item.rules; counted[rule].off]
} else := []

# Of a kind that could not be listed there may be more than what was judged.
_unlisted(item, outcomes) := [sprintf("not every %v is known, since not all of them could be read", [named])] if {
	"unlisted" in outcomes
	kinds := {group.kind |
		some group in _groups_of(item)
		some rule in item.rules
		_counts_on(item, rule, group.hosting)
		group.counted[rule].unlisted
	}
	named := words.one_of([words.kind(kind) | some kind in kinds])
} else := []

# One sentence for each thing that this kind of run does not have.
_lacking(item) := [sentence |
	unknown := _concerning(item, "unknown")
	some need in sort({need | some rule in item.rules; some need, _ in unknown[rule]; need != ""})
	rules := [rule | some rule in item.rules; unknown[rule][need]]
	sentence := sprintf("%v %v %v", [words.all_of(rules), words.verb(rules, "needs", "need"), words.need(need)])
]

# One sentence for each number of subjects, with all the rules that it holds for.
_unseen(item) := [sentence |
	by := _undecided(item)
	some number in sort({number | some number in by})
	rules := [rule | some rule in item.rules; by[rule] == number]
	sentence := sprintf("%v could not be decided by %v", [words.subjects(number), words.all_of(rules)])
]

# Rule -> how many subjects it could not decide although nothing was lacking.
_undecided(item) := {rule: number | some rule in item.rules; number := unknown[rule][""]} if {
	unknown := _concerning(item, "unknown")
}
