package report

// htmlKnown are the failures that the baseline has, or the first of many.
type htmlKnown struct {
	File string
	List []htmlKnownFinding
	More int
}

type htmlKnownFinding struct {
	ID, Rule, RuleURL, Level string
	Message                  []htmlSpan
	Place                    string
}

// htmlKnownWriter lists what is known.
type htmlKnownWriter struct{ *htmlWriter }

// known lists what the baseline has, in few words each.
func (h htmlKnownWriter) known() htmlKnown {
	const most = 1000
	if len(h.Known) == 0 || h.Run.Baseline == nil {
		return htmlKnown{}
	}
	all := htmlKnown{File: htmlName(h.Run.Baseline.File), More: max(len(h.Known)-most, 0)}
	for i := range h.Known[:min(len(h.Known), most)] {
		f := &h.Known[i]
		all.List = append(all.List, htmlKnownFinding{
			ID: htmlFindingWriter(h).anchor(f), Rule: htmlName(f.Rule), RuleURL: htmlURL(h.rules.of(*f).URL), Level: htmlName(string(f.Level)),
			Message: htmlText(messageOf(f)), Place: htmlName(textPlace(f.Location)),
		})
	}
	return all
}
