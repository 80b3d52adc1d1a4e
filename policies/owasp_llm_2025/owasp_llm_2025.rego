# METADATA
# title: OWASP Top 10 for LLM Applications 2025
# description: |
#   The ten risks of the OWASP list, each with the rules whose METADATA names it.
#   A gateway's configuration shows at most a part of a risk. So a pass says which
#   rules saw nothing wrong, and a risk that no rule looks at is for a person to
#   judge. Levels follow from the rules' severity.
# related_resources:
#   - description: OWASP Top 10 for LLM Applications 2025
#     ref: https://genai.owasp.org/resource/owasp-top-10-for-llm-applications-2025/
# custom:
#   framework:
#     id: owasp-llm-2025
#     name: OWASP Top 10 for LLM Applications
#     version: "2025"
#     organization: OWASP
# entrypoint: true
package policies.owasp_llm_2025

import data.policies.lib.framework
import data.policies.lib.hostings
import data.policies.lib.levels

# METADATA
# description: what the finding in input means here
# scope: document
level := levels.decide(levels.by_severity)

# METADATA
# description: the risks with their status, in the list's order
checklist := framework.checklist("owasp-llm-2025", _items)

# METADATA
# description: the items that are unknown for want of what this kind of run does not have alone
lacking := framework.lacking("owasp-llm-2025", _items)

_items := [item |
	some [risk, title] in catalogue
	item := {
		"id": sprintf("%v:2025", [risk]),
		"control": risk,
		"title": title,
		"hostings": object.get(_hostings, risk, {}),
	}
]

# An endpoint without a gateway lacks against a risk what its hosting could have.
_hostings := {
	"LLM01": {"GW012": hostings.guarded},
	"LLM02": {"GW012": hostings.guarded},
	"LLM10": {"GW012": hostings.limited},
}

# METADATA
# description: the risks by the ID that METADATA names them by, under OWASP's own titles
catalogue := [
	["LLM01", "Prompt Injection"],
	["LLM02", "Sensitive Information Disclosure"],
	["LLM03", "Supply Chain"],
	["LLM04", "Data and Model Poisoning"],
	["LLM05", "Improper Output Handling"],
	["LLM06", "Excessive Agency"],
	["LLM07", "System Prompt Leakage"],
	["LLM08", "Vector and Embedding Weaknesses"],
	["LLM09", "Misinformation"],
	["LLM10", "Unbounded Consumption"],
]
