package secret

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Interpolation returns the first part of a text that is yet to be filled in, ""
// when there is none: a variable, an expression of a template, a placeholder. What
// holds a credential is none, whatever stands around it. Nor is what reads as a
// reference to a secret, right or wrong.
func Interpolation(text string) string {
	text = strings.TrimSpace(text)
	start, end := nextInterpolation(text, 0)
	return text[start:end]
}

// EndsOpen says whether the end of a text is yet to be filled in.
func EndsOpen(text string) bool {
	text = strings.TrimSpace(text)
	for at := 0; at < len(text); {
		start, end := nextInterpolation(text, at)
		if start == end {
			return false
		}
		at = end
	}
	return text != ""
}

// AroundReferences returns what stands before, between and behind the references of a text,
// such as ${var.team}: as it is written, it is a part of what the text becomes. One text is
// all of it, and none means that something in it may become anything.
func AroundReferences(text string) []string {
	var parts []string
	for from := 0; ; {
		start, end := nextInterpolation(text, from)
		parts = append(parts, text[from:start])
		if start == end {
			return parts
		}
		if !strings.HasPrefix(text[start:], "${") {
			return nil
		}
		from = end
	}
}

// nextInterpolation returns where the next interpolation begins and ends, twice the
// end of the text where there is none.
func nextInterpolation(text string, from int) (start, end int) {
	for i := from; i < len(text); i++ {
		if opening[text[i]] == nil {
			continue
		}
		if end := interpolationEnd(text, i); end > i && !hidesCredential(text[i:end]) {
			return i, end
		}
	}
	return len(text), len(text)
}

// delimited is one way to write an interpolation, between two delimiters.
type delimited struct {
	open, close string
	// holds says whether what stands between them is one; i and end are the whole.
	holds func(inner, text string, i, end int) bool
}

// delimiters are the ways of shells, of build and deployment tools and of template
// languages, in the order in which they are tried. What opens like another stands
// before it.
var delimiters = []delimited{
	{"${{", "}}", anything}, // GitHub Actions, Azure Pipelines
	{"${", "}", anything},   // bundles, Terraform, shells
	{"$(", ")", anything},   // Make, Azure Pipelines; the output of a command
	{"$[", "]", anything},   // Azure Pipelines
	{"{{", "}}", isExpression},
	{"{%", "%}", anything}, // Jinja
	{"{", "}", isDottedName},
	{"[[", "]]", anything},
	{"((", "))", isDottedName}, // Concourse
	{"#{", "}#", anything},     // Replace Tokens
	{"#{", "}", anything},      // Octopus Deploy
	{"@@", "@@", isDottedName},
	{"@", "@", isStandingName}, // Maven, autoconf
	{"%", "%", isWindowsVariable},
	{"__", "__", isStandingCapitals},
	{"<%", "%>", anything}, // ERB, EJS
	{"<", ">", isBlank},
	{"＜", "＞", anything},
	{"〈", "〉", anything},
	{"《", "》", anything},
	{"【", "】", anything},
	{"«", "»", anything},
	{"‹", "›", anything},
}

// opening are the delimiters by the byte that they begin with.
var opening = func() (by [256][]delimited) {
	for _, d := range delimiters {
		by[d.open[0]] = append(by[d.open[0]], d)
	}
	return by
}()

// longestInterpolation bounds the time that a text of opening delimiters takes, in
// bytes.
const longestInterpolation = 1024

// interpolationEnd returns the end of the interpolation that begins at i, 0 when none
// does.
func interpolationEnd(text string, i int) int {
	if text[i] == '<' {
		if end := wholeBlank(text, i); end > 0 {
			return end
		}
	}
	for _, d := range opening[text[i]] {
		if end := d.end(text, i); end > 0 {
			return end
		}
	}
	if text[i] == '$' {
		return variableEnd(text, i)
	}
	return 0
}

// wholeBlank returns the end of a text that is all in angle brackets, 0 for another: a
// placeholder by itself may be a sentence.
func wholeBlank(text string, i int) int {
	end := len(strings.TrimRight(text, " \t\r\n"))
	if end-i > 2 && text[end-1] == '>' && strings.TrimSpace(text[:i]) == "" {
		return end
	}
	return 0
}

// end returns the end of an interpolation that is written so and begins at i, 0 when
// none does.
func (d delimited) end(text string, i int) int {
	rest, ok := strings.CutPrefix(text[i:min(len(text), i+longestInterpolation)], d.open)
	if !ok {
		return 0
	}
	inner, _, ok := strings.Cut(rest, d.close)
	if !ok || strings.TrimSpace(inner) == "" || strings.ContainsAny(inner, "\r\n") {
		return 0
	}
	end := i + len(d.open) + len(inner) + len(d.close)
	if !d.holds(inner, text, i, end) {
		return 0
	}
	if strings.HasSuffix(d.close, "}") && strings.HasPrefix(text[end:], "}") {
		end++ // ${a${b}}, {{{x}}}
	}
	return end
}

func anything(string, string, int, int) bool { return true }

// isExpression says whether what stands in double braces is an expression of a
// template, and no reference to a secret, be it a wrong one.
func isExpression(inner, _ string, _, _ int) bool {
	return !namesSecretPath(strings.Trim(inner, "{} "))
}

func isDottedName(inner, _ string, _, _ int) bool {
	return isWord(inner, func(c byte) bool { return isNameByte(c) || c == '.' || c == '-' })
}

// isStandingName is a name between delimiters that mail addresses have, too.
func isStandingName(inner, text string, i, end int) bool {
	return isDottedName(inner, text, i, end) && standsAlone(text, i, end)
}

// isWindowsVariable says whether it is %NAME%, and not a part of an address in which
// letters are written as %C3%BC.
func isWindowsVariable(inner, text string, i, end int) bool {
	escape := len(inner) >= 2 && isHexDigit(inner[0]) && isHexDigit(inner[1])
	again := len(text) >= end+2 && isHexDigit(text[end]) && isHexDigit(text[end+1])
	percentage := i > 0 && isDigit(text[i-1])
	return !percentage && (!escape || len(inner) > 2 && !again) && isDottedName(inner, text, i, end)
}

// isStandingCapitals says whether it is __NAME__ where no name can be: names of a
// catalog are in lower case, and theirs may begin and end with underscores.
func isStandingCapitals(inner, text string, i, end int) bool {
	return isWord(inner, func(c byte) bool { return isUpper(c) || isDigit(c) || c == '_' }) &&
		inner[0] != '_' && standsAlone(text, i, end)
}

// isBlank says whether a part of a text in angle brackets names what belongs there.
// In prose and markup such brackets mean something else.
func isBlank(inner, text string, i, _ int) bool {
	first, _ := utf8.DecodeRuneInString(inner)
	if !unicode.IsLetter(first) || i > 0 && isNameByte(text[i-1]) && text[i-1] != '_' {
		return false
	}
	return strings.IndexFunc(inner, isNoBlank) < 0 && !isProse(text)
}

func isNoBlank(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" _./:-", r)
}

// isProse says whether a text has spaces outside of angle brackets, or is markup.
func isProse(text string) bool {
	depth := 0
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r == '<':
			depth++
		case r == '>':
			depth--
		case depth == 0 && unicode.IsSpace(r):
			return true
		}
	}
	return strings.Contains(text, "</")
}

// variableEnd returns the end of a variable without delimiters, $NAME or $env:NAME, 0
// when there is none. In lower case it has to begin where a word does: in any other
// place a dollar sign may be that of a password.
func variableEnd(text string, i int) int {
	start := i + 1
	if rest := text[start:]; strings.HasPrefix(strings.ToLower(rest[:min(4, len(rest))]), "env:") {
		start += 4
	}
	end := start
	for end < len(text) && isNameByte(text[end]) {
		end++
	}
	name := text[start:end]
	before := text[max(0, i-1):i]
	if strings.Trim(name, "_") == "" || isDigit(name[0]) || before == "$" {
		return 0
	}
	wordBegins := before == "" || strings.Contains(wordBreaks, before)
	if start > i+1 || strings.ToUpper(name) == name || wordBegins {
		return end
	}
	return 0
}

// wordBreaks are the bytes behind which a word begins.
const wordBreaks = "_-./:=, "

// isWord says whether a text begins with a letter or an underscore and is made of
// some bytes.
func isWord(text string, of func(byte) bool) bool {
	if text == "" || !isNameByte(text[0]) || isDigit(text[0]) {
		return false
	}
	for i := range len(text) {
		if !of(text[i]) {
			return false
		}
	}
	return true
}

func isNameByte(c byte) bool { return isLower(c) || isUpper(c) || isDigit(c) || c == '_' }

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }

// standsAlone says whether no name goes on before or behind a part of a text.
func standsAlone(text string, start, end int) bool {
	joins := func(c byte) bool { return isNameByte(c) || c == '-' || c == '@' }
	return (start == 0 || !joins(text[start-1])) && (end == len(text) || !joins(text[end]))
}

// hidesCredential says whether what looks like an interpolation holds a credential,
// also where the underscores of a delimiter run into it.
func hidesCredential(part string) bool {
	if len(findTokens(part, findValues(part, nil))) > 0 || login().MatchString(part) {
		return true
	}
	if containsAny(part, beginnings) {
		for i := 1; i < len(part); i++ {
			if isNameByte(part[i-1]) && In(part[i:]) {
				return true
			}
		}
	}
	return isShuffled(part)
}

// isShuffled says whether a text holds a long run of letters and digits in no order,
// as keys of no known form are.
func isShuffled(text string) bool {
	const shortest = 16
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && (isNameByte(text[i]) && text[i] != '_') {
			continue
		}
		if run := text[start:i]; len(run) >= shortest && meetings(run) >= 4 {
			return true
		}
		start = i + 1
	}
	return false
}

// meetings counts where a letter and a digit meet.
func meetings(run string) int {
	n := 0
	for i := 1; i < len(run); i++ {
		if isDigit(run[i]) != isDigit(run[i-1]) {
			n++
		}
	}
	return n
}

// IsWrongReference says whether a text was meant as a reference to a secret and is
// none: {{secrets/scope}}, {secrets/scope/key}, {{secret/scope/key}}. What holds a
// credential was not.
func IsWrongReference(text string) bool {
	return !IsReference(text) && namesSecretPath(strings.Trim(strings.TrimSpace(text), "{}")) && !hidesCredential(text)
}

// IsOpenReference says whether a text is a reference to a secret whatever is filled in between
// its slashes, where what is filled in may hold one of them: {{secrets/${var.path}}}.
func IsOpenReference(text string) bool {
	inner, ok := strings.CutPrefix(strings.TrimSpace(text), "{{")
	path, named := strings.CutPrefix(strings.TrimSpace(inner), "secrets/")
	if !ok || !named || !strings.HasSuffix(path, "}}") || hidesCredential(text) {
		return false
	}
	known := AroundReferences(strings.TrimSpace(strings.TrimSuffix(path, "}}")))
	return len(known) > 1 && strings.Count(strings.Join(known, ""), "/") < 2
}

// namesSecretPath says whether a text begins as the path of a secret does, or does so
// but for a letter.
func namesSecretPath(inner string) bool {
	first, _, ok := strings.Cut(strings.TrimSpace(inner), "/")
	first = strings.TrimSpace(first)
	return ok && (strings.EqualFold(first, "secrets") || strings.EqualFold(first, "secret"))
}
