package fix

import (
	"bytes"
	"slices"
)

// mostSteps bounds how far the shortest script is looked for: what takes more is one change
// from the first line that differs to the last.
const mostSteps = 2000

// script is what turns lines into others, by as few lines as can be, in their order. Edits
// are few and texts may be long, for which the algorithm of Myers (An O(ND) Difference
// Algorithm and Its Variations, 1986) is made.
func script(was, is [][]byte) []stretch {
	same := 0
	for same < min(len(was), len(is)) && bytes.Equal(was[same], is[same]) {
		same++
	}
	tail := 0
	for tail < min(len(was), len(is))-same && bytes.Equal(was[len(was)-1-tail], is[len(is)-1-tail]) {
		tail++
	}
	a, b := was[same:len(was)-tail], is[same:len(is)-tail]
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	kept := steps(a, b)
	list := gaps(kept, len(a), len(b))
	for i := range list {
		list[i].oldStart += same
		list[i].oldEnd += same
		list[i].newStart += same
		list[i].newEnd += same
	}
	return list
}

// pair is a line that stays, by its number in both texts.
type pair struct{ old, new int }

// gaps are what lies between the lines that stay.
func gaps(kept []pair, oldLines, newLines int) []stretch {
	var list []stretch
	at := pair{}
	for _, next := range append(kept, pair{oldLines, newLines}) {
		if next.old > at.old || next.new > at.new {
			list = append(list, stretch{at.old, next.old, at.new, next.new})
		}
		at = pair{next.old + 1, next.new + 1}
	}
	return list
}

// steps are the lines that stay of a shortest script, none where that takes too many steps.
func steps(a, b [][]byte) []pair {
	furthest := map[int]int{1: 0} // by diagonal, old minus new: the line of the old text
	var trace []map[int]int
	for d := 0; d <= min(len(a)+len(b), mostSteps); d++ {
		trace = append(trace, clone(furthest, d))
		for k := -d; k <= d; k += 2 {
			x := advance(furthest, k, d)
			for x < len(a) && x-k < len(b) && bytes.Equal(a[x], b[x-k]) {
				x++
			}
			furthest[k] = x
			if x >= len(a) && x-k >= len(b) {
				return back(trace, len(a), len(b))
			}
		}
	}
	return nil
}

// clone is what the next step starts from.
func clone(furthest map[int]int, d int) map[int]int {
	kept := make(map[int]int, 2*d+3)
	for k := -d - 1; k <= d+1; k++ {
		if x, ok := furthest[k]; ok {
			kept[k] = x
		}
	}
	return kept
}

// advance is where a diagonal starts: below its neighbour, or right of the other one.
func advance(furthest map[int]int, k, d int) int {
	if k == -d || k != d && furthest[k-1] < furthest[k+1] {
		return furthest[k+1]
	}
	return furthest[k-1] + 1
}

// back follows the steps from the end to the start.
func back(trace []map[int]int, x, y int) []pair {
	var kept []pair
	for d := len(trace) - 1; d >= 0; d-- {
		k := x - y
		start := advance(trace[d], k, d)
		for x > start && x > 0 && y > 0 {
			x, y = x-1, y-1
			kept = append(kept, pair{x, y})
		}
		if d == 0 {
			break
		}
		if k == -d || k != d && trace[d][k-1] < trace[d][k+1] {
			y--
		} else {
			x--
		}
	}
	slices.Reverse(kept)
	return kept
}
