// Package fix mends files: it makes edits of what a rule says should be written, shows
// them as a patch, and writes them whole or not at all. It knows texts and findings, and
// no rule.
package fix
