package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/internal/source"
)

// judge finds the outcome of one rule, in this order: not applicable where the
// rule does not apply or is moot, unknown where a facet is unseen, fail where it
// found something, unknown where a facet was seen only in part or the rule cannot
// decide, else pass.
func (e *evaluation) judge(ctx context.Context, rule *compiledRule) error {
	facet, unseen := e.unseen(rule)
	wholly := unseen && !facet.Partial
	applies, err := e.applies(ctx, rule, !wholly || e.mootReadable(rule))
	switch {
	case err != nil:
		return err
	case !applies, wholly && rule.excused:
		e.count(rule, countedNotApplicable, 1)
		return nil
	case wholly:
		return e.addUnseen(ctx, rule, facet)
	}
	found, err := e.answers.Findings(ctx, rule.Rule)
	switch {
	case err != nil:
		return err
	case len(found) > 0:
		return e.addFailures(ctx, rule, found)
	case unseen && facet.Needs == "":
		return e.addUnseen(ctx, rule, facet)
	}
	return e.judgeOpen(ctx, rule, facet, unseen)
}

// judgeOpen finds the outcome of a rule that found nothing. What the rule itself cannot
// decide says more than that this kind of run never shows all of a facet.
func (e *evaluation) judgeOpen(ctx context.Context, rule *compiledRule, facet gateway.Unseen, unseen bool) error {
	undecided, err := e.answers.Undecided(ctx, rule.Rule)
	switch {
	case err != nil:
		return err
	case unseen && !slices.ContainsFunc(undecided, func(one rego.Found) bool { return one.Needs == "" }):
		return e.addUnseen(ctx, rule, facet)
	case len(undecided) > 0:
		return e.addUndecided(ctx, rule, undecided)
	}
	e.count(rule, countedPass, 1)
	return nil
}

// applies says whether the rule applies and is not moot. Whether it is moot can be
// asked only where what that reads was seen.
func (e *evaluation) applies(ctx context.Context, rule *compiledRule, mootReadable bool) (bool, error) {
	applies, err := e.answers.Applies(ctx, rule.Rule)
	if err == nil && !applies {
		applies, err = e.mayApply(ctx, rule)
	}
	if err != nil || !applies || !mootReadable {
		return applies, err
	}
	moot, err := e.answers.Moot(ctx, rule.Rule)
	return !moot, err
}

// mayApply says whether a rule applies to anything that a subject may turn out to
// be which could not be read: nothing excuses it then.
func (e *evaluation) mayApply(ctx context.Context, rule *compiledRule) (bool, error) {
	guesses := e.subject.Guesses()
	if len(guesses) == 0 {
		return false, nil
	}
	session := e.worker.session
	defer func() { e.answers = session.Ask(e.subject) }()
	for _, guess := range guesses {
		if applies, err := session.Ask(guess).Applies(ctx, rule.Rule); applies || err != nil {
			return applies, err
		}
	}
	return false, nil
}

func (e *evaluation) fail(rule *compiledRule, err error) {
	e.count(rule, countedUnknown, 1)
	w := e.worker
	w.result.Errors = append(w.result.Errors, &RuleError{Rule: rule.ID, File: e.text.File, Subject: e.who.Name, Err: err})
}

// addFailures adds what a rule found.
func (e *evaluation) addFailures(ctx context.Context, rule *compiledRule, findings []rego.Found) error {
	listed, more := divide(findings)
	for _, found := range listed {
		kept, err := e.add(ctx, rule, e.failure(rule, found), found.Path)
		if err != nil {
			return err
		}
		if kept != nil {
			e.failures = append(e.failures, failure{rule, found.Path, kept})
		}
	}
	if more == nil {
		return nil
	}
	_, err := e.add(ctx, rule, e.standIn(e.failure(rule, more[0]), len(more)), more[0].Path)
	return err
}

// failure is one thing that a rule found, with what helps to understand it.
func (e *evaluation) failure(rule *compiledRule, found rego.Found) finding.Finding {
	text, at := e.place(found.Path)
	f := e.finding(rule, e.spot(text, at, e.trace(found.Path, at)), found)
	e.addBlock(&f, text, at)
	e.addOrigins(&f, at)
	e.addRelated(&f, found.Also)
	f.Fix = e.fixOf(rule, found.Fix)
	return f
}

// addUndecided adds what a rule could not decide although all was seen. What only
// another kind of run could decide is counted, and no finding.
func (e *evaluation) addUndecided(ctx context.Context, rule *compiledRule, undecided []rego.Found) error {
	needs := undecided[0].Needs
	undecided = slices.DeleteFunc(slices.Clone(undecided), func(one rego.Found) bool { return one.Needs != "" })
	if len(undecided) == 0 {
		_, err := e.levelOf(ctx, rule, countedFor(needs), nil, 1)
		return err
	}
	listed, more := divide(undecided)
	for _, one := range listed {
		text, at := e.place(one.Path)
		if err := e.addUnknown(ctx, rule, e.bareSpot(text, at, e.trace(one.Path, at)), one.Message, 0); err != nil {
			return err
		}
	}
	if more == nil {
		return nil
	}
	text, at := e.place(more[0].Path)
	whole := spot{pointer: e.pointer(), identity: gateway.TraceOfAll().Pointer, location: location(text, at.Range)}
	return e.addUnknown(ctx, rule, whole, moreReasons(more[0].Message, len(more)), len(more))
}

// addUnseen adds that something could not be seen. What this kind of run never has is
// counted, and no finding.
func (e *evaluation) addUnseen(ctx context.Context, rule *compiledRule, facet gateway.Unseen) error {
	if facet.Needs == "" {
		at := e.subject.UnseenPlace(facet)
		return e.addUnknown(ctx, rule, e.bareSpot(e.textOf(at), at, e.subject.Trace(nil, at)), facet.Reason, 0)
	}
	return e.countLack(ctx, rule, facet)
}

// addUnseenSpot is addUnseen for a subject whose model is forgotten.
func (e *evaluation) addUnseenSpot(ctx context.Context, rule *compiledRule, facet gateway.Unseen, at *spot) error {
	if facet.Needs == "" {
		return e.addUnknown(ctx, rule, *at, facet.Reason, 0)
	}
	return e.countLack(ctx, rule, facet)
}

// countLack counts what this kind of run never has.
func (e *evaluation) countLack(ctx context.Context, rule *compiledRule, facet gateway.Unseen) error {
	_, err := e.levelOf(ctx, rule, countedFor(facet.Needs), nil, 1)
	return err
}

// addUnknown adds that a rule could not decide, and why; more is how many such it
// stands for, 0 for itself alone.
func (e *evaluation) addUnknown(ctx context.Context, rule *compiledRule, at spot, reason string, more int) error {
	level, err := e.levelOf(ctx, rule, countedUnknown, nil, max(more, 1))
	if err == nil && level != finding.Off {
		w := e.worker
		w.findings.undecided.add(undecided{rule, e.subjectName, w.packer.place(&at, e.subjectName.file), w.packer.texts.text(e.shown(reason)), level, more})
	}
	return err
}

// add keeps a failure and returns it where it is kept, nil where it is off.
func (e *evaluation) add(ctx context.Context, rule *compiledRule, f finding.Finding, path []string) (*finding.Finding, error) {
	level, err := e.levelOf(ctx, rule, countedFail, path, f.Count())
	if err != nil || level == finding.Off {
		return nil, err
	}
	f.Level = level
	return e.worker.fresh.add(f), nil
}

// levelOf asks the policy for the level of an outcome, and counts it n times. The path
// is that of what was found, if anything was.
func (e *evaluation) levelOf(ctx context.Context, rule *compiledRule, outcome counted, path []string, n int) (finding.Level, error) {
	level, err := e.worker.level(ctx, rule, e, outcomes[outcome].Outcome, facetPath(path))
	if err != nil {
		return "", err
	}
	if level == finding.Off {
		outcome = countedOff
	}
	e.count(rule, outcome, n)
	return level, nil
}

// shown is a message as reports show it.
func (e *evaluation) shown(message string) string { return e.who.Hide(gateway.Scrub(e.words(message))) }

// howMany ends a message about a resource of Terraform of which it is not known which
// instances there are: it holds for each.
func howMany(who gateway.Identity) string {
	if who.Instances == "" {
		return ""
	}
	return "; its instances are not known, since " + who.Instances
}

// subjectMark is what a rule writes for the subject: subject of rules/lib/report.
const subjectMark = "{subject}"

// words puts the subject's kind and name into a message.
func (e *evaluation) words(message string) string {
	return strings.ReplaceAll(message, subjectMark, e.subjectName.shown)
}

// evaluation is one subject before its rules.
type evaluation struct {
	worker      *Worker
	subject     *gateway.Subject // nil once its model is forgotten
	answers     *rego.Answers    // about the subject
	who         gateway.Identity
	subjectName *subjectName
	text        *source.Text // nil once the model is forgotten
	counts      counts
	levels      levels    // of subjects of the class of this one
	met         *met      // what came of the rules so far, nil once the model is forgotten
	failures    []failure // of rules of scope subject, as they come
	context     bool      // nothing is counted of the subject
}

func subjectNameOf(who gateway.Identity, file string) *subjectName {
	return &subjectName{
		id: who.ID, subject: finding.Subject{Kind: who.Kind, Name: who.Name, Address: who.Address},
		shown: gateway.Scrub(who.String()), file: file, deployments: deployments(who, file),
	}
}

// unseen returns the first thing that a rule requires and that was not seen.
func (e *evaluation) unseen(rule *compiledRule) (gateway.Unseen, bool) {
	if rule.unseen != nil {
		return gateway.Unseen{Facet: rule.reportedFacet(), Reason: rule.unseen.Reason, Needs: rule.unseen.Needs}, true
	}
	facet, unseen := e.subject.Unseen(rule.Requires...)
	if unseen && isOutsideText(facet.Facet) {
		facet.Facet = rule.reportedFacet()
	}
	return facet, unseen
}

// mootReadable says whether everything that a rule's moot reads was seen.
func (e *evaluation) mootReadable(rule *compiledRule) bool {
	if rule.mootUnseen {
		return false
	}
	facet, unseen := e.subject.Unseen(rule.MootReads...)
	return !unseen || facet.Partial
}

// find says where a path is written: in the subject, or in the facts.
func (e *evaluation) find(path []string) (*source.Text, source.Place, bool) {
	if len(path) > 0 && modelFields.IsFact(path[0]) {
		return e.worker.engine.facts.place(path)
	}
	at := e.subject.Place(path)
	return e.textOf(at), at, true
}

// textOf returns the text that a place of the subject lies in: its own, unless the
// subject was read from several.
func (e *evaluation) textOf(at source.Place) *source.Text {
	if at.Text != nil {
		return at.Text
	}
	return e.text
}

// addRelated shows the other places that a rule names beside a finding.
func (e *evaluation) addRelated(f *finding.Finding, places []rego.Also) {
	for _, other := range places {
		text, at, ok := e.find(other.Path)
		if !ok {
			continue
		}
		related := finding.Related{Location: location(text, at.Range), Message: e.who.Hide(other.Label)}
		related.Excerpt = e.excerpt(text, at.Range, related.Location)
		f.Related = append(f.Related, related)
	}
}

// count counts n times what came of a rule.
func (e *evaluation) count(rule *compiledRule, outcome counted, n int) {
	if e.context {
		return
	}
	e.counts[rule.number][outcome] += n
	if e.met == nil {
		e.worker.met.count(e.who.ID, rule.number, outcome)
		return
	}
	e.met.count(rule.number, outcome)
}

// finding is what a rule found at a place, with what a reader is shown of the
// text. What could not be decided does without: it is listed by its reason, and
// there may be as much of it as there are subjects; see open.
func (e *evaluation) finding(rule *compiledRule, at spot, found rego.Found) finding.Finding {
	f := finding.Finding{
		Rule: rule.ID, Name: rule.Name, Severity: rule.Severity, Outcome: finding.Fail,
		Subject: e.subjectName.subject, SubjectID: e.who.ID, Form: e.who.Form, Deployments: e.subjectName.deployments,
		Pointer: at.pointer, Location: at.location, Excerpt: at.excerpt, LineHash: at.lineHash,
		Identity: at.identity, Value: at.value,
		Message: e.shown(found.Message) + howMany(e.who),
	}
	if found.Help != "" {
		f.Help = e.shown(found.Help)
	}
	return f
}

// spot is a place as a finding shows it.
func (e *evaluation) spot(text *source.Text, at source.Place, trace gateway.Trace) spot {
	s := e.bareSpot(text, at, trace)
	s.excerpt = e.excerpt(text, at.Range, s.location)
	if e.worker.engine.hashes {
		s.lineHash = e.lineHash(text, s.location.StartLine)
	}
	return s
}

// bareSpot is a place without what a reader is shown of the text.
func (e *evaluation) bareSpot(text *source.Text, at source.Place, trace gateway.Trace) spot {
	return spot{pointer: e.pointerOf(at), location: location(text, at.Range), identity: trace.Pointer, value: finding.DigestOf(trace.Value)}
}

// place says where a finding stands; where its path leads to nothing that was
// read, as a state that there is not, at the subject.
func (e *evaluation) place(path []string) (*source.Text, source.Place) {
	if text, at, ok := e.find(path); ok {
		return text, at
	}
	at := e.subject.Place(nil)
	return e.textOf(at), at
}

// trace is by what a place is known again that a path of the model led to: one of the
// subject, or of the facts.
func (e *evaluation) trace(path []string, at source.Place) gateway.Trace {
	if len(path) > 0 && modelFields.IsFact(path[0]) {
		if text, fact, ok := e.worker.engine.facts.place(path); ok {
			return gateway.TraceOutside(text, fact)
		}
	}
	return e.subject.Trace(path, at)
}

// addBlock adds the block that a finding stands in, unless it begins on the
// same line.
func (e *evaluation) addBlock(f *finding.Finding, text *source.Text, at source.Place) {
	if text != e.text && e.who.Form != gateway.FormTerraform {
		return
	}
	key, label, ok := e.subject.Block(at)
	if !ok {
		return
	}
	related := finding.Related{Location: location(text, key), Message: label, Block: true}
	if related.Location.StartLine != f.Location.StartLine {
		related.Excerpt = e.excerpt(text, key, related.Location)
		f.Related = append(f.Related, related)
	}
}

// manyOrigins is how many places are shown that a value comes from.
const manyOrigins = 3

// addOrigins shows where the value that was found comes from, where it is not written in
// place: a variable's default, a target's setting, an argument. Where the finding stands
// there itself, it shows where the value is used.
func (e *evaluation) addOrigins(f *finding.Finding, place source.Place) {
	if via := place.Via; via != nil {
		if at := location(via.Text, via.Range); at != f.Location {
			f.Related = append(f.Related, finding.Related{
				Location: at, Excerpt: e.excerpt(via.Text, via.Range, at), Message: "the value is used here", Use: true,
			})
		}
	}
	if place.From == nil {
		return
	}
	origins := append([]source.Spot{*place.From}, place.Parts...)
	for _, from := range origins[:min(len(origins), manyOrigins)] {
		at, label := location(from.Text, from.Range), "the value comes from here"
		if setting := finding.Path(e.subject.SettingAt(from)); setting != "" {
			label = "the value comes from `" + setting + "`"
		}
		f.Related = append(f.Related, finding.Related{Location: at, Excerpt: e.excerpt(from.Text, from.Range, at), Message: label})
	}
}

// excerpt is what a report shows around a place, nothing where none does.
func (e *evaluation) excerpt(text *source.Text, r source.Range, at finding.Location) finding.Excerpt {
	if e.worker.engine.noExcerpts {
		return finding.Excerpt{}
	}
	return excerpt(text, r, at)
}

func (e *evaluation) lineHash(text *source.Text, line int) string {
	w := e.worker
	if w.hashed != text { // subjects of one file follow each other
		w.hashed, w.hashes = text, finding.HashLines(text.Written())
	}
	return w.hashes.Of(line)
}

// assignOutcome gives one subject what a workspace rule found, or could not see.
func (e *evaluation) assignOutcome(ctx context.Context, c comparison, kept *subjectView, mine []rego.Found) error {
	if len(mine) == 0 {
		return e.addUnseenSpot(ctx, c.rule, *kept.unseen, kept.unseenAt)
	}
	listed, more := divide(mine)
	for _, one := range listed {
		if _, err := e.add(ctx, c.rule, e.withOthers(c, one), one.Path); err != nil {
			return err
		}
	}
	if more == nil {
		return nil
	}
	_, err := e.add(ctx, c.rule, e.standIn(e.withOthers(c, more[0]), len(more)), more[0].Path)
	return err
}

// withOthers makes a finding about one of several subjects, which it shows too.
func (e *evaluation) withOthers(c comparison, one rego.Found) finding.Finding {
	f := e.finding(c.rule, *c.subject(one.Subject).view(c.number).at, one)
	var named []gateway.Identity
	for _, id := range one.Related {
		other := c.subject(id)
		if other == nil {
			continue
		}
		named = append(named, other.who)
		at := other.view(c.number).at
		if at.location == f.Location { // the resource as another target deploys it
			continue
		}
		f.Related = append(f.Related, finding.Related{
			Location: at.location, Excerpt: at.excerpt, Message: "also " + other.who.String(),
		})
	}
	f.Deployments = withPeers(f.Deployments, named)
	return f
}

// keepForWorkspaceRules keeps of a subject what workspace rules will need once all are seen.
func (e *evaluation) keepForWorkspaceRules(ctx context.Context) {
	w := e.worker
	if len(w.engine.workspace) == 0 {
		return
	}
	kept := keptSubject{who: e.who, file: e.text.File, context: e.context, views: w.views[:0]}
	w.view = w.view[:0]
	for i := range w.engine.workspace {
		rule := &w.engine.workspace[i]
		if !slices.Contains(rule.Kinds, e.who.Kind) {
			e.count(rule, countedNotApplicable, 1)
			continue
		}
		if rule.skipped {
			e.count(rule, countedOff, 1)
			continue
		}
		view, err := e.viewFor(ctx, rule)
		if err != nil {
			e.fail(rule, err)
		}
		if view != nil {
			view.rule = i
			kept.views = append(kept.views, *view)
		}
	}
	if w.views = kept.views; len(kept.views) > 0 {
		w.kept.add(w.packer.subject(&kept))
	}
}

// viewFor is a subject as a workspace rule is shown it. Its finding, if there is to be
// one, stands where the first facet that the rule requires is written. What cannot be
// compared is counted at once, and nil.
func (e *evaluation) viewFor(ctx context.Context, rule *compiledRule) (*subjectView, error) {
	kept, subject := &subjectView{}, e.subject.Written(rule.GroupBy)
	if rule.GroupBy != "" {
		kept.group = rule.Group(subject)
	}
	switch facet, unseen := e.unseen(rule); {
	case unseen && !facet.Partial:
		written, alike := e.written(rule, kept.group)
		if rule.excused || !written {
			return nil, e.countUnseen(ctx, rule, facet)
		}
		kept.unseen = &gateway.Unseen{Facet: facet.Facet, Reason: facet.Reason, Needs: facet.Needs} // without its node, which is dropped
		kept.unseenAt, kept.alike = e.unseenSpot(facet), alike
	case rule.GroupBy != "" && kept.group == "":
		e.count(rule, countedNotApplicable, 1) // it lacks what others are compared by
		return nil, nil
	}
	kept.at = e.spotOf(strings.Split(rule.reportedFacet(), "."))
	begin := len(e.worker.view)
	e.worker.view = rule.AppendView(e.worker.view, subject)
	kept.view = e.worker.view[begin:]
	return kept, nil
}

// countUnseen counts that a workspace rule was not asked about the subject.
func (e *evaluation) countUnseen(ctx context.Context, rule *compiledRule, facet gateway.Unseen) error {
	switch {
	case e.context:
		return nil
	case rule.excused:
		e.count(rule, countedNotApplicable, 1)
		return nil
	default:
		return e.addUnseen(ctx, rule, facet)
	}
}

// spotOf is the place of a path of the subject.
func (e *evaluation) spotOf(path []string) *spot {
	at := e.subject.Place(path)
	s := e.spot(e.textOf(at), at, e.subject.Trace(path, at))
	return &s
}

// unseenSpot is where a finding about something unseen stands.
func (e *evaluation) unseenSpot(facet gateway.Unseen) *spot {
	at := e.subject.UnseenPlace(facet)
	s := e.spot(e.textOf(at), at, e.subject.Trace(nil, at))
	return &s
}

// findCauses ties what rules found on a subject to the fault of its text that is the
// reason for it: a misspelt key, a value that counts as not set. With the fault put
// right the rule finds nothing there. The faults are put right one after the other,
// in the order in which they are written, so that where it takes two, the last of
// them is the cause.
func (e *evaluation) findCauses(ctx context.Context) {
	slices.SortStableFunc(e.failures, func(a, b failure) int { return a.finding.Location.Compare(b.finding.Location) })
	mended, asked := e.subject, 0
	for _, cause := range e.failures {
		if !cause.inText() || !slices.ContainsFunc(e.failures, failure.isOpen) {
			continue
		}
		ways := mended.Mend(cause.path)
		if len(ways) == 0 {
			continue
		}
		if asked++; asked > maxCauses {
			return
		}
		for _, way := range ways {
			e.tie(ctx, cause, way)
		}
		if !ways[0].Guessed {
			mended = ways[0].Subject
		}
	}
}

// tie ties to a cause what a rule does not find where the cause is mended. What weighs
// more than the cause stands for itself.
func (e *evaluation) tie(ctx context.Context, cause failure, way gateway.Mended) {
	again := again{answers: e.worker.session.Ask(way.Subject), subject: way.Subject, found: map[*compiledRule]paths{}}
	for _, f := range e.failures {
		switch {
		case !f.isOpen(), f.finding.Level.Rank() > cause.finding.Level.Rank():
		case way.Guessed && !way.Explains(e.subject.Place(f.path), f.path):
		case !again.holds(ctx, f):
			follow(f.finding, cause.finding)
		}
	}
}

// standIn makes the first of several findings that are not listed stand for all. It
// keeps its place, and belongs to the subject as a whole: which of the findings is the
// first of these changes with every one that is mended.
func (e *evaluation) standIn(f finding.Finding, n int) finding.Finding {
	f.Pointer, f.More, f.Related, f.Fix = e.pointer(), n, nil, nil
	f.Identity, f.Value = gateway.TraceOfAll().Pointer, finding.Digest{}
	f.Message = gateway.Scrub(fmt.Sprintf("%s has %d more findings of this rule, from here on: mend those that are listed, and check again", e.subjectName.shown, n))
	return f
}

// pointerOf leads to a place in the text that it is written in.
func (e *evaluation) pointerOf(at source.Place) string {
	if e.subject == nil || at.Path == nil {
		return gateway.ScrubPointer(at.Pointer)
	}
	return e.subject.Pointer(at)
}

// pointer leads to the subject in its document; "" once its model is forgotten.
func (e *evaluation) pointer() string {
	if e.subject == nil {
		return ""
	}
	return e.subject.Pointer(e.subject.Place(nil))
}

// fixOf says how a finding can be mended, with the edits where the run asks for them. It is
// nil where the rule knows no fix, or its METADATA do not say whether it is safe.
func (e *evaluation) fixOf(rule *compiledRule, wanted *rego.Fix) *finding.Fix {
	if wanted == nil || rule.Fix == "" || e.subject == nil {
		return nil
	}
	return fixer{e, gateway.Editing{Subject: e.subject}}.fix(rule, wanted)
}
