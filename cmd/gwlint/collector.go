package main

import (
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// A run that needs much memory is to take half as much again as it uses, and no longer
// twice as much: a file of 30,000 faulty endpoints then takes a quarter less. Below, the
// collector's own target is faster.
const (
	muchMemory     = 320 << 20
	percentForMuch = 40
)

// collector sets the target of the garbage collector by how much is in use.
type collector struct {
	fixed atomic.Bool // somebody has set the target for the rest of the run
}

// watch looks at what is in use after each collection, from now on.
func (c *collector) watch() {
	runtime.SetFinalizer(&struct{ next *collector }{c}, func(after *struct{ next *collector }) {
		if c.fixed.Load() {
			return
		}
		var use runtime.MemStats
		runtime.ReadMemStats(&use)
		if use.HeapAlloc > muchMemory {
			debug.SetGCPercent(percentForMuch)
		}
		after.next.watch()
	})
}

// fix sets the target for the rest of the run.
func (c *collector) fix(percent int) {
	c.fixed.Store(true)
	debug.SetGCPercent(percent)
}
