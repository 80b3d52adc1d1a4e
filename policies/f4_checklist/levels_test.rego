package policies.f4_checklist_test

import data.policies.f4_checklist

# Every rule of the catalogue: its severity, and the level of a failure on an
# endpoint that could have everything.
_catalogue := {
	"GW002": ["high", "error"],
	"GW003": ["high", "error"],
	"GW004": ["high", "error"],
	"GW005": ["high", "error"],
	"GW006": ["medium", "warning"],
	"GW007": ["critical", "error"],
	"GW008": ["low", "note"],
	"GW009": ["medium", "warning"],
	"GW010": ["high", "error"],
	"GW011": ["high", "warning"],
	"GW012": ["high", "error"],
	"GW014": ["low", "note"],
	"GW013": ["low", "off"],
	"GW101": ["high", "error"],
	"GW102": ["high", "error"],
	"GW103": ["high", "error"],
	"GW104": ["low", "note"],
	"GW105": ["medium", "warning"],
	"GW106": ["high", "error"],
	"GW107": ["medium", "warning"],
	"GW108": ["high", "error"],
	"GW109": ["medium", "warning"],
	"GW110": ["medium", "warning"],
	"GW111": ["high", "error"],
	"GW112": ["high", "error"],
	"GW113": ["low", "note"],
	"GW201": ["high", "error"],
	"GW202": ["high", "error"],
	"GW203": ["critical", "error"],
	"GW204": ["medium", "warning"],
	"GW205": ["low", "warning"],
	"GW206": ["high", "error"],
	"GW207": ["high", "error"],
	"GW208": ["high", "error"],
	"GW209": ["high", "error"],
	"GW210": ["low", "note"],
	"GW211": ["high", "error"],
	"GW212": ["low", "note"],
	"GW213": ["medium", "warning"],
	"GW214": ["low", "warning"],
	"GW301": ["high", "error"],
	"GW302": ["medium", "error"],
	"GW303": ["medium", "error"],
	"GW304": ["medium", "warning"],
	"GW305": ["high", "warning"],
	"GW306": ["medium", "warning"],
	"GW307": ["high", "error"],
	"GW308": ["medium", "error"],
	"GW309": ["high", "error"],
	"GW310": ["medium", "warning"],
	"GW311": ["low", "note"],
	"GW312": ["medium", "warning"],
	"GW313": ["low", "note"],
	"GW401": ["high", "error"],
	"GW402": ["high", "error"],
	"GW403": ["high", "error"],
	"GW404": ["high", "error"],
	"GW405": ["medium", "warning"],
	"GW406": ["low", "note"],
	"GW407": ["medium", "warning"],
	"GW408": ["medium", "warning"],
	"GW409": ["high", "warning"],
	"GW411": ["medium", "warning"],
	"GW501": ["high", "error"],
	"GW502": ["medium", "warning"],
	"GW503": ["medium", "error"],
	"GW504": ["medium", "error"],
	"GW505": ["medium", "error"],
	"GW506": ["high", "warning"],
	"GW507": ["medium", "warning"],
	"GW508": ["medium", "warning"],
	"GW601": ["high", "error"],
	"GW602": ["high", "error"],
	"GW603": ["medium", "warning"],
	"GW604": ["medium", "warning"],
	"GW605": ["medium", "warning"],
	"GW606": ["critical", "error"],
	"GW607": ["high", "warning"],
	"GW701": ["medium", "warning"],
	"GW702": ["high", "error"],
	"GW703": ["medium", "warning"],
	"GW704": ["medium", "warning"],
	"GW705": ["medium", "error"],
	"GW706": ["high", "error"],
	"GW707": ["low", "note"],
}

test_every_rule_has_the_level_of_the_catalogue if {
	levels := {rule: [severity, level] |
		some rule, [severity, _] in _catalogue
		level := f4_checklist.level with input as _finding(rule, severity)
	}
	levels == _catalogue
}

test_every_item_is_decided_by_rules_of_the_catalogue if {
	every item in f4_checklist.items {
		item.rules != []
		every rule in item.rules {
			_catalogue[rule]
		}
	}
}
