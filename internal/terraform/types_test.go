package terraform

import "testing"

func TestValuesTakeTheTypesOfTheProvider(t *testing.T) {
	t.Parallel()
	runBodies(t, withKinds(map[string]bodyCase{
		"texts, numbers and booleans, also in maps": {
			text: endpoint("name = 7\nroute_optimized = \"true\"\nconfig {\n  served_entities {\n    entity_version = 3\n    environment_vars = { A = 1, B = true, C = null }\n    min_provisioned_throughput = \"9.50\"\n  }\n}"),
			want: []string{
				"name 7 string main:2:8-2:9", "route_optimized true boolean main:3:19-3:25",
				"config object main:4:1-4:7", "config.served_entities array main:5:3-5:18", "config.served_entities[0] object main:5:3-5:18",
				"config.served_entities[0].entity_version 3 string main:6:22-6:23",
				"config.served_entities[0].environment_vars object main:7:5-7:21",
				"config.served_entities[0].environment_vars.A 1 string main:7:30-7:31",
				"config.served_entities[0].environment_vars.B true string main:7:37-7:41",
				"config.served_entities[0].min_provisioned_throughput 9.5 number main:8:34-8:40",
			},
		},
		"lists of texts": {
			text: "locals {\n  topics = [1, true, \"x\"]\n}\n" + endpoint("email_notifications {\n  on_update_failure = local.topics\n  on_update_success = [2]\n}"),
			want: []string{
				"email_notifications object main:5:1-5:20",
				"email_notifications.on_update_failure array main:6:3-6:20",
				"email_notifications.on_update_failure[0] 1 string main:2:13-2:14 via main:6:23-6:35",
				"email_notifications.on_update_failure[1] true string main:2:16-2:20 via main:6:23-6:35",
				"email_notifications.on_update_failure[2] x string main:2:22-2:25 via main:6:23-6:35",
				"email_notifications.on_update_success array main:7:3-7:20",
				"email_notifications.on_update_success[0] 2 string main:7:24-7:25",
			},
		},
		"objects in lists, written in place or elsewhere": {
			text: "locals {\n  limit = { key = \"k\", requests = \"5\", renewal_period = null }\n}\nresource \"databricks_ai_gateway_mcp_service\" \"it\" {\n  config = {\n    rate_limits = [local.limit, { tokens = \"7\" }]\n  }\n}",
			want: []string{
				"config object main:5:3-5:9", "config.rate_limits array main:6:5-6:16",
				"config.rate_limits[0] object main:6:20-6:31",
				"config.rate_limits[0].key k string main:2:19-2:22 via main:6:20-6:31",
				"config.rate_limits[0].requests 5 number main:2:35-2:38 via main:6:20-6:31",
				"config.rate_limits[1] object main:6:33-6:49",
				"config.rate_limits[1].tokens 7 number main:6:44-6:47",
			},
		},
		"parts of an object that are not known, each for its own reason": {
			text: "variable \"a\" {}\nvariable \"b\" {}\nlocals {\n  limit = { key = var.a, requests = var.b, tokens = \"5\" }\n}\nresource \"databricks_ai_gateway_mcp_service\" \"it\" {\n  config = { rate_limits = [local.limit] }\n}",
			want: []string{
				"config object main:7:3-7:9", "config.rate_limits array main:7:14-7:25", "config.rate_limits[0] object main:7:29-7:40",
				"config.rate_limits[0].key ${local.limit} string main:7:29-7:40 unknown: `var.a` has no value",
				"config.rate_limits[0].requests ${local.limit} string main:7:29-7:40 unknown: `var.b` has no value",
				"config.rate_limits[0].tokens 5 number main:4:53-4:56 via main:7:29-7:40",
			},
		},
		"a set has each text once": {
			text: "resource \"databricks_grant\" \"it\" {\n  privileges = [\"SELECT\", \"MODIFY\", \"SELECT\"]\n}",
			want: []string{
				"privileges array main:2:3-2:13", "privileges[0] SELECT string main:2:17-2:25", "privileges[1] MODIFY string main:2:27-2:35",
			},
		},
		"what cannot be converted stays as it is written": {
			text: endpoint("route_optimized = \"sometimes\"\nname = [\"a\"]\nemail_notifications {\n  on_update_failure = \"me\"\n}\nrate_limits {\n  calls = \"many\"\n}"),
			want: []string{
				"route_optimized sometimes string main:2:19-2:30", "name array main:3:1-3:5", "name[0] a string main:3:9-3:12",
				"email_notifications object main:4:1-4:20", "email_notifications.on_update_failure me string main:5:23-5:27",
				"rate_limits array main:7:1-7:12", "rate_limits[0] object main:7:1-7:12", "rate_limits[0].calls many string main:8:11-8:17",
			},
		},
		"a number without end is not known": {
			text: endpoint("name = 1e600000000"),
			want: []string{"name ${1e600000000} string main:2:8-2:19 unknown: a number with so many digits is larger than gwlint evaluates"},
		},
		"zero stays zero": {
			text: endpoint("rate_limits {\n  calls = \"0\"\n}"),
			want: []string{
				"rate_limits array main:2:1-2:12", "rate_limits[0] object main:2:1-2:12", "rate_limits[0].calls 0 number main:3:11-3:14",
			},
		},
	}))
}

func TestAConditionThatChoosesAnObjectKeepsItsPlaces(t *testing.T) {
	t.Parallel()
	service := func(value string) string {
		return "variable \"on\" {\n  default = true\n}\nresource \"databricks_ai_gateway_model_service\" \"it\" {\n  config = {\n    inference_table = " + value + "\n  }\n}"
	}
	runBodies(t, map[string]bodyCase{
		"the object": {
			text: service(`var.on ? { parent = "a", disabled = "true" } : null`),
			want: []string{
				"config object main:5:3-5:9", "config.inference_table object main:6:5-6:20",
				"config.inference_table.parent a main:6:43-6:46", "config.inference_table.disabled true main:6:59-6:65",
			},
		},
		"null, which is at the key": {
			text: service(`(var.on ? null : { parent = "a" })`),
			want: []string{"config object main:5:3-5:9", "config.inference_table  main:6:20-6:20"},
		},
	})
}
