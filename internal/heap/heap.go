// Package heap sets how large the heap grows before Go's garbage collector runs, by how much
// is in use. It refuses to know what uses it. The process imports it; tests keep Go's own target.
package heap

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// heapFloor is how much is used before the garbage collector first runs, which a check of one
// file does not reach. Of a check of one file, one collection would be a tenth.
const heapFloor = 48 << 20

// leastHeap is what Go's collector leaves alone at its own target, goPercent.
const (
	leastHeap = 4 << 20
	goPercent = 100
)

// The collector runs when half as much again is in use, counting heapFloor beside what is, but
// when heapFloor is used at the latest, or a quarter of what is in use where that is more. A
// check of 10,000 files takes 0.8 of the memory that way, and one document of 40,000 endpoints
// 0.85, for as much processor time as with the collector's own target, or a tenth more. With a
// floor of 32 MiB, one of 100,000 files takes 0.87 of the memory, and 1.05 of the time.
const (
	mostShare  = 50
	leastShare = 25
)

// found is the target that was set before, which may come from outside, by GOGC. It is a
// variable so that the first target is set while the process starts: Go makes the variables of
// packages that import nothing in the order of their paths, and those of the large libraries
// come later. They fill 4 MiB, at which the collector would run: of a check of one file, that
// is a sixteenth.
var found = debug.SetGCPercent(goPercent * heapFloor / leastHeap)

// fixed says that somebody has set the target for the rest of the run.
var fixed atomic.Bool

// FollowUse has the target follow what is in use after each collection. A target that is set
// from outside stays.
func FollowUse() {
	if found != goPercent {
		debug.SetGCPercent(found)
		return
	}
	watch()
}

// SetTarget sets the target, in percent of what is in use, for the rest of the run.
func SetTarget(percent int) {
	fixed.Store(true)
	debug.SetGCPercent(percent)
}

// watch sets the target after each collection, from now on.
func watch() {
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) {
		if fixed.Load() {
			return
		}
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(sample)
		debug.SetGCPercent(percentFor(sample[0].Value.Uint64()))
		watch()
	})
}

// percentFor is the target where so many bytes are in use.
func percentFor(use uint64) int {
	use = max(use, leastHeap)
	room := max(min(mostShare*(use+heapFloor)/100, heapFloor), leastShare*use/100)
	return int(100 * room / use) //nolint:gosec // 650 at most
}
