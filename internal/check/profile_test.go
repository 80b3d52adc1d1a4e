package check

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/engine"
)

func TestAProfileTellsWhatTakesHowLong(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	p := NewProfile(true, func() time.Time { return now })
	for phase, took := range map[string]time.Duration{
		"compile": 30 * time.Millisecond, "read": 1234567, "judge": 10 * time.Millisecond,
	} {
		end := p.Phase(phase)
		now = now.Add(took)
		end()
	}
	end := p.Phase("judge")
	now = now.Add(10 * time.Millisecond)
	end()
	p.keepCosts([]engine.Cost{
		{Rule: "GW304", Evaluations: 20, Time: 3 * time.Millisecond},
		{Rule: "policy", Evaluations: 3, Time: time.Millisecond},
	})
	var out strings.Builder
	if err := p.Write(&out); err != nil {
		t.Fatal(err)
	}
	want := `
Timings: 51.2ms. Every rule is asked by itself, which takes longer than asking all together.

phase            time   share  on all cores together
configure          0s    0.0%  flags and configuration read, rules and policy parsed
compile          30ms   58.6%  rules and policy made ready
read           1.23ms    2.4%  files read and parsed
normalise          0s    0.0%  gateways found and brought into the model
judge            20ms   39.0%  rules of one gateway evaluated
compare            0s    0.0%  rules of several gateways evaluated, items decided
report             0s    0.0%  reports written

rule             time   share  evaluations       each
GW304             3ms   75.0%           20      150µs
policy            1ms   25.0%            3      333µs
all               4ms  100.0%           23      174µs
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestADurationHasThreeDigits(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0s", 999: "999ns", 1234: "1.23µs", 123456: "123µs", 1999999: "2ms", 61 * time.Second: "1m1s",
	} {
		if got := short(d); got != want {
			t.Errorf("%d: %s, want %s", d, got, want)
		}
	}
}
