package cli

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
)

// target is a workspace to be read: one that answers now, or a snapshot of one.
// Both are read the same way, and so judged the same.
type target struct {
	fetch   workspace.Fetcher
	options workspace.Options
	// host is the workspace's own; id its number, once somebody has answered.
	host string
	id   func() string
	// progress is nil where nobody watches.
	progress *progress
}

// interests are what of a workspace matters, given who is named in configuration.
func interests(settings config.Settings, scope workspace.Scope, warehouse string) workspace.Options {
	p := settings.Params
	return workspace.Options{
		Scope:      scope,
		Principals: slices.Concat(p.AgentPrincipals, p.OpsPrincipals),
		Operations: len(p.OpsPrincipals) > 0,
		Warehouse:  warehouse,
	}
}

// visit is a target that was read.
type visit struct {
	target

	collector *workspace.Collector
	survey    *workspace.Survey
	// err is why it ended early.
	err error

	// What is left once the visit has ended: whose eyes looked, what they did not
	// see, and how many subjects there were of each kind.
	who    string
	unread []workspace.Record
	counts map[string]int
	// unseen are the kinds of which there may be subjects that were not judged.
	unseen []string
}

// begin reads the lists, and what surrounds all subjects.
func (f target) begin(ctx context.Context) *visit {
	c := workspace.NewCollector(f.fetch, f.options)
	f.progress.phase("reading lists")
	survey := c.Survey(ctx)
	f.progress.phase("")
	f.progress.total(len(survey.Listed))
	return &visit{target: f, collector: c, survey: survey}
}

// each reads all subjects; see Collector.Each.
func (t *visit) each(ctx context.Context, yield func(workspace.Subject) error) {
	t.err = t.collector.Each(ctx, t.survey, func(s workspace.Subject) error {
		defer t.progress.done()
		return yield(s)
	})
}

// end keeps what is to be told of the visit, and lets go of all that was read for
// it: findings take the room.
func (t *visit) end() {
	t.who, t.unread = t.survey.Who(), t.collector.Unread()
	t.counts = map[string]int{"apps": len(t.survey.Apps), "left_out": t.survey.LeftOut}
	for _, l := range t.survey.Listed {
		t.counts[string(l.Kind)+"s"]++
	}
	t.unseen = unseen(t.survey, t.err)
	t.survey = &workspace.Survey{LeftOut: t.survey.LeftOut, NotThere: t.survey.NotThere}
	t.collector, t.fetch = nil, nil
}

// unseen are the kinds that could not be listed, and where a visit ended early those
// that were.
func unseen(s *workspace.Survey, ended error) []string {
	kinds := slices.Clone(s.Unlisted)
	if ended != nil {
		for _, l := range s.Listed {
			kinds = append(kinds, l.Kind)
		}
		if s.JudgeApps {
			kinds = append(kinds, workspace.App)
		}
	}
	slices.Sort(kinds)
	var names []string
	for _, kind := range slices.Compact(kinds) {
		names = append(names, string(kind))
	}
	return names
}

// subjects counts those that were listed and not left out.
func (t *visit) subjects() int {
	n := 0
	for what, count := range t.counts {
		if what != "left_out" {
			n += count
		}
	}
	return n
}

// base is what goes before the path of a record to name a file in reports: the
// same whether the workspace is read now or from a snapshot, wherever that is.
func (f target) base() string {
	host := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, strings.ToLower(f.host))
	return "databricks/" + host + "/"
}

func (s Streams) thrifty() {
	if s.Thrifty != nil {
		s.Thrifty()
	}
}

// examine reads the workspace and has it judged while it is being read. An error
// means that nothing was checked.
func (f target) examine(ctx context.Context, streams Streams, r request) (report.Report, *visit, error) {
	streams.thrifty()
	r.paths = []string{"."}
	around, err := surround(ctx, streams.Dir, r, nil)
	if err != nil {
		return report.Report{}, nil, err
	}
	t := f.begin(ctx)
	calm := context.WithoutCancel(ctx) // what was read until somebody stops is judged
	world := evidence.New(f.base(), f.host, t.survey)
	around.workspace, around.hidden = world.Context(), world.Unseen()
	e, err := newEngine(calm, r, around)
	if err != nil {
		return report.Report{}, nil, err
	}
	in, err := newInspector(calm, e, r, around)
	if err != nil {
		return report.Report{}, nil, err
	}
	draft, err := blank(calm, e, r)
	if err != nil {
		return draft, nil, err
	}
	draft.Subjects = t.judge(ctx, world, in)
	t.end()
	t.tell(&draft, r.strict)
	if around.wanted || len(draft.Subjects) > 0 {
		around.add(calm, in, &draft)
	}
	return settle(calm, e, in, r, draft, t.unseen...), t, nil
}

// judge has each subject judged as it comes, and those that wait for the others
// at the end. It returns what was judged.
func (t *visit) judge(ctx context.Context, world *evidence.World, in *inspector) []report.Subject {
	var mu sync.Mutex
	var judged []report.Subject
	calm := context.WithoutCancel(ctx)
	judge := func(subjects ...*gateway.Subject) error {
		for _, s := range subjects {
			s.Role = in.role(s.Name)
		}
		mu.Lock()
		judged = append(judged, entries(subjects)...)
		mu.Unlock()
		return in.judge(calm, subjects)
	}
	t.each(ctx, func(read workspace.Subject) error {
		subject, err := world.Subject(read)
		if err != nil || subject == nil {
			return err
		}
		return judge(subject)
	})
	t.progress.phase("comparing")
	rest, err := world.Rest()
	if t.err == nil {
		t.err = err
	}
	if t.err == nil {
		t.err = judge(rest...)
	}
	return judged
}
