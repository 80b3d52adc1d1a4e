package check_test

import (
	"runtime/debug"
	"testing"
)

// TestMain has the garbage collector run a quarter as often, up to a limit: collecting what a test
// makes and soon needs no more took up to a third of the time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(768 << 20)
	m.Run()
}
