
module "one" {
  source = "./m"
  count  = 2
  name   = "m${count.index}"
  limits = count.index == 0 ? { user = 1 } : { user = 2, endpoint = 3 }
}
module "two" {
  source   = "./m"
  for_each = toset(["p", "q"])
  name     = each.value
}
resource "databricks_model_serving" "root" {
  name = join("-", module.one[*].name)
  description = join(",", [for k, m in module.two : "${k}=${m.name}/${m.limits_count}"])
  ai_gateway {
    rate_limits {
      key = "user"
      calls = sum(module.one[*].limits_count)
      tokens = module.two["p"].deep.inner.n
      renewal_period = "minute"
    }
    inference_table_config {
      enabled = true
      catalog_name = module.one[0].catalog
      table_name_prefix = values(module.two)[1].name
    }
  }
}
