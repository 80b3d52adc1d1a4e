
variable "names" {
  type = list(string)
  default = ["b", "a", "b"]
}
variable "obj" {
  type = list(object({ n = string, tags = optional(map(string)) }))
  default = [{ n = 1 }, { n = "two", tags = { k = 2 } }]
}
variable "tup" {
  type = tuple([string, number, bool])
  default = [1, "2", "true"]
}
resource "terraform_data" "t" { input = { a = "known", b = [1] } }
resource "databricks_schema" "s" {
  for_each = toset(var.names)
  catalog_name = "cat"
  name = each.key
}
resource "databricks_model_serving" "x" {
  name = "x-${var.tup[0]}-${var.tup[1] + 1}-${var.tup[2] ? "y" : "n"}"
  description = join("/", [for s in databricks_schema.s : s.name])
  ai_gateway {
    inference_table_config {
      enabled = var.tup[2]
      catalog_name = one(distinct([for s in databricks_schema.s : s.catalog_name]))
      schema_name = databricks_schema.s["a"].name
      table_name_prefix = terraform_data.t.input.a
    }
    dynamic "rate_limits" {
      for_each = { for i, o in var.obj : i => o }
      content {
        key = "user_group"
        principal = rate_limits.value.n
        calls = lookup(coalesce(rate_limits.value.tags, {}), "k", 9)
        renewal_period = "minute"
      }
    }
  }
  config {
    served_entities {
      name = terraform.workspace
      entity_name = basename(abspath(path.module)) == "" ? "a.b.c" : "a.b.d"
      entity_version = "3"
    }
  }
}
resource "databricks_grants" "g" {
  schema = databricks_schema.s["a"].id
  dynamic "grant" {
    for_each = { admins = ["SELECT", "MODIFY"], users = ["SELECT"] }
    content {
      principal = grant.key
      privileges = grant.value
    }
  }
}
resource "databricks_grant" "one" {
  schema = "${databricks_schema.s["a"].catalog_name}.${databricks_schema.s["a"].name}"
  principal = "p"
  privileges = sort(["SELECT", "ALL_PRIVILEGES"])
}
