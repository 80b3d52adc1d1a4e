package report

// Reason is why a file was not read.
type Reason string

// The reasons, worded as a heading.
const (
	Excluded  Reason = "Excluded"
	Ignored   Reason = "Ignored by git, and not tracked"
	Linked    Reason = "Links that are not followed"
	OtherName Reason = "Not read, by the name"
	// NotIncluded is said of a file that holds gateways of a bundle and that the bundle
	// does not read: nothing deploys them.
	NotIncluded Reason = "Not included by their bundle, so not deployed"
)

// LeftOut is a file that was not read.
type LeftOut struct {
	File string
	Why  Reason
	// By is what left it out, "" where the reason says all.
	By string
}

// writeLeftOut names the files that were not read, by reason.
func writeLeftOut(t *textReport) {
	for _, why := range []Reason{Excluded, Ignored, Linked, OtherName, NotIncluded} {
		var lines []string
		for _, file := range t.LeftOut {
			switch {
			case file.Why != why:
			case file.By == "":
				lines = append(lines, file.File)
			case why == Linked:
				lines = append(lines, file.File+" -> "+file.By)
			default:
				lines = append(lines, file.File+" ("+file.By+")")
			}
		}
		if len(lines) == 0 {
			continue
		}
		t.heading(string(why), len(lines))
		for _, line := range lines {
			t.printf("  %s\n", Visible(line))
		}
		t.WriteString("\n")
	}
}
