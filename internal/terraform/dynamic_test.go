package terraform

import (
	"strings"
	"testing"
)

// limits is a dynamic block of rate limits in an endpoint, whose content is given.
func limits(over, content string) string {
	return endpoint("ai_gateway {\n  dynamic \"rate_limits\" {\n    for_each = " + over + "\n    content {\n" + content + "\n    }\n  }\n}")
}

func TestDynamicBlocksMakeBlocks(t *testing.T) {
	t.Parallel()
	runBodies(t, map[string]bodyCase{
		"each element makes one, at the keyword": {
			text: limits(`[{ key = "user", calls = 3 }, { key = "endpoint", calls = 9 }]`, "key = rate_limits.value.key\ncalls = rate_limits.value.calls\nprincipal = rate_limits.key"),
			want: []string{
				"ai_gateway object main:2:1-2:11",
				"ai_gateway.rate_limits array main:3:3-3:10",
				"ai_gateway.rate_limits[0] object main:3:3-3:10",
				"ai_gateway.rate_limits[0].key user main:4:25-4:31 via main:6:7-6:28",
				"ai_gateway.rate_limits[0].calls 3 main:4:41-4:42 via main:7:9-7:32",
				"ai_gateway.rate_limits[0].principal 0 main:8:13-8:28",
				"ai_gateway.rate_limits[1] object main:3:3-3:10",
				"ai_gateway.rate_limits[1].key endpoint main:4:54-4:64 via main:6:7-6:28",
				"ai_gateway.rate_limits[1].calls 9 main:4:74-4:75 via main:7:9-7:32",
				"ai_gateway.rate_limits[1].principal 1 main:8:13-8:28",
			},
		},
		"none where there are no elements: an empty list at the keyword": {
			text: limits("[]", "calls = 1"),
			want: []string{"ai_gateway object main:2:1-2:11", "ai_gateway.rate_limits array main:3:3-3:10"},
		},
		"none of those that may stand once": {
			text: endpoint("ai_gateway {\n  dynamic \"guardrails\" {\n    for_each = null[*]\n    content {}\n  }\n}"),
			want: []string{"ai_gateway object main:2:1-2:11"},
		},
		"they stand among those that are written": {
			text: endpoint("config {\n  served_entities {\n    name = \"a\"\n  }\n  dynamic \"served_entities\" {\n    for_each = [\"b\"]\n    iterator = it\n    content {\n      name = it.value\n    }\n  }\n  served_entities {\n    name = \"c\"\n  }\n}"),
			want: []string{
				"config object main:2:1-2:7",
				"config.served_entities array main:3:3-3:18",
				"config.served_entities[0] object main:3:3-3:18",
				"config.served_entities[0].name a main:4:12-4:15",
				"config.served_entities[1] object main:6:3-6:10",
				"config.served_entities[1].name b main:7:17-7:20 via main:10:14-10:22",
				"config.served_entities[2] object main:13:3-13:18",
				"config.served_entities[2].name c main:14:12-14:15",
			},
		},
		"names of those around them are known": {
			text: endpoint("ai_gateway {\n  dynamic \"guardrails\" {\n    for_each = [{ in = \"BLOCK\" }]\n    content {\n      dynamic \"input\" {\n        for_each = [guardrails.value.in]\n        content {\n          pii {\n            behavior = input.value\n          }\n        }\n      }\n    }\n  }\n}"),
			want: []string{
				"ai_gateway object main:2:1-2:11",
				"ai_gateway.guardrails object main:3:3-3:10",
				"ai_gateway.guardrails.input object main:6:7-6:14",
				"ai_gateway.guardrails.input.pii object main:9:11-9:14",
				"ai_gateway.guardrails.input.pii.behavior BLOCK main:4:24-4:31 via main:10:24-10:35",
			},
		},
		"elements of a set keep their places": {
			text: "variable \"keys\" {\n  type = set(string)\n  default = [\"user\", \"endpoint\"]\n}\n" + limits("var.keys", "key = rate_limits.value\nprincipal = rate_limits.key"),
			want: []string{
				"ai_gateway object main:6:1-6:11",
				"ai_gateway.rate_limits array main:7:3-7:10",
				"ai_gateway.rate_limits[0] object main:7:3-7:10",
				"ai_gateway.rate_limits[0].key endpoint main:3:22-3:32 via main:10:7-10:24",
				"ai_gateway.rate_limits[0].principal endpoint main:3:22-3:32 via main:11:13-11:28",
				"ai_gateway.rate_limits[1] object main:7:3-7:10",
				"ai_gateway.rate_limits[1].key user main:3:14-3:20 via main:10:7-10:24",
				"ai_gateway.rate_limits[1].principal user main:3:14-3:20 via main:11:13-11:28",
			},
		},
		"over what is sensitive, they are secret": {
			text: "variable \"keys\" {\n  sensitive = true\n  default = [\"user\"]\n}\n" + limits("var.keys", "key = rate_limits.value\ncalls = 1"),
			want: []string{
				"ai_gateway object main:6:1-6:11",
				"ai_gateway.rate_limits array main:7:3-7:10",
				"ai_gateway.rate_limits[0] object main:7:3-7:10",
				"ai_gateway.rate_limits[0].key user main:3:14-3:20 via main:10:7-10:24 secret",
				"ai_gateway.rate_limits[0].calls 1 main:11:9-11:10 secret",
			},
		},
		"a second one where one may stand is visible": {
			text: endpoint("dynamic \"ai_gateway\" {\n  for_each = [1, 2]\n  content {}\n}"),
			want: []string{"ai_gateway object main:2:1-2:8", "ai_gateway object main:2:1-2:8 again"},
		},
	})
}

func TestDynamicBlocksOverWhatIsNotKnownAreNotKnown(t *testing.T) {
	t.Parallel()
	undeclared := "variable \"limits\" {}\n"
	runBodies(t, map[string]bodyCase{
		"neither missing nor one": {
			text: undeclared + limits("var.limits", "renewal_period = \"minute\""),
			want: []string{
				"ai_gateway object main:3:1-3:11",
				"ai_gateway.rate_limits ${var.limits} main:5:16-5:26 unknown: `var.limits` has no value",
			},
		},
		"nor what stands beside them": {
			text: undeclared + endpoint("ai_gateway {\n  rate_limits {\n    calls = 1\n  }\n  dynamic \"rate_limits\" {\n    for_each = [for l in var.limits : l]\n    content {}\n  }\n}"),
			want: []string{
				"ai_gateway object main:3:1-3:11",
				"ai_gateway.rate_limits ${[for l in var.limits : l]} main:8:16-8:41 unknown: `var.limits` has no value",
			},
		},
		"nor one that may stand once": {
			text: undeclared + endpoint("dynamic \"ai_gateway\" {\n  for_each = var.limits\n  content {}\n}"),
			want: []string{"ai_gateway ${var.limits} main:4:14-4:24 unknown: `var.limits` has no value"},
		},
		"blocks of known elements of which a part is not known": {
			text: undeclared + limits("[{ calls = var.limits }]", "key = \"user\"\ncalls = rate_limits.value.calls"),
			want: []string{
				"ai_gateway object main:3:1-3:11",
				"ai_gateway.rate_limits array main:4:3-4:10",
				"ai_gateway.rate_limits[0] object main:4:3-4:10",
				"ai_gateway.rate_limits[0].key user main:7:7-7:13",
				"ai_gateway.rate_limits[0].calls ${rate_limits.value.calls} main:8:9-8:32 unknown: `var.limits` has no value",
			},
		},
		"each part for its own reason": {
			text: "variable \"a\" {}\nvariable \"b\" {}\nlocals {\n  it = [{ calls = var.a, tokens = var.b }]\n}\n" + limits("local.it", "calls = rate_limits.value.calls\ntokens = rate_limits.value.tokens"),
			want: []string{
				"ai_gateway object main:7:1-7:11", "ai_gateway.rate_limits array main:8:3-8:10", "ai_gateway.rate_limits[0] object main:8:3-8:10",
				"ai_gateway.rate_limits[0].calls ${rate_limits.value.calls} main:11:9-11:32 unknown: `var.a` has no value",
				"ai_gateway.rate_limits[0].tokens ${rate_limits.value.tokens} main:12:10-12:34 unknown: `var.b` has no value",
			},
		},
		"over null, which Terraform refuses": {
			text: limits("null", "calls = 1"),
			want: []string{
				"ai_gateway object main:2:1-2:11",
				"ai_gateway.rate_limits ${null} main:4:16-4:20 unknown: `for_each` of the dynamic block is null, which Terraform refuses",
			},
		},
		"over what has no elements": {
			text: limits("5", "calls = 1"),
			want: []string{
				"ai_gateway object main:2:1-2:11",
				"ai_gateway.rate_limits ${5} main:4:16-4:17 unknown: `for_each` of the dynamic block has no elements, which Terraform refuses",
			},
		},
		"without for_each or content": {
			text: endpoint("ai_gateway {\n  dynamic \"rate_limits\" {\n    for_each = [1]\n  }\n}"),
			want: []string{
				"ai_gateway object main:2:1-2:11",
				"ai_gateway.rate_limits  main:3:3-3:10 unknown: the dynamic block lacks `for_each` or `content`, or its `iterator` is no name",
			},
		},
		"more of them than are made": {
			text: "locals {\n  ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n}\n" + limits("local.ten", "calls = 1\n"+
				strings.Repeat("dynamic \"x\" {\nfor_each = local.ten\ncontent {\n", 6)+strings.Repeat("}\n}\n", 6)),
			want: []string{
				"ai_gateway object main:5:1-5:11",
				"ai_gateway.rate_limits ${local.ten} main:7:16-7:25 unknown: `local.ten` makes more than 100000 values",
			},
		},
	})
}
