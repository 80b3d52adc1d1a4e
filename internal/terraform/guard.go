package terraform

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gwlint/gwlint/internal/source"
)

// HCL v2.25.0 bounds neither how deep its parser recurses nor how deep the trees are that it
// makes, and a stack that overflows ends the process: it cannot be caught. So nothing is
// parsed before its tokens were counted.

// deepest is how deep brackets, blocks and templates may nest unless Limits say it, and
// mostOperators how many operators may follow each other, which nest as well. mostCopied is
// how many bytes the parser may copy: it puts together texts of many lines line by line,
// which takes as long as the square of their number.
const (
	deepest       = 200
	mostOperators = 2_000
	mostCopied    = 1 << 30
)

// depthOf is how deep a text may nest.
func depthOf(limits source.Limits) int { return cmp.Or(max(limits.Depth, 0), deepest) }

// guardNative is an error where a text in HCL's own syntax nests too deep to be parsed.
func guardNative(text *source.Text, limits source.Limits) *source.Error {
	depth := depthOf(limits)
	if isShallow(text.Bytes, depth) {
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(text.Bytes, "", hcl.InitialPos)
	return guardTokens(text, tokens, depth)
}

// guardTemplate is why a template nests too deep to be parsed, "" where it does not.
func guardTemplate(template string, limits source.Limits) string {
	depth := depthOf(limits)
	if len(template) <= depth || !strings.Contains(template, "{") {
		return ""
	}
	tokens, _ := hclsyntax.LexTemplate([]byte(template), "", hcl.InitialPos)
	_, message := tooDeep(tokens, depth)
	return message
}

// guardExpression is why an expression nests too deep to be parsed, "" where it does not.
func guardExpression(expression string, limits source.Limits) string {
	depth := depthOf(limits)
	if len(expression) <= depth {
		return ""
	}
	tokens, _ := hclsyntax.LexExpression([]byte(expression), "", hcl.InitialPos)
	_, message := tooDeep(tokens, depth)
	return message
}

// guardJSON is an error where a text in a value of a file in JSON nests too deep: each is a
// template.
func guardJSON(text *source.Text, n *source.Node, limits source.Limits) error {
	if n.Kind == source.String {
		if message := guardTemplate(n.Text, limits); message != "" {
			return &source.Error{File: text.File, At: text.Position(n.Range().Start), Message: message}
		}
	}
	for _, item := range n.Items() {
		if err := guardJSON(text, item, limits); err != nil {
			return err
		}
	}
	for _, e := range n.Entries() {
		if err := guardJSON(text, e.Value, limits); err != nil {
			return err
		}
	}
	return nil
}

func guardTokens(text *source.Text, tokens hclsyntax.Tokens, depth int) *source.Error {
	at, message := tooDeep(tokens, depth)
	if message == "" {
		return nil
	}
	return &source.Error{File: text.File, At: text.Position(at), Message: message}
}

// tooDeep finds the first token that nests too deep, and says what is to be done about it;
// "" where there is none.
func tooDeep(tokens hclsyntax.Tokens, depth int) (at int, message string) {
	d := nesting{levels: make([]level, 1, 16)}
	for i := range tokens {
		d.add(tokens, i)
		switch {
		case d.depth() > depth:
			return tokens[i].Range.Start.Byte, fmt.Sprintf("nested deeper than the limit of %d levels: nest less", depth)
		case d.operators > mostOperators:
			return tokens[i].Range.Start.Byte, fmt.Sprintf("more than the limit of %d operators in one expression: divide it", mostOperators)
		case d.copied > mostCopied:
			return tokens[i].Range.Start.Byte, "a text of too many lines: put it into a file, and read that with `file`"
		}
	}
	return 0, ""
}

// nesting is how deep the tokens up to one nest: brackets, and within each of them the
// operators of the element that is being read.
type nesting struct {
	levels    []level // the first is outside of all brackets
	operators int     // of all levels
	copied    int     // how many bytes the parser copies
}

// level is what is open: { ( [ or ", $ for what a template interpolates, 0 for nothing.
type level struct {
	opener    byte
	operators int
	text      int // how many bytes of text stand behind what was interpolated last
}

func (d *nesting) top() *level { return &d.levels[len(d.levels)-1] }

func (d *nesting) depth() int { return len(d.levels) - 1 }

func (d *nesting) open(opener byte) {
	d.top().text = 0
	d.levels = append(d.levels, level{opener: opener})
}

// text takes a part of a text.
func (d *nesting) text(n int) {
	d.top().text += n
	d.copied += d.top().text
}

func (d *nesting) close() {
	if d.depth() > 0 {
		d.end()
		d.levels = d.levels[:len(d.levels)-1]
	}
}

// line ends a line, which ends an element where no bracket but a brace is open.
func (d *nesting) line() {
	if opener := d.top().opener; opener == 0 || opener == '{' {
		d.end()
	}
}

// end ends an element of the innermost level.
func (d *nesting) end() {
	d.operators -= d.top().operators
	d.top().operators = 0
}

func (d *nesting) operator() {
	d.top().operators++
	d.operators++
}

// opened is what tokens open, and closed are those that close it.
var (
	opened = map[hclsyntax.TokenType]byte{
		hclsyntax.TokenOBrace: '{', hclsyntax.TokenOParen: '(', hclsyntax.TokenOBrack: '[',
		hclsyntax.TokenOQuote: '"', hclsyntax.TokenOHeredoc: '"',
		hclsyntax.TokenTemplateInterp: '$', hclsyntax.TokenTemplateControl: '$',
	}
	closed = []hclsyntax.TokenType{
		hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote,
		hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd,
	}
)

// operators are the tokens that nest what stands beside them.
var operators = []hclsyntax.TokenType{
	hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash,
	hclsyntax.TokenPercent, hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenQuestion, hclsyntax.TokenColon,
	hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
	hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq, hclsyntax.TokenDot,
}

// add takes one more token.
func (d *nesting) add(tokens hclsyntax.Tokens, i int) {
	switch token := tokens[i]; {
	case opened[token.Type] != 0:
		if token.Type == hclsyntax.TokenOBrack {
			d.operator() // it may be an index, which nests in what is before it
		}
		d.open(opened[token.Type])
	case slices.Contains(closed, token.Type):
		d.close()
	case slices.Contains(operators, token.Type):
		d.operator()
	case token.Type == hclsyntax.TokenStringLit, token.Type == hclsyntax.TokenQuotedLit:
		d.text(len(token.Bytes))
	case token.Type == hclsyntax.TokenComma:
		d.end()
	case token.Type == hclsyntax.TokenNewline:
		d.line()
	case token.Type == hclsyntax.TokenIdent:
		d.directive(tokens, i)
	}
}

// directive counts the directives of a template that nest until they are closed: %{ if x }.
func (d *nesting) directive(tokens hclsyntax.Tokens, i int) {
	if i == 0 || d.depth() < 1 || tokens[i-1].Type != hclsyntax.TokenTemplateControl {
		return
	}
	outer := &d.levels[len(d.levels)-2]
	switch string(tokens[i].Bytes) {
	case "if", "for":
		outer.operators++
		d.operators++
	case "endif", "endfor":
		if outer.operators > 0 {
			outer.operators--
			d.operators--
		}
	}
}

// isShallow says whether a scan of the bytes shows that a text nests no deeper than a limit,
// which costs little beside its tokens. Where it cannot tell what is text in quotes, a
// comment or a heredoc, it does not say so.
func isShallow(content []byte, depth int) bool {
	s := scan{nesting: nesting{levels: make([]level, 1, 16)}, content: content}
	for ; s.at < len(content); s.at++ {
		if !s.step() || s.depth() > depth || s.operators > mostOperators || s.copied > mostCopied {
			return false
		}
	}
	return s.depth() == 0
}

// scan is a scan of bytes. It counts what may be an operator as one.
type scan struct {
	nesting

	content []byte
	at      int
	quote   int // where what is open begins
}

// next is the byte behind the one that the scan is at, 0 where there is none.
func (s *scan) next() byte {
	if s.at+1 < len(s.content) {
		return s.content[s.at+1]
	}
	return 0
}

// step looks at the byte that the scan is at, and says whether it can tell what that is.
func (s *scan) step() bool {
	if s.top().opener == '"' {
		return s.quoted()
	}
	switch c := s.content[s.at]; c {
	case '"', '{', '(', '[':
		s.operator()
		s.open(c)
		s.quote = s.at
	case '}', ')', ']':
		return s.closes(c)
	case '#':
		s.comment()
	case '/':
		return s.slash()
	case '<':
		s.operator()
		return s.next() != '<'
	case '\n':
		s.line()
	case '!', '-', '+', '*', '%', '&', '|', '>', '=', '?', ':', '.':
		s.operator()
	}
	return true
}

// closes closes what is open, and says whether a byte does that.
func (s *scan) closes(c byte) bool {
	switch opener := s.top().opener; {
	case c == '}' && (opener == '{' || opener == '$'), c == ')' && opener == '(', c == ']' && opener == '[', c == '"' && opener == '"':
		s.close()
		return true
	}
	return false
}

// comment skips a comment, up to its line feed.
func (s *scan) comment() {
	if n := bytes.IndexByte(s.content[s.at:], '\n'); n >= 0 {
		s.at += n - 1
	} else {
		s.at = len(s.content)
	}
}

func (s *scan) slash() bool {
	s.operator()
	if s.next() == '/' {
		s.comment()
	}
	return s.next() != '*'
}

// quoted looks at a byte of a text in quotes.
func (s *scan) quoted() bool {
	switch c, next := s.content[s.at], s.next(); {
	case c == '"':
		return s.closes(c)
	case c == '\n', c == '\r', c == '\\', c == '$' && next == '$', c == '%' && (next == '%' || next == '{'):
		return false
	case c == '$' && next == '{':
		s.operator()
		s.open('$')
		s.at++
	case c == '$', c == '%': // what is before it and behind it is put together
		s.operator()
		s.copied += 2 * (s.at - s.quote)
	}
	return true
}
