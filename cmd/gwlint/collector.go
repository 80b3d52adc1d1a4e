package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// heapFloor is how much is used before the garbage collector first runs, which a check of one
// file hardly reaches. Of a check of one file, one collection would be a tenth.
const heapFloor = 32 << 20

// leastHeap is what Go's collector leaves alone at its own target of 100 %.
const leastHeap = 4 << 20

// The collector runs when half as much again is in use, counting heapFloor beside what is, and
// a quarter where much is. A check of 10,000 files takes 0.7 of the memory that way, and one
// document of 40,000 endpoints 0.85, for as much processor time as with the collector's own
// target, or a tenth more.
const (
	percent        = 50
	muchMemory     = 256 << 20
	percentForMuch = 25
)

// collector sets the target of the garbage collector by how much is in use.
type collector struct {
	fixed atomic.Bool // somebody has set the target for the rest of the run
}

// start has the collector first run at heapFloor, and then by what is in use after each
// collection. A target that is set from outside, by GOGC, stays.
func (c *collector) start() {
	const own = 100
	if set := debug.SetGCPercent(own * heapFloor / leastHeap); set != own {
		debug.SetGCPercent(set)
		return
	}
	c.watch()
}

// watch looks at what is in use after each collection, from now on.
func (c *collector) watch() {
	runtime.SetFinalizer(&struct{ next *collector }{c}, func(after *struct{ next *collector }) {
		if c.fixed.Load() {
			return
		}
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(sample)
		debug.SetGCPercent(percentFor(sample[0].Value.Uint64()))
		after.next.watch()
	})
}

// percentFor is the target where so many bytes are in use.
func percentFor(use uint64) int {
	share := uint64(percent)
	if use > muchMemory {
		share = percentForMuch
	}
	use = max(use, leastHeap)
	return int(share * (use + heapFloor) / use) //nolint:gosec // 450 at most
}

// fix sets the target for the rest of the run.
func (c *collector) fix(percent int) {
	c.fixed.Store(true)
	debug.SetGCPercent(percent)
}
