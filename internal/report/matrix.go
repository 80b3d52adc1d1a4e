package report

import (
	"fmt"
	"slices"
	"strings"
)

// Matrix says how much of the matrix of subjects and items is shown.
type Matrix string

// How much of it is shown.
const (
	MatrixNone Matrix = ""
	// MatrixSome shows the subjects that have findings, the worst of many.
	MatrixSome Matrix = "some"
	MatrixAll  Matrix = "all"
)

// ParseMatrix reads how much of the matrix is wanted.
func ParseMatrix(s string) (Matrix, error) {
	switch m := Matrix(s); m {
	case MatrixNone, MatrixSome, MatrixAll:
		return m, nil
	default:
		return MatrixNone, fmt.Errorf("unknown part %q of the matrix; known: %s, %s", s, MatrixSome, MatrixAll)
	}
}

// shortIDs are the IDs of items without what all of them begin and end with, as far as
// that is no part of a word or a number: F4-01 and F4-05 are 01 and 05.
func shortIDs(ids []string) []string {
	if len(ids) < 2 {
		return ids
	}
	before, after := ids[0], ids[0]
	for _, id := range ids[1:] {
		for !strings.HasPrefix(id, before) {
			before = before[:len(before)-1]
		}
		for !strings.HasSuffix(id, after) {
			after = after[1:]
		}
	}
	for before != "" && isWordByte(before[len(before)-1]) && !between(ids, len(before)) {
		before = before[:len(before)-1]
	}
	for after != "" && isWordByte(after[0]) {
		after = after[1:]
	}
	short := make([]string, 0, len(ids))
	for _, id := range ids {
		id = strings.TrimPrefix(id, before)
		short = append(short, strings.TrimSuffix(id, after))
	}
	if slices.Contains(short, "") {
		return ids
	}
	return short
}

// between says whether in each ID a letter stands before a byte and a digit at it.
func between(ids []string, at int) bool {
	return !slices.ContainsFunc(ids, func(id string) bool {
		return at >= len(id) || isDigit(id[at-1]) || !isDigit(id[at])
	})
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isWordByte(b byte) bool {
	return isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}
