# METADATA
# title: Keys not written as documented
# description: |
#   The API of Unity Gateway services is the JSON form of protocol buffers. It reads keys
#   in lowerCamelCase (`rateLimits`) as the documented ones (`rate_limits`), and the number
#   of an enumeration's value as the value. gwlint reads them alike, and judges what they
#   set. Who searches for the documented key does not find them, and next to it such a key
#   is the same key twice. They are reported once for a document, at the first of them.
#   Of serving endpoints it is not known that they take such keys.
# related_resources:
#   - description: ProtoJSON format, with the names of keys that a parser takes
#     ref: https://protobuf.dev/programming-guides/json/
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW014
#   severity: low
#   precision: very-high
#   subjects: [model_service, mcp_service, provider_service]
#   scope: subject
#   requires: []
#   remediation: |
#     Write keys and values as the documentation has them: `rate_limits`, `renewal_period`,
#     `inference_table`, `pay_per_token_config`, and `RATE_LIMIT_RENEWAL_PERIOD_MINUTE` for 1.
#   since: 0.1.0
package rules.document.key_spelling

import data.rules.lib.report

findings contains report.at(["text", "spellings", i], message) if {
	some i, spelling in input.subject.text.spellings
	message := sprintf(
		"the document of %v has %v, which the API reads; %v",
		[report.subject, concat(" and ", _counted(spelling)), _way(spelling)],
	)
}

_counted(spelling) := [counted |
	some [number, one, several] in [
		[spelling.keys, "1 key in lowerCamelCase", "%v keys in lowerCamelCase"],
		[spelling.values, "1 value as a number", "%v values as numbers"],
	]
	number > 0
	counted := _number(number, one, several)
]

_number(1, one, _) := one

_number(number, _, several) := sprintf(several, [number]) if number > 1

_way(spelling) := sprintf(
	"write `%v` for `%v`, as the documentation does",
	[spelling.documented, spelling.written],
) if {
	spelling.documented != ""
}

_way(spelling) := sprintf("write the name of the value for `%v`", [spelling.written]) if spelling.documented == ""
