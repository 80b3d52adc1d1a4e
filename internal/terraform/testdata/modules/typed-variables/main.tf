
variable "eps" {
  type = map(object({
    calls   = optional(number, 5)
    keys    = optional(set(string), ["user", "endpoint"])
    env     = optional(map(string), {})
    nested  = optional(object({ on = optional(bool, true), names = optional(list(string)) }), {})
  }))
  default = {
    one = { calls = "7", env = { A = 1, B = true } }
    two = { keys = ["user"], nested = { on = false, names = [1, "b"] } }
    three = {}
  }
  nullable = false
  validation {
    condition = length(var.eps) > 0
    error_message = "none"
  }
}
resource "databricks_model_serving" "x" {
  for_each = { for k, v in var.eps : upper(k) => v if v.nested.on || k == "two" }
  name = "e-${lower(each.key)}-${each.value.calls}"
  description = join(",", coalescelist(each.value.nested.names, ["none"]))
  dynamic "ai_gateway" {
    for_each = each.value.nested.on ? [1] : []
    content {
      usage_tracking_config { enabled = each.value.nested.on }
      dynamic "rate_limits" {
        for_each = each.value.keys
        content {
          key = rate_limits.value
          calls = each.value.calls * 2
          renewal_period = "minute"
        }
      }
    }
  }
  config {
    served_entities {
      name = each.key
      entity_name = "a.b.c"
      entity_version = 1.0
      workload_size = "Small"
      scale_to_zero_enabled = "true"
      environment_vars = merge({ X = 1.50 }, each.value.env)
    }
  }
  dynamic "tags" {
    for_each = merge(each.value.env, { z = 1 })
    iterator = t
    content {
      key = t.key
      value = t.value
    }
  }
}
