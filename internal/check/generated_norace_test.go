//go:build !race

package check_test

// generated is how many documents are mended that are made by chance.
const generated = 200
