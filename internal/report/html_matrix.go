package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// htmlItem is an item of the checklist: its status and how many gateways have which.
type htmlItem struct {
	ID, Title string
	// Asks is the title with its code.
	Asks     []htmlSpan
	Status   htmlStatus
	Reason   []htmlSpan
	Rules    []htmlRuleName
	Subjects ItemSubjects
	// Bar shows the counts side by side, in hundredths of those that the item concerns.
	Bar []htmlBar
}

// htmlBar is a part of a bar.
type htmlBar struct {
	Class    string
	X, Width string
}

// htmlStatus is a status by class, which gives it a sign and a colour, and by word.
type htmlStatus struct{ Class, Word string }

func htmlStatusOf(s Status) htmlStatus {
	switch s {
	case StatusFail:
		return htmlStatus{"f", "fail"}
	case StatusUnknown:
		return htmlStatus{"u", "unknown"}
	case StatusWaived:
		return htmlStatus{"w", "waived"}
	case StatusPass:
		return htmlStatus{"p", "pass"}
	case StatusNotApplicable:
		return htmlStatus{"n", "n/a"}
	case StatusManual:
		return htmlStatus{"m", "manual"}
	default:
		return htmlStatus{"u", Visible(string(s))}
	}
}

// htmlMatrixWriter lists the checklist and the matrix of a page.
type htmlMatrixWriter struct{ *htmlWriter }

func (h htmlMatrixWriter) checklist() []htmlItem {
	var items []htmlItem
	for _, i := range h.Checklist {
		items = append(items, htmlItem{
			ID: htmlName(i.ID), Title: Visible(i.Title), Asks: htmlText(i.Title), Status: htmlStatusOf(i.Status), Reason: htmlText(i.Reason),
			Rules: h.ruleNames(i.Rules), Subjects: i.Subjects, Bar: htmlBars(i.Subjects),
		})
	}
	return items
}

// htmlBars are the parts of a bar that is 100 wide.
func htmlBars(s ItemSubjects) []htmlBar {
	var bars []htmlBar
	at, all := 0, s.Fail+s.Unknown+s.Waived+s.Pass
	for _, part := range []struct {
		n      int
		status Status
	}{{s.Fail, StatusFail}, {s.Unknown, StatusUnknown}, {s.Waived, StatusWaived}, {s.Pass, StatusPass}} {
		if part.n > 0 {
			bars = append(bars, htmlBar{htmlStatusOf(part.status).Class, htmlPart(at, all), htmlPart(part.n, all)})
			at += part.n
		}
	}
	return bars
}

func htmlPart(n, all int) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", 100*float64(n)/float64(all)), "0"), ".")
}

// anywhere names a subject without its file.
func anywhere(kind, name string) subjectKey {
	return newSubjectKey(finding.Subject{Kind: kind, Name: name}, "", "", "")
}

// htmlAnchor names a finding by the gateway it is of, by number, and its rule.
type htmlAnchor struct {
	gateway int
	rule    string
}

// htmlGateway is a row of the matrix.
type htmlGateway struct {
	Name, Kind, File, Page string
	// Address and Targets are of a bundle: Targets says in which of them a row holds, ""
	// where that is all of them.
	Address, Targets string
	// First is the id of its worst finding, "" where it has none.
	First                string
	Error, Warning, Note int
	Cells                []htmlCell
}

// htmlCell is the status of one item for one gateway; Finding is the id of one that
// decided it.
type htmlCell struct {
	htmlStatus

	Finding string
}

// matrix has a row for each gateway, the worst first.
func (h htmlMatrixWriter) matrix() []htmlGateway {
	order := subjectRows(h.Subjects)
	slices.SortStableFunc(order, func(a, b subjectRow) int { return compareGateways(a.Subject, b.Subject) })
	rows := make([]htmlGateway, 0, len(order))
	for _, row := range order {
		rows = append(rows, h.gateway(row))
	}
	return rows
}

func compareGateways(a, b *Subject) int {
	return cmp.Or(
		cmp.Compare(b.Error, a.Error),
		cmp.Compare(b.Warning, a.Warning),
		cmp.Compare(len(b.Items.Fail), len(a.Items.Fail)),
		cmp.Compare(b.Note, a.Note),
		cmp.Compare(len(b.Items.Unknown), len(a.Items.Unknown)),
		cmp.Compare(a.who().Called(), b.who().Called()),
	)
}

func (h htmlMatrixWriter) gateway(of subjectRow) htmlGateway {
	i, s := of.number, of.Subject
	row := htmlGateway{
		Name: htmlName(s.who().Called()), Address: htmlName(s.Address), Targets: htmlName(of.where()), Kind: htmlKind(s.Kind), File: htmlName(s.File), Page: htmlURL(s.Page), First: h.anchors[htmlAnchor{gateway: i}],
		Error: s.Error, Warning: s.Warning, Note: s.Note, Cells: make([]htmlCell, len(h.Checklist)),
	}
	if row.Name == "" {
		row.Name = row.Kind
	}
	for n, item := range h.Checklist {
		status := s.Status(item)
		row.Cells[n].htmlStatus = htmlStatusOf(status)
		if status == StatusFail || status == StatusWaived {
			row.Cells[n].Finding = h.anchorOf(i, item.Rules)
		}
	}
	return row
}
