
variable "n" {}
locals { t = "t${var.n}" }
output "text" { value = local.t }
output "n" { value = var.n * 10 }
