package report

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Waiver is a waiver that a run knows, and what it covers there.
type Waiver struct {
	// Rules are the IDs of those that it is for.
	Rules []string `json:"rules"`
	// For says in words what of them: `subject dev-*, path sandbox/**`, or `lines 4-9`.
	For    string `json:"for"`
	Reason string `json:"reason"`
	Owner  string `json:"owner"`
	// Expires is the last day on which it holds, 2027-01-31, in UTC.
	Expires    string `json:"expires"`
	Ticket     string `json:"ticket,omitempty"`
	ApprovedBy string `json:"approved_by,omitempty"`
	File       string `json:"file"`
	Line       int    `json:"line"`
	// DaysLeft is how many days it holds after today: 0 on the last one, and less than 0
	// where it is over.
	DaysLeft int         `json:"days_left"`
	State    WaiverState `json:"state"`
	// Findings is how many it covers.
	Findings int `json:"findings"`
}

// WaiverState is what a run can say of a waiver.
type WaiverState string

// The states.
const (
	// WaiverUsed covers something, WaiverUnused nothing although all was seen that it is for.
	WaiverUsed   WaiverState = "used"
	WaiverUnused WaiverState = "unused"
	// WaiverExpired is over, and covers nothing.
	WaiverExpired WaiverState = "expired"
	// WaiverUnseen is for what this run did not see: a live workspace, a file that was not
	// read, a rule that did not run.
	WaiverUnseen WaiverState = "not_seen"
)

// SortWaivers orders waivers by their ends, and those that end together by their places.
func SortWaivers(all []Waiver) {
	slices.SortStableFunc(all, func(a, b Waiver) int {
		return cmp.Or(
			cmp.Compare(a.Expires, b.Expires),
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			strings.Compare(strings.Join(a.Rules, ","), strings.Join(b.Rules, ",")),
		)
	})
}

// WriteWaiversJSON writes waivers as a list in their order.
func WriteWaiversJSON(w io.Writer, all []Waiver) error {
	encoded, err := marshal(append([]Waiver{}, all...), "")
	if err != nil {
		return err
	}
	_, err = w.Write(append(encoded, '\n'))
	return err
}

// WriteWaiversCSV writes waivers as a table for a spreadsheet, as reports are: a row for
// each in their order.
func WriteWaiversCSV(w io.Writer, all []Waiver) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\ufeff") // Flush returns its error
	t := csvTable{Writer: csv.NewWriter(out)}
	t.UseCRLF = true
	t.row("until", "days_left", "state", "findings", "rules", "for", "owner", "reason", "ticket", "approved_by", "file", "line")
	for _, one := range all {
		left := strconv.Itoa(max(one.DaysLeft, 0)) // a number below 0 is a formula to some; the state says that it is over
		t.row(one.Expires, left, string(one.State), strconv.Itoa(one.Findings), strings.Join(one.Rules, " "), one.For,
			one.Owner, one.Reason, one.Ticket, one.ApprovedBy, one.File, csvNumber(one.Line))
	}
	t.Flush()
	return cmp.Or(t.Error(), out.Flush())
}
