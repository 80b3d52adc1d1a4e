# METADATA
# title: Placeholder not filled in
# description: |
#   A value still waits to be filled in: `<your_catalog>`, `TODO`, `catalog.schema.*`,
#   or `${{ var.x }}`, which no Databricks tool replaces (a bundle writes `${var.x}`). In a
#   bundle `${ var.x }` and `${env.HOME}` are no references either, and are deployed as they stand. What
#   a pipeline fills in, as `${{ secrets.X }}`, is left to it.
#   At best the API refuses it. At worst it is taken literally, and requests are logged
#   to a table that nobody looks for. Descriptions, comments, tags and topic lists are free text
#   and are not judged.
# related_resources:
#   - description: Configure AI Gateway (legacy) on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW006
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [text.placeholders]
#   remediation: |
#     Write the real value. In a bundle, refer to a variable as `${var.catalog}`, with
#     one pair of braces.
#   since: 0.1.0
package rules.document.placeholder

import data.rules.lib.placeholders
import data.rules.lib.report

findings contains report.at(["text", "placeholders", i], message) if {
	some i, suspect in input.subject.text.placeholders
	not regex.match(_free_text, suspect.key)
	blank := _blank(suspect.value)
	message := sprintf("`%v` of %v still holds the placeholder `%v`", [suspect.key, report.subject, blank])
}

_blank(value) := placeholders.first(value)

# What the Databricks CLI takes for text, and a person meant as a reference.
_blank(value) := value if {
	input.subject.form == "bundle"
	not placeholders.first(value)
	regex.match(`^(\$\{[^}]*\}|\{\{[^}]*\}\})$`, value)
}

# Keys under which a person writes prose.
_free_text := `(^|\.)(comment|description|tags|invalid_keywords|valid_topics)(\.|\[|$)`
