package evidence

import (
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// traffic is what the usage table shows of a subject.
func (w *World) traffic(s workspace.Subject) gateway.TrafficEvidence {
	if s.Usage.Outcome != workspace.Read {
		return gateway.UnseenTraffic(why(s.Usage))
	}
	return gateway.UnseenTraffic("")
}
