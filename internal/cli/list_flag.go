package cli

import (
	"strings"

	"github.com/spf13/pflag"
)

// textList is the value of a flag that may be repeated. That of pflag writes its default as a line
// of CSV when the flag is defined, by a buffer of 4 KiB: for the flags of all commands, that was
// 0.25 MB at each start.
type textList []string

// listVar defines a flag that may be repeated; short is "" for one without a letter.
func listVar(flags *pflag.FlagSet, list *[]string, name, short, usage string) {
	flags.VarP((*textList)(list), name, short, usage)
}

// Set adds a value.
func (l *textList) Set(text string) error {
	*l = append(*l, text)
	return nil
}

// String is empty without values, so that usage names no default.
func (l *textList) String() string { return strings.Join(*l, ",") }

// Type is the name by which cobra offers the flag again once it is given.
func (*textList) Type() string { return "stringArray" }
