package cli

import (
	"fmt"
	"strconv"
	"strings"
)

// size is a number of bytes as a flag: 1048576, 32MiB, 500KB.
type size int64

var units = []struct {
	name  string
	bytes int64
}{
	{"KiB", 1 << 10},
	{"MiB", 1 << 20},
	{"GiB", 1 << 30},
	{"KB", 1e3},
	{"MB", 1e6},
	{"GB", 1e9},
	{"K", 1 << 10},
	{"M", 1 << 20},
	{"G", 1 << 30},
	{"B", 1},
}

// Set reads what a user wrote.
func (s *size) Set(text string) error {
	digits, factor := text, int64(1)
	for _, unit := range units {
		if len(text) > len(unit.name) && strings.EqualFold(text[len(text)-len(unit.name):], unit.name) {
			digits, factor = text[:len(text)-len(unit.name)], unit.bytes
			break
		}
	}
	number, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
	if err != nil || number <= 0 || number > (1<<62)/factor {
		return fmt.Errorf("want a size such as 32MiB")
	}
	*s = size(number * factor)
	return nil
}

// String is what help shows as the default.
func (s *size) String() string {
	if *s > 0 && *s%(1<<20) == 0 {
		return fmt.Sprintf("%dMiB", *s>>20)
	}
	return strconv.FormatInt(int64(*s), 10)
}

// Type is what help shows in place of a value.
func (s *size) Type() string { return "SIZE" }
