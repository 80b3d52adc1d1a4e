package engine

// Beyond manyShared texts, what comes is kept by itself: then hardly any is met again. An
// excerpt of more than longestShared bytes shares the text of its file: then that has long
// lines, and many findings may stand in one.
const (
	manyShared    = 4096
	longestShared = 1024
)

// sharedTexts are texts that what is kept of subjects has in common: thousands of files of one
// make have the same pointers, and the same lines around a place.
type sharedTexts map[string]string

// bytes returns a text that is the same, and does not keep the bytes.
func (s sharedTexts) bytes(text []byte) string {
	shared, ok := s[string(text)]
	if !ok {
		shared = string(text)
		s.keep(shared)
	}
	return shared
}

// text returns a text that is the same.
func (s sharedTexts) text(text string) string {
	shared, ok := s[text]
	if !ok {
		shared = text
		s.keep(shared)
	}
	return shared
}

func (s sharedTexts) keep(text string) {
	if len(s) < manyShared {
		s[text] = text
	}
}

// alike are values that are the same for many, each kept once.
type alike[T comparable] map[T]*T

// share returns what is the same as a value, which nobody may change.
func (a alike[T]) share(value T) *T {
	shared, ok := a[value]
	if !ok {
		shared = &value
		if len(a) < manyShared {
			a[value] = shared
		}
	}
	return shared
}

// numbered are values that are the same for many, each with a number.
type numbered[T comparable] struct {
	numbers map[T]uint32
	list    []T
}

func newNumbered[T comparable]() numbered[T] { return numbered[T]{numbers: map[T]uint32{}} }

// number is that of a value.
func (n *numbered[T]) number(value T) uint64 {
	number, ok := n.numbers[value]
	if !ok {
		number = uint32(len(n.list)) //nolint:gosec // of what is in memory
		n.list = append(n.list, value)
		if len(n.numbers) < manyShared {
			n.numbers[value] = number
		}
	}
	return uint64(number)
}

// of is the value of a number, which nobody may change.
func (n *numbered[T]) of(number int) *T { return &n.list[number] }
