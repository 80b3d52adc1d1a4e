package source

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

const (
	notYAML   = "not valid YAML"
	tabIndent = "a tab cannot indent YAML: use spaces"
	tooDeep   = "nested deeper than the limit of %d levels"
)

// yamlDepth stops the library before it recurses too deep. It counts block and
// flow levels apart, so the tree is checked again.
type yamlDepth int

// CheckDepth implements yaml.LoaderLimitsPlugin.
func (d yamlDepth) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > int(d) {
		return fmt.Errorf(tooDeep, int(d))
	}
	return nil
}

// CheckAlias implements yaml.LoaderLimitsPlugin. The tree has a count of its
// own.
func (yamlDepth) CheckAlias(int, int) error { return nil }

func (p *yamlParser) tooDeep(offset int) error {
	return p.text.errorAt(offset, tooDeep, p.limits.Depth)
}

// yamlFaults words what the library says about a fault, without the text that
// it quotes. The first entry whose words occur in its message counts.
var yamlFaults = []struct {
	says    string
	message string
	opening bool // the fault is where the thing starts, not where it was noticed
}{
	{"could not find expected ':'", "expected ':' after the key", true},
	{"scanning a quoted scalar: found unexpected", "the quoted text does not end", true},
	{"escape", "not an escape that YAML knows", false},
	{"hexadecimal", "not an escape that YAML knows", false},
	{"a tab character", tabIndent, false},
	{"tabs", tabIndent, false},
	{"did not find expected ',' or '}'", "expected ',' or '}'", false},
	{"did not find expected ',' or ']'", "expected ',' or ']'", false},
	{"did not find expected key", "expected a key: the indentation or a quote may be wrong", false},
	{"did not find expected '-'", "expected '-': the indentation may be wrong", false},
	{"mapping values are not allowed", "a ':' is not allowed here: quote the value or check the indentation", false},
	{"block sequence entries are not allowed", "a '-' is not allowed here: check the indentation", false},
	{"mapping keys are not allowed", "a '?' is not allowed here", false},
	{"cannot start any token", "a value cannot start with this character: quote it (is this a template?)", false},
	{"unknown anchor", "an alias of an anchor that is not defined before it", false},
	{"tag", "a tag that is not declared or not written right", false},
	{"YAML directive", "a %YAML directive that is repeated or not written right", false},
	{"incompatible YAML document", "a %YAML directive of a version that is not 1.x", false},
	{"directive", "a directive that YAML does not know", false},
	{"<document start>", "expected '---' before the next document", false},
	{"document-end marker", "expected a new line after '...'", false},
	{"a comment without", "a comment needs a space before its '#'", false},
	{"block scalar", "the header or the indentation of a block text is wrong", false},
	{"expected node content", "expected a value", false},
	{"anchor", "an anchor or alias that is not written right", false},
	{"alias", "an anchor or alias that is not written right", false},
}

// fail makes an Error of what the library reports.
func (p *yamlParser) fail(cause error) error {
	loading, ok := errors.AsType[*yaml.LoadError](cause)
	if !ok {
		return &Error{File: p.text.File, Message: notYAML}
	}
	says := loading.ContextMsg + ": " + loading.Message
	if strings.Contains(says, "control characters") {
		return p.text.errorAt(controlAt(p.src), "a control character is not allowed in YAML")
	}
	at := p.place.find(loading.Mark.Line, loading.Mark.Column)
	if strings.Contains(says, "nested deeper") {
		return p.tooDeep(at)
	}
	if strings.Contains(says, "cannot start any token") && at < len(p.src) && p.src[at] == '\t' {
		return p.text.errorAt(at, tabIndent)
	}
	for _, fault := range yamlFaults {
		if !strings.Contains(says, fault.says) {
			continue
		}
		if fault.opening && loading.ContextMark.Line > 0 {
			at = p.place.find(loading.ContextMark.Line, loading.ContextMark.Column)
		}
		return p.text.errorAt(at, "%s", fault.message)
	}
	return p.text.errorAt(at, notYAML)
}

// controlAt finds the first character that YAML does not allow.
func controlAt(src string) int {
	i := strings.IndexFunc(src, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\u0085", r) || r == '\ufffe' || r == '\uffff'
	})
	if i < 0 {
		return len(src)
	}
	return i
}
