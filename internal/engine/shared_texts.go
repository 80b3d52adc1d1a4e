package engine

import "strings"

// sharedTexts are texts that findings have in common: thousands of files of one make have the
// same pointers, and the same lines around a place. A text that is shared also lets go of the
// file that it was cut from, of which a run may read a hundred thousand.
type sharedTexts struct {
	texts map[string]string
	lines map[string][]string
}

// Beyond manyShared texts, what comes is kept by itself: then hardly any is met again. An
// excerpt of more than longestShared bytes shares the text of its file: then that has long
// lines, and many findings may stand in one.
const (
	manyShared    = 4096
	longestShared = 1024
)

func newSharedTexts() sharedTexts {
	return sharedTexts{texts: map[string]string{}, lines: map[string][]string{}}
}

// text returns a text that is the same.
func (s *sharedTexts) text(text string) string {
	shared, ok := s.texts[text]
	if !ok {
		shared = text
		if len(s.texts) < manyShared {
			s.texts[text] = text
		}
	}
	return shared
}

// excerpt returns lines that are the same, and that nobody may change.
func (s *sharedTexts) excerpt(lines []string) []string {
	all := strings.Join(lines, "\n")
	if len(lines) == 0 || len(all) > longestShared {
		return lines
	}
	shared, ok := s.lines[all]
	if !ok {
		shared = strings.Split(all, "\n") // no line has a line feed
		if len(s.lines) < manyShared {
			s.lines[all] = shared
		}
	}
	return shared
}
