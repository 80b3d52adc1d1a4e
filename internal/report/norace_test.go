//go:build !race

package report_test

// raced says that the race detector watches.
const raced = false
