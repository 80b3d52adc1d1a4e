//go:build !race

package rego

// raced says that the race detector watches.
const raced = false
