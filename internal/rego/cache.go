package rego

import "sync"

// cacheSize bounds how many answers a session keeps of one batch. Beyond it the
// cache starts anew, so that a run over any number of subjects needs no more.
const cacheSize = 4096

// localCache is what one session keeps of a batch, and how often that
// was of use.
type localCache struct {
	known        map[string][]answer
	hits, misses int
}

// useless says that nearly all subjects look different to a batch.
func (c *localCache) useless() bool { return c.misses >= 256 && c.hits*16 < c.misses }

// sharedCache is what all sessions keep of a batch.
type sharedCache struct {
	mu    sync.RWMutex
	known map[string][]answer
}

func (c *sharedCache) get(view string) ([]answer, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	answers, ok := c.known[view]
	return answers, ok
}

func (c *sharedCache) put(view string, answers []answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= cacheSize {
		c.known = map[string][]answer{}
	}
	c.known[view] = answers
}
