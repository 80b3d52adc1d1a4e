package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/report"
)

// waiverFormats are the formats of `gwlint waivers`.
var waiverFormats = []string{"text", "json", "csv"}

// ruleOfFaults is the rule that finds waivers which are none.
const ruleOfFaults = "GW903"

type waiverListFlags struct {
	waiveFlags

	format   string
	expiring string
}

func waiversCommand(a *app) *cobra.Command {
	f := &waiverListFlags{waiveFlags: waiveFlags{checkFlags: checkFlags{maxSize: 64 << 20, kind: string(gateway.Auto)}}}
	command := &cobra.Command{
		Use:   "waivers [PATH…]",
		Short: "List waivers, and what they cover",
		Long: `List the waivers of gwlint-waivers.yaml and of comments, those that end first at the
top: the last day of each, who answers for it, and how many findings of PATHs, or of
the current folder, it covers. One that covers nothing although all was checked that
it is for is unused.

Exit codes: 0 the waivers are listed, 2 wrong usage, 3 something could not be read,
so that a waiver may cover more than the list says.`,
		Example: `  gwlint waivers
  gwlint waivers --expiring 30d -f csv > ending.csv
  gwlint waivers gateways/ -f json
  gwlint waivers evidence/2026-11`,
		RunE: func(command *cobra.Command, args []string) error {
			if err := checkFormat(f.format, waiverFormats); err != nil {
				return err
			}
			days, err := expiringIn(f.expiring)
			if err != nil {
				return err
			}
			r, err := f.request(command, a.streams, nil)
			if err != nil {
				return err
			}
			a.guardOwn(command.Context(), r.check)
			a.code, err = f.list(command.Context(), a.streams, r, args, days)
			return err
		},
	}
	f.addRun(command, a.streams.Dir)
	flags := command.Flags()
	flags.StringVarP(&f.format, "format", "f", "text", "`NAME` of the format: "+strings.Join(waiverFormats, ", "))
	flags.StringVar(&f.expiring, "expiring", "", "list only waivers that end within this `TIME`, such as 30d or 4w, or are over")
	complete(command, "format", func() []string { return waiverFormats })
	return command
}

// within is a number of days or weeks.
var within = regex.Lazy(`^([0-9]{1,5})([dw])$`)

// expiringIn reads within how many days waivers end that are to be listed, -1 for all.
func expiringIn(written string) (int, error) {
	if written == "" {
		return -1, nil
	}
	parts := within().FindStringSubmatch(written)
	if parts == nil {
		return 0, fmt.Errorf("--expiring %q: want days or weeks, such as 30d or 4w", written)
	}
	days, err := strconv.Atoi(parts[1])
	if parts[2] == "w" {
		days *= 7
	}
	return days, err
}

// list checks what is there and writes the waivers that it met.
func (w *waiverListFlags) list(ctx context.Context, streams Streams, r request, paths []string, days int) (int, error) {
	found, err := w.report(ctx, streams, r, paths)
	if err != nil {
		return 0, err
	}
	all := slices.DeleteFunc(slices.Clone(found.Waivers), func(one report.Waiver) bool { return days >= 0 && one.DaysLeft > days })
	switch w.format {
	case "json":
		err = report.WriteWaiversJSON(streams.Out, all)
	case "csv":
		err = report.WriteWaiversCSV(streams.Out, all)
	default:
		err = writeWaivers(streams.Out, streams.width(), all, days)
	}
	w.warn(streams, found)
	if err == nil && !found.Summary.Complete {
		return report.ExitIncomplete, nil
	}
	return report.ExitClean, err
}

// warn says what the list lacks: waivers that are none, and what could not be read.
func (w *waiverListFlags) warn(streams Streams, found report.Report) {
	for i := range found.Findings {
		if f := &found.Findings[i]; f.Rule == ruleOfFaults {
			streams.notice(fmt.Sprintf("%s:%d: no waiver: %s", f.Location.File, f.Location.StartLine, f.Message))
		}
	}
	for _, p := range found.Errors {
		streams.notice(p.File + ": " + p.Message)
	}
}

// writeWaivers writes a table of waivers, and counts them.
func writeWaivers(w io.Writer, width int, all []report.Waiver, days int) error {
	if len(all) == 0 {
		said := "no waivers\n"
		if days >= 0 {
			said = fmt.Sprintf("no waiver ends within %s\n", plural(days, "day", "days"))
		}
		_, err := io.WriteString(w, said)
		return err
	}
	rows := [][]string{{"UNTIL", "LEFT", "FINDINGS", "RULE", "OWNER", "FOR", "WHY"}}
	states := map[report.WaiverState]int{}
	for _, one := range all {
		states[one.State]++
		left := fmt.Sprintf("%d d", one.DaysLeft)
		if one.DaysLeft < 0 {
			left = "over"
		}
		findings := strconv.Itoa(one.Findings)
		if one.State == report.WaiverUnused || one.State == report.WaiverUnseen {
			findings += ", " + stateWord(one.State)
		}
		why := one.Reason
		if one.Ticket != "" {
			why += " (" + one.Ticket + ")"
		}
		row := []string{one.Expires, left, findings, strings.Join(one.Rules, ","), one.Owner, one.For, fmt.Sprintf("%s  %s:%d", why, one.File, one.Line)}
		for i := range row {
			row[i] = report.Visible(row[i])
		}
		rows = append(rows, row)
	}
	if err := writeTable(w, width, rows); err != nil {
		return err
	}
	said := plural(len(all), "waiver", "waivers")
	for _, state := range []report.WaiverState{report.WaiverExpired, report.WaiverUnused, report.WaiverUnseen} {
		if states[state] > 0 {
			said += fmt.Sprintf(", %d %s", states[state], stateWord(state))
		}
	}
	_, err := io.WriteString(w, said+"\n")
	return err
}

// stateWord is how a reader calls the state of a waiver.
func stateWord(s report.WaiverState) string { return strings.ReplaceAll(string(s), "_", " ") }
