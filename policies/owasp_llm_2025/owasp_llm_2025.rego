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
checklist := framework.checklist("owasp-llm-2025", [item |
	some risk in risks
	item := object.union(risk, {
		"id": sprintf("%v:2025", [risk.control]),
		"hostings": object.get(_hostings, risk.control, {}),
	})
])

# An endpoint without a gateway lacks against a risk what its hosting could have.
_hostings := {
	"LLM01": {"GW012": hostings.guarded},
	"LLM02": {"GW012": hostings.guarded},
	"LLM10": {"GW012": hostings.limited},
}

# METADATA
# description: the risks by the ID that METADATA names them by, under OWASP's own titles
risks := [
	{"control": "LLM01", "title": "Prompt Injection"},
	{"control": "LLM02", "title": "Sensitive Information Disclosure"},
	{"control": "LLM03", "title": "Supply Chain"},
	{"control": "LLM04", "title": "Data and Model Poisoning"},
	{"control": "LLM05", "title": "Improper Output Handling"},
	{"control": "LLM06", "title": "Excessive Agency"},
	{"control": "LLM07", "title": "System Prompt Leakage"},
	{"control": "LLM08", "title": "Vector and Embedding Weaknesses"},
	{"control": "LLM09", "title": "Misinformation"},
	{"control": "LLM10", "title": "Unbounded Consumption"},
]
