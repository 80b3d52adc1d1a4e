package rules

// retiredFile lists the IDs of a tree that are retired, at its top.
const retiredFile = "retired.txt"

// retired says of each retired ID what became of it.
type retired map[string]string
