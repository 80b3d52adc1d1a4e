//go:build race

package check_test

// generated is how many documents are mended that are made by chance: with the race detector,
// which makes rules ten times slower, as many as it takes to try the fixes of every rule.
const generated = 60
