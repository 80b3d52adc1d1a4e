package evidence

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// usage is the use of the gateways of a workspace, by the two usage tables. Of its
// methods, add and deferred are not for several goroutines at once.
type usage struct {
	// measured says that a warehouse was asked.
	measured            bool
	endpoints, services usageTable
	// unlisted counts the requests to endpoints that are recorded and not listed.
	unlisted int64
	// tracked are the endpoints whose requests are recorded, senders the gateways that
	// send on to each endpoint, waiting the subjects that depend on those.
	tracked map[string]bool
	senders map[string][]sender
	waiting []*gateway.Subject
}

// usageTable is the rows of a usage table; missing is why they are not known.
type usageTable struct {
	workspace.Usages
	missing string
}

// sender is a gateway that sends requests on to an endpoint, which as many of its
// destinations lead to.
type sender struct {
	name     string
	endpoint bool // and not a service
	times    int64
}

func newUsage(inventory *workspace.Inventory) *usage {
	u := &usage{
		measured:  inventory.Measured,
		endpoints: newUsageTable(inventory.EndpointUsage), services: newUsageTable(inventory.ServiceUsage),
		tracked: map[string]bool{}, senders: map[string][]sender{},
	}
	listed := map[string]bool{}
	for _, l := range inventory.Listed {
		listed[l.Name] = true
	}
	for name, row := range u.endpoints.ByName {
		if !listed[name] && !strings.HasPrefix(name, providedPrefix) {
			u.unlisted += row.InWiderWindow
		}
	}
	return u
}

func newUsageTable(r workspace.Record) usageTable {
	if r.Outcome != workspace.Read {
		return usageTable{missing: r.Reason()}
	}
	usages, err := workspace.ParseUsage(r.Body)
	if err != nil {
		return usageTable{missing: "the " + r.What + " cannot be used: " + err.Error()}
	}
	return usageTable{Usages: usages}
}

// providedPrefix begins the names of the endpoints that Databricks provides; they
// send nothing on.
const providedPrefix = "databricks-"

const (
	reasonUntracked = "usage tracking is off, so its requests are not recorded"
	reasonMore      = "the answer of the warehouse had no room for all gateways"
	reasonElsewhere = "its requests come by the path of the Unity Gateway, and are not in the usage table of serving endpoints"
)

// of is what the usage table of its kind shows of a subject. That a gateway is not in
// it means that there were no requests, where they would have been recorded.
func (u *usage) of(subject *gateway.Subject, s workspace.Subject) gateway.TrafficEvidence {
	table := u.services
	if s.Kind == workspace.Endpoint {
		table = u.endpoints
	}
	row, recorded := table.ByName[subject.Name]
	_, elsewhere := u.services.ByName[subject.Name]
	switch {
	case !u.covers(s.Kind):
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
		Seen: true, First: row.First, Days: workspace.UsageDays,
		Requests: row.Requests, Identified: row.Identified, Refused: row.Refused, Failed: row.Failed,
		Fronts: []string{}, Direct: -1,
	}
}

// covers says whether a warehouse was asked for the use of a kind.
func (u *usage) covers(kind workspace.Kind) bool {
	return u.measured && (kind == workspace.Endpoint || kind == workspace.ModelService)
}

// add keeps what a gateway may have sent to the endpoints that it stands before, and
// whether its own requests are recorded. It says whether the traffic past the gateway
// depends on the other gateways: then deferred has the subject.
func (u *usage) add(subject *gateway.Subject, endpoints []string) bool {
	if !subject.Measured {
		return false
	}
	endpoint, own := subject.Kind == string(workspace.Endpoint), strings.Clone(subject.Name)
	if endpoint {
		u.tracked[own] = subject.UsageTracking.Enabled
	}
	for _, name := range endpoints {
		name = strings.Clone(name) // or it would keep all of the answer
		s := sender{name: own, endpoint: endpoint, times: 1}
		if n := destinationsTo(subject, name); n > 1 {
			s.times = n
		}
		u.senders[name] = append(u.senders[name], s)
	}
	if len(endpoints) == 0 {
		subject.Evidence.Traffic.Direct, subject.Evidence.Traffic.DirectReason = 0, ""
		return false
	}
	subject.Evidence.Traffic.Fronts = endpoints
	u.waiting = append(u.waiting, subject)
	return true
}

// destinationsTo counts the destinations of a gateway that lead to an endpoint.
func destinationsTo(subject *gateway.Subject, endpoint string) int64 {
	n := int64(0)
	for _, d := range subject.Destinations {
		if d.Entity == endpoint {
			n++
		}
	}
	return n
}

// deferred returns the gateways that stand before endpoints, each with the requests
// that went past it, in a fixed order. missing is why not all gateways are known.
func (u *usage) deferred(missing string) []*gateway.Subject {
	for _, senders := range u.senders { // they came as they were read
		slices.SortFunc(senders, func(a, b sender) int { return strings.Compare(a.name, b.name) })
	}
	for _, subject := range u.waiting {
		u.sumDirect(&subject.Evidence.Traffic, missing)
	}
	slices.SortStableFunc(u.waiting, func(a, b *gateway.Subject) int {
		return strings.Compare(a.Kind+" "+a.Name, b.Kind+" "+b.Name)
	})
	return u.waiting
}

// sumDirect adds up what reached the endpoints of one gateway past all. Where some of
// them are known and are enough to decide, what is not known of the others does not
// matter.
func (u *usage) sumDirect(t *gateway.TrafficEvidence, missing string) {
	t.Direct, t.DirectReason = 0, ""
	for _, endpoint := range t.Fronts {
		n, reason := u.direct(endpoint, missing)
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
// and cannot be too high, if every gateway is known and was recorded all the time. What
// guardrails asked it as their judge went past no gateway.
func (u *usage) direct(endpoint, missing string) (n int64, reason string) {
	reached, recorded := u.endpoints.ByName[endpoint]
	switch {
	case u.endpoints.missing != "":
		return 0, u.endpoints.missing
	case !recorded && u.endpoints.Truncated:
		return 0, reasonMore
	case !recorded && !u.tracked[endpoint]:
		return 0, "requests to `" + endpoint + "` are not recorded: its usage tracking is off"
	case reached.Requests == 0:
		return 0, ""
	case missing != "":
		return 0, missing
	case u.services.missing != "":
		return 0, u.services.missing
	case u.services.Truncated:
		return 0, reasonMore
	}
	n = reached.Requests - u.services.ByName[endpoint].Judging
	for _, s := range u.senders[endpoint] {
		sent, reason := u.sent(s)
		if reason != "" {
			return 0, reason
		}
		n -= sent
	}
	return u.lessUnlisted(max(n, 0), endpoint)
}

// sent is the greatest number of requests that a gateway can have sent to one
// endpoint. Endpoints are also called by the path of the Unity Gateway, which
// records such calls in its own table.
func (u *usage) sent(s sender) (n int64, reason string) {
	got, service := u.endpoints.ByName[s.name], u.services.ByName[s.name]
	switch {
	case !s.endpoint:
		return s.times * service.InWiderWindow, ""
	case !u.tracked[s.name]:
		return 0, "requests to `" + s.name + "`, which stands before it, are not recorded: its usage tracking is off"
	case !got.CoversWindow:
		return 0, "requests to `" + s.name + "`, which stands before it, may not have been recorded all the time: there is none before the days looked at"
	}
	return s.times * (got.InWiderWindow + service.InWiderWindow), ""
}

// mostTries is how many destinations a request is sent to at most. Source: "You can
// have a maximum of two fallbacks", docs.databricks.com, configure-ai-gateway-endpoints.
const mostTries = 3

// lessUnlisted takes off what may have come from endpoints that are recorded and not
// shown to the caller: they may be gateways before this one.
func (u *usage) lessUnlisted(n int64, endpoint string) (left int64, reason string) {
	if left = n - mostTries*u.unlisted; left > 0 || n == 0 {
		return max(left, 0), ""
	}
	return 0, "requests to `" + endpoint + "` may have come from endpoints that whoever looks may not see"
}
