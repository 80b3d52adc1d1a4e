package cli

import (
	"runtime/debug"
	"testing"
)

// TestMain has the garbage collector run a quarter as often: a test makes an engine of its own
// for each command, as a process does, and collecting them takes a quarter of the time. The limit
// keeps what is not collected below the growth by which a guard ends an evaluation.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(768 << 20)
	m.Run()
}
