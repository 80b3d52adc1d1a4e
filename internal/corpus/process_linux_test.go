package corpus_test

import (
	"os"
	"syscall"
)

// peakOf is the most memory that a process had in use, in MiB.
func peakOf(state *os.ProcessState) float64 {
	usage, _ := state.SysUsage().(*syscall.Rusage)
	return float64(usage.Maxrss) / (1 << 10)
}
