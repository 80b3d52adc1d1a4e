
variable "s" {
  type = string
  default = "x"
}
variable "on" { default = true }
locals {
  d = { a = null, b = { c = null } }
  nul = null
  cond = var.on ? { p = "x", q = 1 } : { p = "y", q = 2 }
  mixed = [for v in [1, "2", true] : tostring(v)]
  big = 12345678901234567890
}
resource "databricks_model_serving" "x" {
  name = "a${var.s}"
  description = "${local.big} ${local.big + 1} ${1 / 4} ${10 / 4} ${100000 * 100000} ${0.1 + 0.2} ${-5 % 3} ${floor(-1.5)}"
  budget_policy_id = local.d.a
  ai_gateway {
    inference_table_config {
      enabled = local.nul == null
      catalog_name = local.cond.p
      schema_name = try(local.d.b.c.x, local.d.zz, "fallback")
      table_name_prefix = "\u00e9\t\"q\"$${x}"
    }
    dynamic "rate_limits" {
      for_each = local.nul == null ? [] : [1]
      content {
        key = "user"
        calls = 1
        renewal_period = "minute"
      }
    }
    dynamic "rate_limits" {
      for_each = [for i in range(3) : i if i != 1]
      content {
        key = ["user", "none", "endpoint"][rate_limits.value]
        calls = "${rate_limits.key + 1}"
        renewal_period = "minute"
      }
    }
    rate_limits {
      key = "service_principal"
      principal = element(local.mixed, 4)
      tokens = max(local.cond.q, 3, [4, 5]...)
      renewal_period = "minute"
    }
    dynamic "guardrails" {
      for_each = local.d.b[*]
      iterator = g
      content {
        dynamic "input" {
          for_each = { x = true }
          iterator = g2
          content {
            safety = g2.value && g.key == 0
            dynamic "pii" {
              for_each = g.value.c[*]
              content {
                behavior = pii.value
              }
            }
          }
        }
      }
    }
  }
  email_notifications {
    on_update_failure = split(",", "a@x,b@x")
  }
}
