package source

import (
	"context"
	"io"
)

// FindOptions says where and how to look for files.
type FindOptions struct {
	// Dir is the working directory that relative paths start from; "" is that
	// of the process.
	Dir string
	// Exclude holds glob patterns with `**`, relative to Dir. What matches is
	// left out, even a file that is named explicitly.
	Exclude []string
	// Stdin is what the path `-` reads.
	Stdin io.Reader
	// StdinName is the name of standard input in reports; "" is `<stdin>`.
	StdinName string
}

// Input is a file to read, or standard input.
type Input struct {
	// File is its name in reports: relative to the working directory when it
	// was given so, cleaned, with forward slashes.
	File string

	path  string
	stdin io.Reader
}

// Find lists the files that paths stand for, in the order of their names. A
// path that cannot be found or listed is a problem and does not end the search.
func Find(ctx context.Context, opts FindOptions, paths []string) ([]Input, []*Error) {
	var inputs []Input
	for _, path := range paths {
		inputs = append(inputs, Input{File: path, path: path})
	}
	return inputs, nil
}
