package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// generator makes what a worker may keep. Its texts are few, so that much is met again.
type generator struct{ *rand.Rand }

func (g generator) text() string {
	texts := []string{"", "a", "chat", "main.ops.chat_payload", `say "hi"`, `back\slash`, "ü", "<b>", "{subject}", "\x01", "\x02", strings.Repeat("long ", 300)}
	return texts[g.IntN(len(texts))]
}

func (g generator) texts(most int) []string {
	var all []string
	for range g.IntN(most + 1) {
		all = append(all, g.text())
	}
	return all
}

func (g generator) location() finding.Location {
	line := 1 + g.IntN(5)
	return finding.Location{File: g.file(), StartLine: line, StartColumn: 1 + g.IntN(9), EndLine: line + g.IntN(2), EndColumn: g.IntN(1 << 30)}
}

func (g generator) file() string { return []string{"", "a.json", "b.json"}[g.IntN(3)] }

func (g generator) excerpt(at finding.Location) finding.Excerpt {
	e := finding.Excerpt{FirstLine: firstShown(at.StartLine), Lines: g.texts(3)}
	switch g.IntN(4) {
	case 0:
		e.FirstLine += g.IntN(2)
		e.Cuts = make([]finding.Cut, len(e.Lines))
	case 1:
		e.Masks = [][]finding.Mask{{{At: 1, Width: 3, Points: 5, Units: 5}}}
	}
	return e
}

func (g generator) spot() *spot {
	at := g.location()
	return &spot{
		pointer: g.text(), location: at, identity: g.text(), value: finding.DigestOf(g.text()), excerpt: g.excerpt(at), lineHash: g.text(),
	}
}

func (g generator) subject() *keptSubject {
	s := &keptSubject{
		who: gateway.Identity{
			ID: g.text(), Kind: "endpoint", Name: g.text(), Form: "create", Hosting: g.text(), Provided: g.IntN(2) == 0,
			Address: g.text(), Target: g.text(), Instances: g.text(), File: g.file(),
		},
		file: g.file(), context: g.IntN(2) == 0,
	}
	for i := range 1 + g.IntN(3) {
		s.views = append(s.views, g.view(i, s))
	}
	return s
}

func (g generator) view(rule int, s *keptSubject) subjectView {
	v := subjectView{rule: rule, group: g.text(), at: g.spot()}
	v.view = fmt.Appendf(nil, `{"id":%s,"name":%s,"table":%s,"other":[%s,"chat","\u0001"]}`, quoted(s.who.ID), quoted(s.who.Name), quoted(v.group), quoted(g.text()))
	if g.IntN(4) == 0 {
		v.unseen, v.unseenAt, v.alike = &gateway.Unseen{Facet: "inference_table.table", Reason: g.text()}, g.spot(), g.IntN(2) == 0
	}
	return v
}

// quoted is a text as JSON has it.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\x01", `\u0001`, "\x02", `\u0002`).Replace(text) + `"`
}

func (g generator) who() *subjectName {
	who := &subjectName{
		id: g.text(), subject: finding.Subject{Kind: "endpoint", Name: g.text(), Address: g.text()}, shown: "endpoint `" + g.text() + "`", file: g.file(),
	}
	if g.IntN(2) == 0 {
		who.deployments = []*finding.Deployment{{Bundle: g.file(), Target: g.text()}}
	}
	if g.IntN(4) == 0 {
		who.shown = g.text()
	}
	return who
}

func (g generator) finding(who *subjectName) finding.Finding {
	at := g.spot()
	f := finding.Finding{
		Rule: g.text(), Name: g.text(), Severity: finding.High, Level: finding.Error, Outcome: finding.Fail,
		Subject: who.subject, SubjectID: who.id, Form: g.text(), Help: g.text(), Deployments: who.deployments,
		Pointer: at.pointer, Location: at.location, Identity: at.identity, Value: at.value, Excerpt: at.excerpt, LineHash: at.lineHash,
		Message: strings.Join([]string{g.text(), who.shown, g.text(), who.shown}[g.IntN(4):], " "), Follows: g.IntN(2) == 0, More: g.IntN(3),
	}
	if g.IntN(4) == 0 {
		f.Deployments = []*finding.Deployment{{Bundle: g.file(), Peers: []string{g.text()}}}
	}
	switch g.IntN(4) {
	case 0:
		f.Fix = &finding.Fix{Safety: finding.Safe, Description: g.text(), Refused: g.text()}
	case 1:
		f.Fix = &finding.Fix{Safety: finding.Safe, Description: g.text(), Edits: []finding.Edit{{Location: g.location(), Text: g.text()}}}
	case 2:
		f.Tie = &finding.Tie{}
	}
	for range g.IntN(3) {
		at := g.location()
		f.Related = append(f.Related, finding.Related{Location: at, Message: g.text(), Excerpt: g.excerpt(at), Block: g.IntN(2) == 0, Use: g.IntN(2) == 0})
	}
	return f
}

// own compares what is of this package, and has no list where it has an empty one.
var own = cmp.Options{
	cmp.AllowUnexported(keptSubject{}, subjectView{}, spot{}), cmpopts.IgnoreUnexported(gateway.Identity{}, gateway.Unseen{}), cmpopts.EquateEmpty(),
}

func TestAPackedSubjectIsTheSameWhenItIsUnpacked(t *testing.T) {
	t.Parallel()
	g := generator{rand.New(rand.NewPCG(1, 2))}
	p, lines := newPacker(), sharedLines{}
	var all []*keptSubject
	var packedAll []packedSubject
	for range 5000 {
		s := g.subject()
		packed := p.subject(s)
		all, packedAll = append(all, s), append(packedAll, packed)
	}
	for i, s := range all {
		packed := waitingSubject{&packedAll[i], p}
		if diff := cmp.Diff(s, packed.unpack(lines), own); diff != "" {
			t.Fatal(diff)
		}
		for _, want := range s.views {
			got, ok := packed.view(want.rule)
			if !ok || got.group != want.group || (got.rare != nil && got.rare.unseen != nil) != (want.unseen != nil) {
				t.Fatalf("of view %d: %v", want.rule, got)
			}
		}
	}
}

func TestSubjectsThatReadAlikeShareOneView(t *testing.T) {
	t.Parallel()
	p := newPacker()
	var shapes []*viewShape
	for _, name := range []string{"chat", "agents"} {
		table := "main.ops." + name
		packed := p.subject(&keptSubject{
			who: gateway.Identity{ID: name + ".json#0", Name: name}, file: name + ".json",
			views: []subjectView{{
				view:  []byte(`{"id":"` + name + `.json#0","name":"` + name + `","inference_table":{"table":"` + table + `"}}`),
				group: table, at: &spot{},
			}},
		})
		view, _ := waitingSubject{&packed, p}.view(0)
		shapes = append(shapes, view.shape)
	}
	if len(p.views.list) != 1 {
		t.Errorf("%q and %q are kept", shapes[0].view, shapes[1].view)
	}
}

func TestAPackedFindingIsTheSameWhenItIsUnpacked(t *testing.T) {
	t.Parallel()
	g := generator{rand.New(rand.NewPCG(3, 4))}
	p, lines := newPacker(), sharedLines{}
	for range 5000 {
		who := g.who()
		f := g.finding(who)
		packed := p.finding(&f, who)
		got := packed.unpack(lines)
		if diff := cmp.Diff(f, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		if got.Tie != f.Tie {
			t.Fatal("it follows from another finding than before")
		}
	}
}

func TestAPackedPlaceIsTheSameWhenItIsUnpacked(t *testing.T) {
	t.Parallel()
	g := generator{rand.New(rand.NewPCG(5, 6))}
	p := newPacker()
	for range 1000 {
		s, file := g.spot(), g.file()
		s.excerpt, s.lineHash = finding.Excerpt{}, ""
		packed := p.place(s, file)
		if diff := cmp.Diff(*s, packed.unpack(file), own); diff != "" {
			t.Fatal(diff)
		}
	}
}
