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
	"findings": sum([line.count | some line in lines; line.outcome in {"fail", "unknown", "waived"}]),
	"reason": _reason(item, lines, status, [strange, awaiting]),
} if {
	lines := _lines_of(item)
	outcomes := {line.outcome | some line in lines}

	# What nobody is cannot be judged: to say that there was none would be a way to pass.
	strange := [kind | some key in ["kinds", "also"]; some kind in item[key]; not words.is_kind(kind)]
	missing := [rule | some rule in item.rules; not _awaits[rule]; _has_subject(item, lines)]

	# The item's rules that need what this version does not read, on a kind that concerns
	# the item. One that has decided by something else, as by the use of a gateway, counts.
	awaiting := [rule |
		some rule in item.rules
		_concerns(item, _waiting[rule])
		not object.get(item, "limited", false)
		not _has_decided([line | some line in lines; line.rule == rule])
	]
	open := array.concat(missing, [rule | some rule in awaiting; input.tally != []])
	status := _status(strange, outcomes, open)
}

# The lines of the item's rules that concern it: those of every kind of subject where it names
# none.
_lines_of(item) := _lines_on_hostings(item) if {
	object.get(item, "kinds", []) == []
} else := array.concat(
	[line | some line in lines; line.kind in item.kinds],
	[line | some line in lines; line.kind in also; line.outcome != "not_applicable"],
) if {
	lines := _lines_on_hostings(item)
	also := {kind | some kind in object.get(item, "also", []); not kind in item.kinds}
}

_lines_on_hostings(item) := array.flatten([_lines[rule] | some rule in item.rules]) if {
	object.get(item, "hostings", {}) == {}
} else := array.flatten([lines |
	some rule in item.rules
	lines := [line | some line in _lines[rule]; line.hosting in object.get(item.hostings, rule, [line.hosting])]
])

# Rule -> its lines. Every item looks up the lines of its few rules; to go through all
# lines for all items took longer than judging a file. As an object rule it would.
# regal ignore:prefer-set-or-object-rule
_lines := {rule: lines |
	some rule in {line.rule | some line in input.tally}
	lines := [line | some line in input.tally; line.rule == rule]
}

# Rule -> what it needs that this version does not read, by kind.
# regal ignore:prefer-set-or-object-rule
_awaits := {rule.id: object.get(rule, "awaits", {}) | some rule in input.rules}

# regal ignore:prefer-set-or-object-rule
_waiting := {rule: awaits | some rule, awaits in _awaits; awaits != {}}

_kinds contains line.kind if some line in input.tally

_of_kind(item, kind) if kind in item.kinds

_of_kind(item, _) if object.get(item, "kinds", []) == []

_status(strange, outcomes, open) := "unknown" if {
	strange != []
} else := "fail" if {
	"fail" in outcomes
} else := "unknown" if {
	outcomes & _open != set()
} else := "unknown" if {
	open != []
} else := "waived" if {
	"waived" in outcomes
} else := "pass" if {
	"pass" in outcomes
} else := "not_applicable"

# Of the kinds that it names, or of those that count also.
_has_subject(_, lines) if lines != []

# A tally has a line for every rule and subject, so a kind that it does not name
# was not there. A rule that is missing could have concerned any of the others.
_has_subject(item, _) if {
	some kind in _kinds
	_of_kind(item, kind)
}

_open := {"unknown", "off", "unlisted"}

_has_decided(lines) if {
	some line in lines
	line.outcome in _decided
}

# The item's rules that this version of gwlint does not have.
_missing(item) := [rule | some rule in item.rules; not _awaits[rule]]

_concerns(item, awaits) if {
	some kind, _ in awaits
	_of_kind(item, kind)
}

_decided := {"fail", "unknown", "waived", "pass", "off"}

_reason(item, lines, "unknown", [strange, awaiting]) := concat("; ", array.flatten([
	[sprintf("no kind of subject is called '%v'", [kind]) | some kind in strange],
	_without(item),
	_unread(awaiting),
	_switched_off(item, open),
	_unlisted(open),
	_lacking(item, open),
	_unseen(item, open),
])) if {
	"unknown" in _with_reason
	open := [line | some line in lines; line.outcome in _open]
}

_reason(item, lines, "not_applicable", _) := _nobody(item, lines) if "not_applicable" in _with_reason

_reason(_, _, status, _) := "" if not status in _with_reason

# The statuses that have a reason. To find the words takes as long as to find the status.
default _with_reason := {"unknown", "not_applicable"}

_with_reason := set() if input.brief

_nobody(item, lines) := "no gateway was found" if {
	input.tally == []
} else := "nothing that was found is concerned" if {
	_has_subject(item, lines)
} else := sprintf("no %v was found", [words.one_of([words.kind(kind) | some kind in item.kinds])])

_without(item) := [sprintf("%v %v not part of this version", [words.all_of(missing), words.are(missing)])] if {
	missing := _missing(item)
	missing != []
} else := []

# One sentence for each thing that is not read.
_unread(awaiting) := [sentence |
	some thing in sort({thing | some rule in awaiting; some thing in _awaits[rule]})
	rules := [rule | some rule in awaiting; thing in {one | some one in _awaits[rule]}]
	values := [words.all_of(rules), words.verb(rules, "needs", "need"), thing]
	sentence := sprintf("%v %v %v, which this version does not read", values)
]

_switched_off(item, open) := [sprintf("%v %v switched off", [words.all_of(off), words.are(off)])] if {
	switched := {line.rule | some line in open; line.outcome == "off"}
	switched != set()
	off := [rule | some rule in item.rules; rule in switched]
} else := []

# Of a kind that could not be listed there may be more than what was judged.
_unlisted(open) := [sprintf("not every %v is known, since not all of them could be read", [words.one_of(named)])] if {
	kinds := {line.kind | some line in open; line.outcome == "unlisted"}
	kinds != set()
	named := [words.kind(kind) | some kind in kinds]
} else := []

# One sentence for each number of subjects, with all the rules that it holds for.
_unseen(item, open) := [sentence |
	undecided := [line | some line in open; line.outcome == "unknown"; _needs(line) == ""]
	undecided != []
	by := {rule: number |
		some rule in item.rules
		number := sum([line.count | some line in undecided; line.rule == rule])
		number > 0
	}
	some number in sort({number | some number in by})
	rules := [rule | some rule in item.rules; by[rule] == number]
	sentence := sprintf("%v could not be decided by %v", [words.subjects(number), words.all_of(rules)])
]

_needs(line) := object.get(line, "needs", "")

# One sentence for each thing that this kind of run does not have.
_lacking(item, open) := [sentence |
	some need in sort({need | some line in open; need := _needs(line); need != ""})
	lacking := {line.rule | some line in open; _needs(line) == need}
	rules := [rule | some rule in item.rules; rule in lacking]
	sentence := sprintf("%v %v %v", [words.all_of(rules), words.verb(rules, "needs", "need"), words.need(need)])
]
