package waive

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// FileName is the name under which the file of waivers is looked for.
const FileName = "gwlint-waivers.yaml"

// fileVersion is the version of the file that this version of gwlint reads.
const fileVersion = "1"

// fileLimits bound the file.
var fileLimits = source.Limits{Bytes: 4 << 20}

// entryRule and the others are the keys of an entry of the file.
const (
	entryRule        = "rule"
	entrySubject     = "subject"
	entryPath        = "path"
	entryPointer     = "pointer"
	entryTarget      = "target"
	entryWorkspace   = "workspace"
	entryFingerprint = "fingerprint"
	entryValue       = "value"
	entryReason      = "reason"
	entryOwner       = "owner"
	entryTicket      = "ticket"
	entryApprovedBy  = "approved_by"
	entryUntil       = "until"
)

var (
	// entrySelectors say what an entry is for. One of them is written.
	entrySelectors = []string{entrySubject, entryPath, entryPointer, entryTarget, entryWorkspace, entryFingerprint}
	// entryNeeded are the keys that every entry has, and how each is written.
	entryNeeded = []string{entryRule, entryReason, entryOwner, entryUntil}
	entryShown  = map[string]string{entryRule: "rule: GW303", entryReason: "reason: WHY", entryOwner: "owner: NAME", entryUntil: "until: 2027-01-31"}
	entryKeys   = slices.Concat(entryNeeded, entrySelectors, []string{entryValue, entryTicket, entryApprovedBy})
)

// fileReader reads one file of waivers.
type fileReader struct {
	Reader

	text *source.Text
	doc  *source.Document
	file *File
}

// File reads a file of waivers. An error says that nothing of it can be read: it is no
// YAML, of another version, or says of what all waivers must have what is not understood.
// An entry that is wrong by itself is among the faults, and does not apply. Globs of paths
// start from the folder of the file.
func (r Reader) File(text *source.Text) (*File, error) {
	sum := sha256.Sum256(text.Written())
	f := fileReader{Reader: r, text: text, file: &File{Name: text.File, Digest: "sha256:" + hex.EncodeToString(sum[:])}}
	if at := conflict().FindIndex(text.Bytes); at != nil {
		return nil, f.errorAt(source.Range{Start: at[0], End: at[1]}, "a merge conflict stands here: keep the waivers of either side or of both, and remove the lines that mark it")
	}
	documents, err := source.Parse(text, fileLimits)
	switch {
	case err != nil:
		return nil, err
	case len(documents) > 1:
		return nil, f.errorAt(documents[1].Root.Range(), "a second document begins here: put all waivers into one list")
	case len(documents) == 0 || documents[0].Root.Kind == source.Null:
		return nil, &source.Error{File: text.File, Message: "the file says nothing: write `version: 1` and the list `waivers:`, or remove it"}
	}
	f.doc = documents[0]
	if err := f.top(f.doc.Root); err != nil {
		return nil, err
	}
	return f.file, nil
}

// conflict is what git writes into a file before and after what it could not merge.
var conflict = regex.Lazy(`(?m)^(?:<{7}|>{7})(?: |\r?$)`)

func (f *fileReader) errorAt(at source.Range, format string, args ...any) error {
	return &source.Error{File: f.text.File, At: f.text.Position(at.Start), Message: fmt.Sprintf(format, args...)}
}

// top reads what stands at the top of the file.
func (f *fileReader) top(root *source.Node) error {
	if root.Kind != source.Map {
		return f.errorAt(root.Range(), "the file must be an object: write `version: 1` and the list `waivers:`")
	}
	if err := f.onlyKeys(root, "version", "require", "waivers"); err != nil {
		return err
	}
	switch version := root.Entry("version"); {
	case version == nil:
		return f.errorAt(root.Range(), "the file has no version: write `version: %s` above the list", fileVersion)
	case version.Value.Text != fileVersion || version.Value.Kind != source.Number:
		return f.errorAt(version.Value.Range(), "this gwlint reads version %s of the file, and this is another: take the gwlint that wrote it, or write `version: %s`", fileVersion, fileVersion)
	}
	if err := f.require(root.Get("require")); err != nil {
		return err
	}
	switch list := root.Get("waivers"); {
	case list == nil || list.Kind == source.Null:
	case list.Kind != source.List:
		return f.errorAt(list.Range(), "`waivers` must be a list: begin each entry with `- rule:`")
	default:
		f.entries(list)
	}
	return nil
}

// onlyKeys is an error at a key that an object does not have, and at one that stands twice.
func (f *fileReader) onlyKeys(object *source.Node, known ...string) error {
	for _, e := range object.Entries() {
		switch {
		case e.Repeats:
			return f.errorAt(e.KeyRange(), "`%s` stands twice: keep one of them", e.Key)
		case !slices.Contains(known, e.Key):
			return f.errorAt(e.KeyRange(), "%s", unknownKey(e.Key, known))
		}
	}
	return nil
}

// plainKey is the form of a key that a message may repeat.
var plainKey = regex.Lazy(`^[\pL0-9_.-]+$`)

// shownWord is a word as a message names it, which repeats none that is odd or a secret.
func shownWord(word string) string {
	if !repeatable(word, plainKey()) {
		return "of that name"
	}
	return "`" + word + "`"
}

// unknownKey says of a key that it is none of those that are known.
func unknownKey(key string, known []string) string {
	name := shownWord(key)
	if near := schema.Nearest(key, known); near != "" {
		return fmt.Sprintf("there is no key %s: did you mean `%s`?", name, near)
	}
	return fmt.Sprintf("there is no key %s: the keys are `%s`", name, strings.Join(known, "`, `"))
}

// require reads what every waiver must have.
func (f *fileReader) require(n *source.Node) error {
	if n == nil || n.Kind == source.Null {
		return nil
	}
	if n.Kind != source.Map {
		return f.errorAt(n.Range(), "`require` must be an object with `fields`, `longest` and `approved_by_for`")
	}
	if err := f.onlyKeys(n, "fields", "longest", "approved_by_for"); err != nil {
		return err
	}
	fields, err := f.words(n, "fields", []string{entryReason, entryOwner, entryUntil, entryTicket, entryApprovedBy, entryValue})
	if err != nil {
		return err
	}
	severities, err := f.words(n, "approved_by_for", []string{string(finding.Critical), string(finding.High), string(finding.Medium), string(finding.Low)})
	if err != nil {
		return err
	}
	f.file.Require = Require{Fields: fields}
	for _, s := range severities {
		f.file.Require.ApprovedByFor = append(f.file.Require.ApprovedByFor, finding.Severity(s))
	}
	return f.longest(n.Get("longest"))
}

// longest reads how many days ahead the end of a waiver may lie.
func (f *fileReader) longest(longest *source.Node) error {
	if longest == nil || longest.Kind == source.Null {
		return nil
	}
	number, isDays := strings.CutSuffix(longest.Text, "d")
	days, err := strconv.Atoi(number)
	if !isDays || err != nil || days < 1 || days > mostDays {
		return f.errorAt(longest.Range(), "`longest` must be a number of days such as `180d`")
	}
	f.file.Require.Longest = days
	return nil
}

// mostDays is the longest that `longest` may be.
const mostDays = 99999

// words reads a list of words of which all are known.
func (f *fileReader) words(object *source.Node, key string, known []string) ([]string, error) {
	n := object.Get(key)
	if n == nil || n.Kind == source.Null {
		return nil, nil
	}
	if n.Kind != source.List {
		return nil, f.errorAt(n.Range(), "`%s` must be a list of `%s`", key, strings.Join(known, "`, `"))
	}
	var list []string
	for _, item := range n.Items() {
		if !slices.Contains(known, item.Text) {
			return nil, f.errorAt(item.Range(), "an element of `%s` is none of `%s`", key, strings.Join(known, "`, `"))
		}
		list = append(list, item.Text)
	}
	return list, nil
}

// entries reads the waivers of the list.
func (f *fileReader) entries(list *source.Node) {
	for i, item := range list.Items() {
		e := entryReader{fileReader: f, node: item}
		waiver, message := e.read()
		if message != "" {
			f.fault(cmp.Or(e.at, e.start()), message)
			continue
		}
		waiver.Place = f.place(e.start())
		waiver.Place.EndLine, waiver.Place.EndColumn = f.endOf(item)
		waiver.Removal = f.removal(list, i)
		f.file.Waivers = append(f.file.Waivers, waiver)
	}
	f.dropContradictions()
}

func (f *fileReader) fault(at source.Range, message string) {
	f.file.Faults = append(f.file.Faults, Fault{Place: f.place(at), Message: message})
}

func (f *fileReader) place(r source.Range) finding.Location {
	start, end := f.text.Position(r.Start), f.text.Position(r.End)
	return finding.Location{File: f.text.File, StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column}
}

// endOf is where an entry ends.
func (f *fileReader) endOf(n *source.Node) (line, column int) {
	end := f.text.Position(n.Range().Start + len(bytes.TrimRight(f.text.Bytes[n.Range().Start:n.Range().End], " \t\r\n")))
	return end.Line, end.Column
}

// removal takes an element of a list in block style out of the text, whole lines of it;
// nil where it shares a line with something else.
func (f *fileReader) removal(list *source.Node, i int) *finding.Edit {
	content, item := f.text.Bytes, list.Items()[i].Range()
	start := bytes.LastIndexByte(content[:item.Start], '\n') + 1
	if strings.TrimSpace(string(content[start:item.Start])) != "-" {
		return nil
	}
	end := item.Start + len(bytes.TrimRight(content[item.Start:item.End], " \t\r\n"))
	if next := bytes.IndexByte(content[end:], '\n'); next >= 0 {
		end += next + 1
	} else {
		end = len(content)
	}
	if i+1 < len(list.Items()) && list.Items()[i+1].Range().Start < end || i > 0 && list.Items()[i-1].Range().End > start {
		return nil
	}
	return &finding.Edit{Location: f.place(source.Range{Start: start, End: end}), Start: start, End: end}
}

// dropContradictions makes faults of the waivers that say different things of the same
// findings, all of them, and of each that says the same again.
func (f *fileReader) dropContradictions() {
	groups := map[scopeOf][]int{}
	for i := range f.file.Waivers {
		key := f.file.Waivers[i].scope()
		groups[key] = append(groups[key], i)
	}
	wrong := map[int]string{}
	for i := range f.file.Waivers {
		group := groups[f.file.Waivers[i].scope()]
		for _, other := range group {
			switch {
			case other == i:
			case !f.file.Waivers[i].agrees(&f.file.Waivers[other]):
				wrong[i] = fmt.Sprintf("the waiver contradicts that in line %d, which is for the same findings: neither applies until you remove one of them", f.file.Waivers[other].Place.StartLine)
			case other < i && wrong[i] == "":
				wrong[i] = fmt.Sprintf("the waiver says the same as that in line %d: remove one of them", f.file.Waivers[other].Place.StartLine)
			}
		}
	}
	var kept []Waiver
	for i, w := range f.file.Waivers {
		if wrong[i] == "" {
			kept = append(kept, w)
			continue
		}
		f.file.Faults = append(f.file.Faults, Fault{Place: w.Place, Message: wrong[i]})
	}
	f.file.Waivers = kept
	slices.SortStableFunc(f.file.Faults, func(a, b Fault) int { return a.Place.Compare(b.Place) })
}

// entryReader reads one entry.
type entryReader struct {
	*fileReader

	node *source.Node
	// at is where it is wrong, nothing for the entry as a whole.
	at source.Range
	// fields are its keys with their values.
	fields map[string]string
}

// start is the first line of the entry.
func (e *entryReader) start() source.Range {
	r := e.node.Range()
	if len(e.node.Entries()) > 0 {
		return e.node.Entries()[0].KeyRange()
	}
	if end := bytes.IndexByte(e.text.Bytes[r.Start:r.End], '\n'); end >= 0 {
		r.End = r.Start + end
	}
	return r
}

// read reads the entry, or says what is wrong with it.
func (e *entryReader) read() (Waiver, string) {
	if e.node.Kind != source.Map {
		return Waiver{}, "an entry must be an object with `" + strings.Join(entryNeeded, "`, `") + "` and what it is for"
	}
	e.fields = map[string]string{}
	for _, check := range []func() string{e.keys, e.complete, e.globs} {
		if message := check(); message != "" {
			return Waiver{}, message
		}
	}
	id, message := e.rule()
	if message != "" {
		return Waiver{}, message
	}
	until, err := time.Parse(time.DateOnly, e.fields[entryUntil])
	if err != nil {
		e.at = e.node.Get(entryUntil).Range()
		return Waiver{}, "`until` is no day of the calendar: write it as 2027-01-31"
	}
	w := Waiver{
		Rules:   []string{id},
		Subject: e.fields[entrySubject], Path: e.fields[entryPath], Pointer: e.fields[entryPointer],
		Target: e.fields[entryTarget], Workspace: e.fields[entryWorkspace], Fingerprint: e.fields[entryFingerprint],
		Value: e.fields[entryValue],
		Until: until,
		Base:  path.Dir(e.text.File),
	}
	w.Reason, w.Owner = secret.EraseWords(e.fields[entryReason]), secret.EraseWords(e.fields[entryOwner])
	w.Ticket, w.ApprovedBy = secret.EraseWords(e.fields[entryTicket]), secret.EraseWords(e.fields[entryApprovedBy])
	return w, ""
}

// keys reads the values of all keys.
func (e *entryReader) keys() string {
	for _, entry := range e.node.Entries() {
		e.at = entry.KeyRange()
		value := entry.Value
		switch {
		case entry.Merged:
			return "an entry must not merge another one in: write its keys"
		case entry.Repeats:
			return fmt.Sprintf("`%s` stands twice: keep one of them", entry.Key)
		case !slices.Contains(entryKeys, entry.Key):
			return unknownKey(entry.Key, entryKeys)
		case value.Kind == source.List && entry.Key == entryRule:
			return "`rule` takes one rule: write an entry for each"
		case value.Kind == source.List, value.Kind == source.Map:
			return fmt.Sprintf("`%s` must be a text", entry.Key)
		case value.Kind == source.Null, strings.TrimSpace(value.Text) == "":
			if !slices.Contains(entryNeeded, entry.Key) {
				return fmt.Sprintf("`%s` is empty: write a value, or remove it", entry.Key)
			}
		}
		e.fields[entry.Key] = strings.TrimSpace(value.Text)
	}
	e.at = source.Range{}
	return ""
}

// complete says what the entry lacks.
func (e *entryReader) complete() string {
	var missing, shown []string
	for _, key := range entryNeeded {
		if e.fields[key] == "" {
			missing, shown = append(missing, "`"+key+"`"), append(shown, "`"+entryShown[key]+"`")
		}
	}
	if len(missing) > 0 {
		return fmt.Sprintf("the waiver has no %s: add %s", strings.Join(missing, " and no "), strings.Join(shown, " and "))
	}
	if !slices.ContainsFunc(entrySelectors, func(key string) bool { return e.fields[key] != "" }) {
		return "the waiver does not say what it is for: add `subject`, `path` or another of `" + strings.Join(entrySelectors[2:], "`, `") + "`; `subject: \"*\"` is for all"
	}
	return ""
}

// globs says which of its globs is none.
func (e *entryReader) globs() string {
	for _, key := range []string{entrySubject, entryPath, entryWorkspace} {
		if glob := e.fields[key]; glob != "" && !doublestar.ValidatePattern(glob) {
			e.at = e.node.Get(key).Range()
			return fmt.Sprintf("`%s` is no glob: close its brackets, or write a backslash before a sign that is meant as it is", key)
		}
	}
	if one := e.fields[entryFingerprint]; one != "" && !fingerprintForm().MatchString(one) {
		e.at = e.node.Get(entryFingerprint).Range()
		return "`fingerprint` must be 32 hexadecimal digits in quotes, as `gwlint check -f json` has them"
	}
	return ""
}

var fingerprintForm = regex.Lazy(`^[0-9a-f]{32}$`)

// rule returns the ID of the rule that the entry is for, or what is wrong.
func (e *entryReader) rule() (id, message string) {
	written := e.fields[entryRule]
	name := shownWord(written)
	e.at = e.node.Get(entryRule).Range()
	if strings.ContainsAny(written, "*?[{") {
		return "", "`rule` takes one rule, and no pattern: write an entry for each"
	}
	id, near := e.Rule(written)
	switch {
	case id != "":
		e.at = source.Range{}
		return id, ""
	case near != "":
		return "", fmt.Sprintf("there is no rule %s: did you mean `%s`?", name, near)
	}
	return "", fmt.Sprintf("there is no rule %s: `gwlint rules` lists them", name)
}

// rule returns the ID of a rule that a comment names, or what is wrong.
func (r Reader) rule(word string) (id, message string) {
	switch word {
	case "":
		return "", "the waiver names no rule: write its ID or slug between the brackets, as in " + example
	case "*", "all":
		return "", "a waiver covers no rule that it does not name: write the ID or slug of each"
	}
	id, near := r.Rule(word)
	switch {
	case id != "":
		return id, ""
	case near != "":
		return "", fmt.Sprintf("there is no rule %s: did you mean `%s`?", quoted(word, "of the name in the brackets"), near)
	}
	return "", fmt.Sprintf("there is no rule %s: `gwlint rules` lists them", quoted(word, "of the name in the brackets"))
}
