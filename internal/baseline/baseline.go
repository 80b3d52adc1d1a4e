// Package baseline owns the file of findings that were there when gwlint was adopted: what
// a run finds again is known, and what it finds beyond is new. It knows findings, and not
// how a run is made.
package baseline

// Baseline is what a baseline file says.
type Baseline struct {
	// Name is the file's in reports.
	Name string
}
