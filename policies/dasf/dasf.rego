# METADATA
# title: Databricks AI Security Framework (DASF) 3.0
# description: |
#   Controls of DASF 3.0 (20 March 2026), each with the rules whose METADATA names
#   it. Of its 73 controls these are the 12 whose number and title a public source
#   gives; the framework has the rest. Which rule serves which control is gwlint's
#   own judgement and not Databricks'. A configuration shows a part of what a control
#   asks for: a pass says which rules saw nothing wrong, and a control that no rule
#   looks at is for a person to judge. Levels follow from the rules' severity.
# related_resources:
#   - description: Databricks AI Security Framework
#     ref: https://www.databricks.com/resources/whitepaper/databricks-ai-security-framework-dasf
# custom:
#   framework:
#     id: dasf
#     name: DASF
#     version: "3.0"
#     released: "2026-03-20"
#     organization: Databricks
# entrypoint: true
package policies.dasf

import data.policies.lib.framework
import data.policies.lib.hostings
import data.policies.lib.levels

# METADATA
# description: what the finding in input means here
# scope: document
level := levels.decide(levels.by_severity)

# METADATA
# description: the controls with their status, in order of their numbers
checklist := framework.checklist("dasf", _items)

# METADATA
# description: the items that are unknown for want of what this kind of run does not have alone
lacking := framework.lacking("dasf", _items)

_items := [item |
	some [id, title] in catalogue
	item := {"id": id, "control": id, "title": title, "hostings": object.get(_hostings, id, {})}
]

# An endpoint without a gateway lacks the controls that its hosting could have. Custom
# models and agents come from no provider of models.
_hostings := {
	"DASF 32": {"GW012": hostings.guarded},
	"DASF 54": {"GW012": hostings.guarded},
	"DASF 60": {"GW012": hostings.limited},
}

# METADATA
# description: the controls by the ID that METADATA names them by, under DASF's own titles
catalogue := [
	["DASF 5", "Control access to data and other objects"],
	["DASF 14", "Audit actions performed on datasets"],
	["DASF 24", "Control access to models and model assets"],
	["DASF 31", "Secure model serving endpoints"],
	["DASF 32", "Streamline the usage and management of various LLM providers"],
	["DASF 33", "Manage credentials securely"],
	["DASF 43", "Use access control lists"],
	["DASF 52", "Source code control"],
	["DASF 54", "AI gateway and guardrails"],
	["DASF 55", "Monitor audit logs"],
	["DASF 60", "Rate limit number of inference queries"],
	["DASF 64", "Limit access from AI models and agents"],
]
