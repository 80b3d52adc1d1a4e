//go:build !race

package cli

// raced says that the race detector watches, which makes rules ten times slower.
const raced = false
