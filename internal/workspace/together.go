package workspace

import (
	"cmp"

	"golang.org/x/sync/errgroup"
)

// together does something for each of n, as many at the same time as there are
// workers.
func (c *Collector) together(n int, do func(i int)) {
	var group errgroup.Group
	group.SetLimit(cmp.Or(c.options.Workers, workers))
	for i := range n {
		group.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = group.Wait() // none returns an error
}

// workers is how many subjects are read at the same time: enough to keep the
// rate limit busy at a second's latency.
const workers = 32
