package evidence

import (
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// used is what a usage table says, or why it does not.
type used struct {
	workspace.Usages
	missing string
}

func usedOf(r workspace.Record) used {
	if r.Outcome != workspace.Read {
		return used{missing: r.Reason()}
	}
	usages, err := workspace.ParseUsage(r.Body)
	if err != nil {
		return used{missing: "the " + r.What + " cannot be used: " + err.Error()}
	}
	return used{Usages: usages}
}

// use is how the gateways of a workspace are used.
type use struct {
	// measured says that a warehouse was asked.
	measured            bool
	endpoints, services used
	// hidden counts the requests to endpoints that are recorded and not listed.
	hidden int64
	// tracked are the endpoints whose requests are recorded, before the gateways that
	// send on to each endpoint.
	tracked map[string]bool
	before  map[string][]sender
	waiting []*gateway.Subject
}

func useOf(survey *workspace.Survey) *use {
	u := &use{
		measured: survey.Measured, endpoints: usedOf(survey.EndpointUsage), services: usedOf(survey.ServiceUsage),
		tracked: map[string]bool{}, before: map[string][]sender{},
	}
	listed := map[string]bool{}
	for _, l := range survey.Listed {
		listed[l.Name] = true
	}
	for name, usage := range u.endpoints.By {
		if !listed[name] && !strings.HasPrefix(name, providedPrefix) {
			u.hidden += usage.Around
		}
	}
	return u
}

// providedPrefix begins the names of the endpoints that Databricks provides; they
// send nothing on.
const providedPrefix = "databricks-"

const (
	reasonUntracked = "usage tracking is off, so its requests are not recorded"
	reasonMore      = "the answer of the warehouse had no room for all gateways"
	reasonElsewhere = "its requests come by the path of the Unity AI Gateway, and are not in the usage table of serving endpoints"
)

// traffic is what the usage table shows of a subject. That a gateway is not in it
// means that there were no requests, where they would have been recorded.
func (w *World) traffic(subject *gateway.Subject, s workspace.Subject) gateway.TrafficEvidence {
	table := w.use.services
	if s.Kind == workspace.Endpoint {
		table = w.use.endpoints
	}
	usage, recorded := table.By[subject.Name]
	_, elsewhere := w.use.services.By[subject.Name]
	switch {
	case !counts(s.Kind) || !w.use.measured:
		return gateway.UnseenTraffic(s.Usage.Reason())
	case table.missing != "":
		return gateway.UnseenTraffic(table.missing)
	case s.Kind == workspace.Endpoint && !subject.UsageTracking.Enabled:
		return gateway.UnseenTraffic(reasonUntracked)
	case !recorded && table.Truncated:
		return gateway.UnseenTraffic(reasonMore)
	case !recorded && elsewhere:
		return gateway.UnseenTraffic(reasonElsewhere)
	}
	return gateway.TrafficEvidence{
		Seen: true, First: usage.First, Days: workspace.UsageDays,
		Requests: usage.Requests, Identified: usage.Identified, Refused: usage.Refused, Failed: usage.Failed,
		Fronts: []string{}, Direct: -1,
	}
}

// counts says whether the use of a kind is asked for.
func counts(kind workspace.Kind) bool {
	return kind == workspace.Endpoint || kind == workspace.ModelService
}
