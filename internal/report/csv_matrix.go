package report

import (
	"strconv"
)

// matrix is a row for each subject, in which nothing was found or not, with the status
// of each item of the checklist. Of what could not be checked every item is unknown that no
// person decides.
func (t csvTable) matrix(r Report) {
	header := []string{"kind", "name", "address", "target", "file", "hosting", "errors", "warnings"}
	for _, item := range r.Checklist {
		header = append(header, item.ID)
	}
	t.row(header...)
	for _, s := range r.Subjects {
		row := []string{s.Kind, s.Name, s.Address, s.Target, s.File, s.Hosting, strconv.Itoa(s.Error), strconv.Itoa(s.Warning)}
		for _, item := range r.Checklist {
			status := s.Status(item)
			if item.Status == StatusManual { // for every subject
				status = StatusManual
			}
			row = append(row, string(status))
		}
		t.row(row...)
	}
	for _, o := range obstaclesIn(r) {
		kind := "not_checked"
		if o.halts {
			kind = "halt"
		}
		row := []string{kind, o.message, "", "", o.at.File, "", "", ""}
		for _, item := range r.Checklist {
			status := StatusUnknown
			if item.Status == StatusManual {
				status = StatusManual
			}
			row = append(row, string(status))
		}
		t.row(row...)
	}
}
