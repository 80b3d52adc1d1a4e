package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Options are what a terminal allows and a user wants; only text looks at them.
type Options struct {
	// Color colours by ANSI escapes.
	Color bool
	// Hyperlinks makes rule IDs links by OSC 8 escapes.
	Hyperlinks bool
	// Width is the number of columns to stay within; 0 means 100.
	Width int
	// Quiet shows diagnostics and nothing else.
	Quiet bool
	// Verbose shows what is otherwise only counted.
	Verbose bool
}

type writer func(w io.Writer, r Report, o Options) error

// formats are in the order in which help lists them. A format is one file and
// one line here.
var formats = []struct {
	name  string
	write writer
}{
	{"text", writeText},
	{"json", writeJSON},
	{"sarif", writeSARIF},
}

// Formats lists the names of the formats.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Known says whether there is a format of that name; the error lists those there are.
func Known(format string) error {
	if slices.Contains(Formats(), format) {
		return nil
	}
	return fmt.Errorf("%q is no format; known: %s", format, strings.Join(Formats(), ", "))
}

// Write writes a report made by New in a format. It writes in few, large
// pieces; a partial report may have been written when it returns an error.
func Write(w io.Writer, format string, r Report, o Options) error {
	for _, f := range formats {
		if f.name == format {
			return f.write(w, r, o)
		}
	}
	return Known(format)
}
