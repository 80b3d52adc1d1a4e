package evidence

import (
	"slices"
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

// sender is a gateway that sends requests on to an endpoint, which as many of its
// destinations lead to.
type sender struct {
	name     string
	endpoint bool // and not a service
	times    int64
}

// wait keeps a gateway that stands before endpoints until all others are known,
// and says whether it does. Of every endpoint it keeps whether its requests are
// recorded.
func (w *World) wait(subject *gateway.Subject, before []string) bool {
	if !subject.Measured {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	endpoint, own := subject.Kind == string(workspace.Endpoint), strings.Clone(subject.Name)
	if endpoint {
		w.use.tracked[own] = subject.UsageTracking.Enabled
	}
	for _, name := range before {
		name = strings.Clone(name) // or it would keep all of the answer
		s := sender{name: own, endpoint: endpoint, times: 1}
		if n := leading(subject, name); n > 1 {
			s.times = n
		}
		w.use.before[name] = append(w.use.before[name], s)
	}
	if len(before) == 0 {
		subject.Evidence.Traffic.Direct, subject.Evidence.Traffic.DirectReason = 0, ""
		return false
	}
	subject.Evidence.Traffic.Fronts = before
	w.use.waiting = append(w.use.waiting, subject)
	return true
}

// leading counts the destinations of a gateway that lead to an endpoint.
func leading(subject *gateway.Subject, endpoint string) int64 {
	n := int64(0)
	for _, d := range subject.Destinations {
		if d.Entity == endpoint {
			n++
		}
	}
	return n
}

// passed returns the gateways that had to wait, each with the requests that went
// past it, in a fixed order.
func (w *World) passed() []*gateway.Subject {
	for _, senders := range w.use.before { // they came as they were read
		slices.SortFunc(senders, func(a, b sender) int { return strings.Compare(a.name, b.name) })
	}
	for _, subject := range w.use.waiting {
		w.past(&subject.Evidence.Traffic)
	}
	slices.SortStableFunc(w.use.waiting, func(a, b *gateway.Subject) int {
		return strings.Compare(a.Kind+" "+a.Name, b.Kind+" "+b.Name)
	})
	return w.use.waiting
}

// past adds up what reached the endpoints of one gateway past all. Where some of
// them are known and are enough to tell, what is not known of the others does not
// matter.
func (w *World) past(t *gateway.TrafficEvidence) {
	t.Direct, t.DirectReason = 0, ""
	for _, endpoint := range t.Fronts {
		n, reason := w.direct(endpoint)
		t.Direct += n
		if t.DirectReason == "" {
			t.DirectReason = reason
		}
	}
	switch {
	case t.Direct > 0:
		t.DirectReason = ""
	case t.DirectReason != "":
		t.Direct = -1
	}
}

// direct is the least number of requests that reached an endpoint past all gateways,
// or why that is not known: those that are recorded there, less those that gateways
// can have sent. A gateway sends a request once to each destination that it tries
// (a failed one goes on to the next, and none is tried twice), so an endpoint that
// k of its destinations lead to gets at most k requests for each that the gateway
// got; whatever it refused itself, it sent nowhere. So the number can be too low,
// and cannot be too high, if every gateway is known and was recorded all the time.
func (w *World) direct(endpoint string) (n int64, reason string) {
	u := w.use
	reached, recorded := u.endpoints.By[endpoint]
	switch {
	case u.endpoints.missing != "":
		return 0, u.endpoints.missing
	case !recorded && u.endpoints.Truncated:
		return 0, reasonMore
	case !recorded && !u.tracked[endpoint]:
		return 0, "requests to '" + endpoint + "' are not recorded: its usage tracking is off"
	case reached.Requests == 0:
		return 0, ""
	case w.missing != "":
		return 0, w.missing
	case u.services.missing != "":
		return 0, u.services.missing
	case u.services.Truncated:
		return 0, reasonMore
	}
	n = reached.Requests
	for _, s := range u.before[endpoint] {
		sent, reason := u.sent(s)
		if reason != "" {
			return 0, reason
		}
		n -= sent
	}
	return u.unhidden(max(n, 0), endpoint)
}

// sent is the greatest number of requests that a gateway can have sent to one
// endpoint. Endpoints are also called by the path of the Unity AI Gateway, which
// records such calls in its own table.
func (u *use) sent(s sender) (n int64, reason string) {
	got, service := u.endpoints.By[s.name], u.services.By[s.name]
	switch {
	case !s.endpoint:
		return s.times * service.Around, ""
	case !u.tracked[s.name]:
		return 0, "requests to '" + s.name + "', which stands before it, are not recorded: its usage tracking is off"
	case !got.Whole:
		return 0, "requests to '" + s.name + "', which stands before it, may not have been recorded all the time: there is none before the days looked at"
	}
	return s.times * (got.Around + service.Around), ""
}

// mostTries is how many destinations a request is sent to at most. Source: "You can
// have a maximum of two fallbacks", docs.databricks.com, configure-ai-gateway-endpoints.
const mostTries = 3

// unhidden takes off what may have come from endpoints that are recorded and that
// whoever looks may not see: they may be gateways before this one.
func (u *use) unhidden(n int64, endpoint string) (left int64, reason string) {
	if left = n - mostTries*u.hidden; left > 0 || n == 0 {
		return max(left, 0), ""
	}
	return 0, "requests to '" + endpoint + "' may have come from endpoints that whoever looks may not see"
}
