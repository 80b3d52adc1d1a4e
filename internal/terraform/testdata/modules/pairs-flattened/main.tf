
variable "teams" { type = any }
variable "n" { default = 2 }
locals {
  pairs = flatten([for t, v in var.teams : [for e in v.envs : { key = "${t}-${e}", team = t, env = e, calls = try(v.calls[e], v.default, 1) }]])
  byKey = { for p in local.pairs : p.key => p }
  byEnv = { for p in local.pairs : p.env => p.team... }
}
resource "databricks_model_serving" "p" {
  for_each = local.byKey
  name = each.value.key
  description = "${length(local.byEnv[each.value.env])}/${jsonencode(local.byEnv)}"
  ai_gateway {
    rate_limits {
      key = "endpoint"
      calls = each.value.calls
      renewal_period = "minute"
    }
    fallback_config { enabled = each.value.env == "prod" }
    guardrails {
      input {
        pii { behavior = title(each.value.env) == "Prod" ? "BLOCK" : "NONE" }
        valid_topics = distinct(concat([each.value.env], ["a", "a"]))
        invalid_keywords = var.n > 1 ? null : []
      }
    }
  }
}
resource "databricks_model_serving" "c" {
  count = var.n + 1
  name = format("c-%02d", count.index + 1)
  description = databricks_model_serving.p["x-dev"].name
  ai_gateway {
    usage_tracking_config { enabled = count.index % 2 == 0 }
    rate_limits {
      key = "user"
      calls = pow(count.index + 1, 2)
      tokens = count.index == 0 ? null : 1e3
      renewal_period = "minute"
    }
  }
}
resource "databricks_permissions" "c" {
  count = length(databricks_model_serving.c)
  serving_endpoint_id = databricks_model_serving.c[count.index].serving_endpoint_id
  dynamic "access_control" {
    for_each = toset(["a", "b"])
    content {
      group_name = access_control.key
      permission_level = "CAN_QUERY"
    }
  }
}
