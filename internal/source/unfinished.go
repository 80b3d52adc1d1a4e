package source

import "sync"

// unfinished holds what the lists and maps that are still open have so far. A parser
// takes one and gives it back: its lists grow with the first text only.
type unfinished struct {
	items   []*Node
	entries []Entry
}

var unfinishedPool = sync.Pool{New: func() any { return new(unfinished) }}

func newUnfinished() *unfinished { return unfinishedPool.Get().(*unfinished) }

// mostUnfinished is how long a list may be that is used again.
const mostUnfinished = 1024

// done gives the lists back, without what they hold.
func (u *unfinished) done() {
	if cap(u.items) > mostUnfinished || cap(u.entries) > mostUnfinished {
		return
	}
	clear(u.items[:cap(u.items)])
	clear(u.entries[:cap(u.entries)])
	u.items, u.entries = u.items[:0], u.entries[:0]
	unfinishedPool.Put(u)
}
