
variable "s" { default = "over" }
locals { nul = null }
