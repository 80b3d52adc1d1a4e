// Package waive owns waivers: findings that somebody lets stand, with a reason, an owner
// and an end. They are written in comments beside the settings, or in one file for all.
// It knows findings and texts, and neither rules nor how a run is made.
package waive

import (
	"time"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/source"
)

// Waiver lets findings of some rules stand.
type Waiver struct {
	// Rules are IDs; the words that were written, IDs or slugs, are resolved.
	Rules []string
	// Subject and Path are globs, Pointer is one of a finding, Target a target of a bundle,
	// Workspace an ID or a glob of hosts; "" matches all. Fingerprint matches one finding.
	Subject, Path, Pointer, Target, Workspace, Fingerprint string
	// Value is the value that the waiver was given for, "" for any: with another one it
	// lapses.
	Value string

	Reason, Owner, Ticket, ApprovedBy string
	// Until is the last day on which it holds: midnight UTC at its beginning.
	Until time.Time

	// Place is where it is written, and Range the same in a text with comments.
	Place finding.Location
	Range source.Range
	// Lines are those of Place.File that a comment covers, nil for an entry of the file.
	Lines *Lines
	// Removal takes the waiver out of its text, with the line that then is empty; nil where
	// that is not possible.
	Removal *finding.Edit
	// Base is the folder that Path starts from, as reports name files; "" is their root.
	Base string
}

// Reader reads waivers.
type Reader struct {
	// Rule returns the ID of a rule that is written as ID or slug, in any case, and for a word
	// that is none the nearest that is, "" where none is near.
	Rule func(word string) (id, near string)
}

// Lines are lines of a file, from 1, both included.
type Lines struct{ First, Last int }

// File is what a waiver file says.
type File struct {
	// Name is the file's in reports, Digest "sha256:" and that of its text.
	Name, Digest string
	// Require is what waivers must have, those in comments too.
	Require Require
	Waivers []Waiver
	// Faults are entries that are none, and do not apply.
	Faults []Fault
}

// Fault is a waiver that does not apply since it is not complete, or no waiver at all
// although it looks like one.
type Fault struct {
	// Place is where it is written, and Range the same in a text with comments.
	Place finding.Location
	Range source.Range
	// Message says what is wrong and what to do.
	Message string
}
