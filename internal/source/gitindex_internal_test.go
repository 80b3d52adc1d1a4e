package source

import (
	"strings"
	"testing"
)

// indexEntry is an entry of an index in version 2 or 3 with an object name of 20 bytes.
func indexEntry(name, flags string) string {
	e := strings.Repeat("\x01", 60) + flags + name
	return e + strings.Repeat("\x00", 8-len(e)%8)
}

// FuzzGitIndex asks that no text makes the reader fail or return what is no part of
// it.
func FuzzGitIndex(f *testing.F) {
	end := strings.Repeat("\x00", 20)
	for _, seed := range []string{
		"", "DIRC", "DIRC\x00\x00\x00\x02\x00\x00\x00\x00" + end,
		"DIRC\x00\x00\x00\x02\x00\x00\x00\x01" + indexEntry("a.json", "\x00\x06") + end,
		"DIRC\x00\x00\x00\x03\x00\x00\x00\x01" + indexEntry("\x40\x00a.json", "\x40\x06") + end,
		"DIRC\x00\x00\x00\x04\x00\x00\x00\x02" + strings.Repeat("\x01", 60) + "\x00\x06\x00a.json\x00" + strings.Repeat("\x01", 60) + "\x00\x06\x06b.json\x00" + end,
		"DIRC\x00\x00\x00\x02\xff\xff\xff\xff" + end,
		"DIRC\x00\x00\x00\x02\x00\x00\x00\x00link\x00\x00\x00\x14" + strings.Repeat("a", 20) + end,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		total := 0
		_, err := readIndex(content, func(string) { total++ })
		if err != nil && total > 0 {
			t.Errorf("%d names of a text that is no index", total)
		}
		if total > len(content)/20 {
			t.Errorf("%d names in %d bytes", total, len(content))
		}
	})
}
