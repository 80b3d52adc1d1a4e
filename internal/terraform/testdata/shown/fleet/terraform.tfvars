token = "sk-plain-1f2e3d4c5b6a"
