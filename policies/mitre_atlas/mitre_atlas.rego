# METADATA
# title: MITRE ATLAS 5.6.0
# description: |
#   Mitigations of MITRE ATLAS, by its data of version 5.6.0, each with the rules
#   whose METADATA names it. These are the 11 that a gateway may carry out; ATLAS has
#   more. Which rule serves which mitigation is gwlint's own judgement and not
#   MITRE's. A configuration shows a part of what a mitigation asks for: a pass says
#   which rules saw nothing wrong, and one that no rule looks at is for a person to
#   judge. Levels follow from the rules' severity.
# related_resources:
#   - description: MITRE ATLAS, mitigations
#     ref: https://atlas.mitre.org/mitigations
# custom:
#   framework:
#     id: mitre-atlas
#     name: MITRE ATLAS
#     version: 5.6.0
#     organization: MITRE
# entrypoint: true
package policies.mitre_atlas

import data.policies.lib.framework
import data.policies.lib.hostings
import data.policies.lib.levels

# METADATA
# description: what the finding in input means here
# scope: document
level := levels.decide(levels.by_severity)

# METADATA
# description: the mitigations with their status, in order of their IDs
checklist := framework.checklist("mitre-atlas", _items)

# METADATA
# description: the items that are unknown for want of what this kind of run does not have alone
lacking := framework.lacking("mitre-atlas", _items)

_items := [item |
	some [id, title] in catalogue
	item := {"id": id, "control": id, "title": title, "hostings": object.get(_hostings, id, {})}
]

# An endpoint without a gateway lacks the mitigations that its hosting could have; any
# of them can log.
_hostings := {
	"AML.M0004": {"GW012": hostings.limited},
	"AML.M0015": {"GW012": hostings.guarded},
	"AML.M0020": {"GW012": hostings.guarded},
	"AML.M0033": {"GW012": hostings.guarded},
}

# METADATA
# description: the mitigations by the ID that METADATA names them by, under ATLAS's own titles
catalogue := [
	["AML.M0004", "Restrict Number of AI Model Queries"],
	["AML.M0008", "Validate AI Model"],
	["AML.M0012", "Encrypt Sensitive Information"],
	["AML.M0015", "Adversarial Input Detection"],
	["AML.M0019", "Control Access to AI Models and Data in Production"],
	["AML.M0020", "Generative AI Guardrails"],
	["AML.M0024", "AI Telemetry Logging"],
	["AML.M0026", "Privileged AI Agent Permissions Configuration"],
	["AML.M0028", "AI Agent Tools Permissions Configuration"],
	["AML.M0030", "Restrict AI Agent Tool Invocation on Untrusted Data"],
	["AML.M0033", "Input and Output Validation for AI Agent Components"],
]
