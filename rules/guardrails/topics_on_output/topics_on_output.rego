# METADATA
# title: Topics on output
# description: |
#   `valid_topics` judges what a request is about. On output it has nothing to judge, so nothing is kept
#   back: the responses are as free as without it.
# related_resources:
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW407
#   severity: medium
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [guardrails.output.topics]
#   remediation: |
#     Remove `guardrails.output.valid_topics`. To hold a conversation to its topics, say so in the system
#     prompt.
#   since: 0.1.0
package rules.guardrails.topics_on_output

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has guardrails; where it has none, GW405 says so
applies if {
	support.has("guardrails")
	input.subject.declared
}

findings contains report.at(["guardrails", "output", "topics"], message) if {
	topics := input.subject.guardrails.output.topics
	count(topics) > 0
	written := concat(", ", topics)
	message := sprintf("%v limits the topics of responses to `%v`, which has no effect", [report.subject, written])
}
