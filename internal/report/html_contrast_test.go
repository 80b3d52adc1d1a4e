package report_test

import (
	"maps"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// colour pairs of a page with the ratio that WCAG 2.2 asks for: 4.5 for text (1.4.3), 3 for
// what is no text, as the edge of a field (1.4.11).
var contrasts = []struct {
	front, back string
	ratio       float64
}{
	{"text", "bg", 4.5},
	{"text", "raised", 4.5},
	{"text", "fail-bg", 4.5},
	{"text", "warn-bg", 4.5},
	{"text", "good-bg", 4.5},
	{"muted", "bg", 4.5},
	{"muted", "raised", 4.5},
	{"link", "bg", 4.5},
	{"link", "raised", 4.5},
	{"fail", "bg", 4.5},
	{"fail", "fail-bg", 4.5},
	{"warn", "bg", 4.5},
	{"warn", "warn-bg", 4.5},
	{"note", "bg", 4.5},
	{"note", "note-bg", 4.5},
	{"good", "bg", 4.5},
	{"good", "good-bg", 4.5},
	{"open", "bg", 4.5},
	{"open", "open-bg", 4.5},
	{"mark", "mark-bg", 4.5},
	{"edge", "bg", 3},
	{"focus", "bg", 3},
	{"focus", "fail-bg", 3},
}

func TestColoursOfAPageAreTellableInLightDarkAndPrint(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("html/page.css")
	if err != nil {
		t.Fatal(err)
	}
	before, print, ok := strings.Cut(string(b), "@media print")
	light, dark, also := strings.Cut(before, "@media (prefers-color-scheme: dark)")
	if !ok || !also {
		t.Fatal("the style has no dark colours, or none for print")
	}
	plain := colours(light)
	for name, themed := range map[string]map[string]string{"light": {}, "dark": colours(dark), "print": colours(print)} {
		theme := maps.Clone(plain)
		maps.Copy(theme, themed)
		if name != "light" && len(themed) < len(plain)-1 { // the focus is not printed
			t.Errorf("%s: it has %d of the %d colours", name, len(themed), len(plain))
		}
		for _, c := range contrasts {
			if ratio := contrast(t, theme[c.front], theme[c.back]); ratio < c.ratio {
				t.Errorf("%s: %s on %s has a ratio of %.2f, want %.1f", name, c.front, c.back, ratio, c.ratio)
			}
		}
	}
	if outside := regexp.MustCompile(`[^-\w:]\s*#[0-9a-f]{3,8}\b`).FindString(regexp.MustCompile(`--[a-z-]+: #[0-9a-f]{6};`).ReplaceAllString(string(b), "")); outside != "" {
		t.Errorf("the style has a colour that is no property and has no ratio: %s", outside)
	}
}

// colours are the custom properties of a part of a style.
func colours(css string) map[string]string {
	all := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(css, -1) {
		all[m[1]] = m[2]
	}
	return all
}

// contrast is the ratio of two colours as WCAG 2.2 defines it.
func contrast(tb testing.TB, a, b string) float64 {
	tb.Helper()
	x, y := luminance(tb, a), luminance(tb, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(tb testing.TB, hex string) float64 {
	tb.Helper()
	n, err := strconv.ParseUint(hex, 16, 24)
	if err != nil {
		tb.Fatalf("%q is no colour", hex)
	}
	channel := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
