
locals {
  rows = csvdecode(file("${path.module}/rows.csv"))
  conf = jsondecode(file("conf.json"))
  y    = yamldecode(<<-Y
    base: &base
      calls: 10
      on: yes
    list:
      - name: a
        <<: *base
      - name: b
        calls: 0x1F
        on: "no"
    Y
  )
}
resource "databricks_model_serving" "r" {
  for_each = { for r in local.rows : r.name => r }
  name = each.key
  ai_gateway {
    usage_tracking_config { enabled = each.value.on }
    rate_limits {
      key = each.value.key
      calls = each.value.calls
      renewal_period = "minute"
    }
  }
}
resource "databricks_model_serving" "y" {
  count = length(local.y.list)
  name = local.y.list[count.index].name
  description = <<EOT
%{ for r in local.rows ~}
${r.name}: ${r.calls}
%{ endfor ~}
$${not} %%{this} ${local.conf["a b"].c[1]}
EOT
  ai_gateway {
    usage_tracking_config { enabled = can(local.y.list[count.index].on) }
    rate_limits {
      key = "user"
      calls = local.y.list[count.index].calls
      renewal_period = "minute"
    }
  }
}
