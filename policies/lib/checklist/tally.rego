package policies.lib.checklist

# What came of all rules, as items look it up: of all subjects (total), of those of one kind and
# hosting (groups), and what the loaded rules await. A check counts that before it asks; a test
# of a policy may give the tally and the rules alone.
_tally := {"total": input.total, "groups": input.groups, "awaits": input.awaits} if {
	input.groups
} else := _grouped

# A rule of its own: where it is not needed, nobody makes the lines of a tally ready.
_grouped := {
	"total": _by_rule(input.tally),
	"groups": [object.union(group, _by_rule(lines)) |
		some group in {{"kind": line.kind, "hosting": line.hosting} | some line in input.tally}
		lines := [line | some line in input.tally; line.kind == group.kind; line.hosting == group.hosting]
	],
	"awaits": {rule.id: object.get(rule, "awaits", {}) | some rule in input.rules},
}

_by_rule(lines) := {
	"counted": {rule: _sums([[line.outcome, line.count] | some line in lines; line.rule == rule]) |
		some rule in {line.rule | some line in lines}
	},
	"unknown": {rule: _sums(counts) |
		some rule in {line.rule | some line in lines; line.outcome == "unknown"}
		counts := [[object.get(line, "needs", ""), line.count] |
			some line in lines
			line.rule == rule
			line.outcome == "unknown"
		]
	},
}

_sums(counts) := {name: sum([number | some [same, number] in counts; same == name]) | some [name, _] in counts}
