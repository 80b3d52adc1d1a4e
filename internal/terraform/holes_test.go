package terraform

import "testing"

func TestTheTextOfWhatIsNotKnownKeepsWhatIsKnown(t *testing.T) {
	t.Parallel()
	pet := "resource \"random_pet\" \"x\" {}\n"
	after := " unknown: `random_pet.x.id` is known after apply"
	runBodies(t, map[string]bodyCase{
		"a template": {
			text: pet + endpoint("name = \"gw-${random_pet.x.id}_\""),
			want: []string{"name gw-${random_pet.x.id}_ main:3:8-3:32" + after},
		},
		"a template with known parts": {
			text: "variable \"team\" {\n  default = \"ml\"\n}\n" + pet + endpoint("name = \"${var.team}${random_pet.x.id}${\"_\"}\""),
			want: []string{"name ml${random_pet.x.id}_ main:6:8-6:45" + after},
		},
		"a reference": {
			text: pet + endpoint("name = (random_pet.x.id)"),
			want: []string{"name ${random_pet.x.id} main:3:8-3:25" + after},
		},
		"a local value, and one of its keys": {
			text: pet + "locals {\n  it = { prefix = \"${random_pet.x.id}_\" }\n}\n" + endpoint("name = \"a-${local.it.prefix}\"\ndescription = local.it.prefix"),
			want: []string{"name a-${random_pet.x.id}_ main:6:8-6:30" + after, "description ${random_pet.x.id}_ main:7:15-7:30" + after},
		},
		"an argument of the module's call": {
			text: pet + "module \"it\" {\n  source = \"./it\"\n  prefix = \"${random_pet.x.id}_\"\n}\n",
			files: map[string]string{
				"it/main.tf": "variable \"prefix\" {\n  type = string\n}\n" + endpoint("name = var.prefix"),
			},
			want: []string{"name ${random_pet.x.id}_ it/main:5:8-5:18" + after},
		},
		"local values that refer to each other": {
			text: "locals {\n  a = local.b\n  b = local.a\n}\n" + endpoint("name = local.a"),
			want: []string{"name ${local.a} main:6:8-6:15 unknown: `local.a` refers to itself through `local.b`"},
		},
		"a heredoc": {
			text: pet + endpoint("name = <<EOT\n${random_pet.x.id}_\nEOT"),
			want: []string{"name ${random_pet.x.id}_\n main:3:8-5:4" + after},
		},
		"what is sensitive stays out of it": {
			text: pet + "variable \"key\" {\n  sensitive = true\n  default = \"k-123\"\n}\n" + endpoint("name = \"${var.key}-${random_pet.x.id}\""),
			want: []string{"name ${var.key}-${random_pet.x.id} main:7:8-7:39" + after + " secret"},
		},
	})
}

func TestWhatIsSensitiveIsSecret(t *testing.T) {
	t.Parallel()
	key := "variable \"key\" {\n  sensitive = true\n  default = \"k-123\"\n}\n"
	runBodies(t, map[string]bodyCase{
		"a value, also as a part of another": {
			text: key + endpoint("name = var.key\ndescription = \"a-${var.key}\""),
			want: []string{
				"name k-123 main:3:13-3:20 via main:6:8-6:15 secret",
				"description a-k-123 main:7:15-7:29 from main:3:13-3:20 secret",
			},
		},
		"all that is in one": {
			text: "variable \"it\" {\n  sensitive = true\n  default = { name = \"a\" }\n}\n" + endpoint("name = var.it.name"),
			want: []string{"name a main:3:22-3:25 via main:6:8-6:19 secret"},
		},
		"an argument that the provider never shows": {
			text: endpoint("config {\n  served_entities {\n    external_model {\n      openai_config {\n        openai_api_key_plaintext = \"k-123\"\n        openai_organization = \"o\"\n      }\n    }\n  }\n}"),
			want: []string{
				"config object main:2:1-2:7", "config.served_entities array main:3:3-3:18", "config.served_entities[0] object main:3:3-3:18",
				"config.served_entities[0].external_model object main:4:5-4:19", "config.served_entities[0].external_model.openai_config object main:5:7-5:20",
				"config.served_entities[0].external_model.openai_config.openai_api_key_plaintext k-123 main:6:36-6:43 secret",
				"config.served_entities[0].external_model.openai_config.openai_organization o main:7:31-7:34",
			},
		},
		"a list and a map whole": {
			text: "variable \"it\" {\n  sensitive = true\n  default = { A = \"k-123\", list = [] }\n}\n" + endpoint("config {\n  served_entities {\n    environment_vars = var.it\n  }\n}\nemail_notifications {\n  on_update_failure = var.it.list\n}"),
			want: []string{
				"config object main:6:1-6:7", "config.served_entities array main:7:3-7:18", "config.served_entities[0] object main:7:3-7:18",
				"config.served_entities[0].environment_vars object main:8:5-8:21 secret",
				"config.served_entities[0].environment_vars.A k-123 main:3:19-3:26 via main:8:24-8:30 secret",
				"config.served_entities[0].environment_vars.list array main:8:24-8:30 secret",
				"email_notifications object main:11:1-11:20", "email_notifications.on_update_failure array main:12:3-12:20 secret",
			},
		},
		"what is not known of it": {
			text: "variable \"key\" {\n  sensitive = true\n}\n" + endpoint("name = var.key"),
			want: []string{"name ${var.key} main:5:8-5:15 unknown: `var.key` has no value secret"},
		},
		"what a sensitive condition chooses": {
			text: "variable \"on\" {\n  sensitive = true\n  default = true\n}\nresource \"databricks_ai_gateway_mcp_service\" \"it\" {\n  config = var.on ? { include_tool_selectors = [\"a\"] } : null\n}",
			want: []string{
				"config object main:6:3-6:9", "config.include_tool_selectors array main:6:23-6:45",
				"config.include_tool_selectors[0] a main:6:49-6:52 secret",
			},
		},
	})
}
