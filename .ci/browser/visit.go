package main

import (
	"bytes"
	"fmt"
	"slices"
)

// visit is one page with what is wrong with it.
type visit struct {
	*tab

	page, url string
	wrong     []string
}

func (v *visit) say(format string, args ...any) {
	v.wrong = append(v.wrong, v.page+": "+fmt.Sprintf(format, args...))
}

// check says what is wrong unless an expression is true in the page.
func (v *visit) check(says, expression string) error {
	var holds bool
	if err := v.eval(expression, &holds); err != nil {
		return err
	}
	if !holds {
		v.say("%s", says)
	}
	return nil
}

// all looks at the page in every way.
func (v *visit) all() error {
	defer v.tell()
	for _, look := range []func() error{v.inert, v.complete, v.filters, v.keyboard, v.words, v.sorts, v.links, v.prints, v.narrow} {
		if err := look(); err != nil {
			return err
		}
	}
	return nil
}

// tell says what the page did meanwhile that no page may do, each thing once.
func (v *visit) tell() {
	v.told.Lock()
	defer v.told.Unlock()
	slices.Sort(v.faults)
	for _, fault := range slices.Compact(v.faults) {
		v.say("the page %s", fault)
	}
}

// inert: nothing of what the page shows has become a part of it.
func (v *visit) inert() error {
	if err := v.show(v.url, ""); err != nil {
		return err
	}
	for says, expression := range map[string]string{
		"a part of the page was injected":            `document.querySelectorAll("img, iframe, object, embed, base, video, audio, link:not([rel=icon])").length === 0 && document.querySelectorAll("h1").length === 1`,
		"there is a script or style of another":      `document.querySelectorAll("script").length === 1 && document.querySelectorAll("style").length === 1`,
		"there is an inline handler or style":        `![...document.querySelectorAll("*")].some((e) => [...e.attributes].some((a) => /^on|^style$/.test(a.name)))`,
		"a link leads to something else than a page": `[...document.querySelectorAll("a")].every((a) => /^(#|https?:\/\/)/.test(a.getAttribute("href")))`,
		"the title was changed":                      `document.title !== "injected"`,
		"the filters are not shown":                  `!document.getElementById("filters").hidden`,
		"an id stands there twice":                   `new Set([...document.querySelectorAll("[id]")].map((e) => e.id)).size === document.querySelectorAll("[id]").length`,
		"a link leads nowhere":                       `[...document.querySelectorAll('a[href^="#"]')].every((a) => document.getElementById(decodeURIComponent(a.hash.slice(1))))`,
	} {
		if err := v.check(says, expression); err != nil {
			return err
		}
	}
	return nil
}

// complete: with scripts off the page shows as much, and no filter that does nothing.
func (v *visit) complete() error {
	const text = `(() => {
		const main = document.querySelector("main").cloneNode(true);
		main.querySelectorAll("#filters, .none, [hidden]").forEach((e) => e.remove());
		return main.textContent.replace(/\s/g, "");
	})()`
	var with, without string
	if err := v.eval(text, &with); err != nil {
		return err
	}
	if _, err := v.do("Emulation.setScriptExecutionDisabled", map[string]any{"value": true}); err != nil {
		return err
	}
	if err := v.show(v.url, ""); err != nil {
		return err
	}
	if err := v.check("without scripts there are filters", `document.getElementById("filters").hidden && document.getElementById("filters").offsetHeight === 0`); err != nil {
		return err
	}
	if err := v.eval(text, &without); err != nil {
		return err
	}
	if with != without {
		v.say("without scripts the page shows something else: %d characters, with them %d", len(without), len(with))
	}
	_, err := v.do("Emulation.setScriptExecutionDisabled", map[string]any{"value": false})
	return err
}

// visible are the findings and gateways that are shown.
const visible = `const visible = (all) => [...document.querySelectorAll(all)].filter((e) => !e.hidden);
	const findings = document.querySelectorAll(".finding").length, rows = document.querySelectorAll(".matrix tbody tr").length;
	const field = (name) => document.getElementById("filters").elements.namedItem(name);
	`

func (v *visit) holds(says, body string) error {
	return v.check(says, "(() => {"+visible+body+"})()")
}

// filters: each choice in the address leaves what it names, and the address follows what
// is chosen.
func (v *visit) filters() error {
	for _, name := range []string{"level", "rule", "gateway"} {
		var value string
		if err := v.eval(`document.querySelector(".finding:last-of-type")?.dataset.`+name+` ?? ""`, &value); err != nil || value == "" {
			return err
		}
		var fragment string
		if err := v.eval(fmt.Sprintf(`new URLSearchParams({%s: document.querySelector(".finding:last-of-type").dataset.%s}).toString()`, name, name), &fragment); err != nil {
			return err
		}
		if err := v.show(v.url, fragment); err != nil {
			return err
		}
		if err := v.holds("the filter "+name+" in the address is not followed", fmt.Sprintf(`const value = field(%q).value, want = [...document.querySelectorAll(".finding")].filter((e) => e.dataset[%q] === value).length;
			return value !== "" && want > 0 && visible(".finding").length === want && visible(".finding").every((e) => e.dataset[%q] === value)`, name, name, name)); err != nil {
			return err
		}
	}
	if err := v.show(v.url, "q=%20no+such+thing+anywhere%20"); err != nil {
		return err
	}
	if err := v.holds("a search that finds nothing shows something, or does not say so", `return visible(".finding, .matrix tbody tr").length === 0 && (findings === 0 || !document.querySelector(".none").hidden) && field("shown").value.startsWith("Filtered: 0 of ")`); err != nil {
		return err
	}
	if err := v.show(v.url, "q=a%zz&level=nonsense&sort=nonsense&at=%E0%A4%A"); err != nil {
		return err
	}
	return v.holds("a level that does not exist hides something", `return field("level").value === "" && field("q").value === "a%zz"`)
}

// keyboard: who has no mouse reaches the search, writes in it, and resets it.
func (v *visit) keyboard() error {
	if err := v.show(v.url, ""); err != nil {
		return err
	}
	reached := false
	for range 400 {
		if err := v.press("Tab", "", 9); err != nil {
			return err
		}
		if err := v.eval(`document.activeElement.id === "q"`, &reached); err != nil || reached {
			if err != nil {
				return err
			}
			break
		}
	}
	if !reached {
		v.say("the search is not reached by the keyboard")
		return nil
	}
	if _, err := v.do("Input.insertText", map[string]any{"text": "chat"}); err != nil {
		return err
	}
	if err := v.holds("a search leaves others than what it finds, or is not in the address", `return location.hash === "#q=chat" &&
		visible(".finding").length === [...document.querySelectorAll(".finding")].filter((e) => e.textContent.toLowerCase().includes("chat")).length`); err != nil {
		return err
	}
	if err := v.eval(`document.querySelector("#filters button").focus(), true`, new(bool)); err != nil {
		return err
	}
	if err := v.press("Enter", "\r", 13); err != nil {
		return err
	}
	return v.holds("a reset leaves something hidden", `return location.hash === "" && visible(".finding").length === findings && visible(".matrix tbody tr").length === rows`)
}

// words: each sign of the tables has its word for who does not see it.
func (v *visit) words() error {
	var cells, rows int
	if err := v.eval(`document.querySelectorAll(".matrix td:not(.c)").length`, &cells); err != nil || cells == 0 || cells > 1000 {
		return err
	}
	if err := v.eval(`document.querySelectorAll("#checklist tbody tr").length`, &rows); err != nil {
		return err
	}
	const seen = `document.getElementById("matrix").scrollIntoView(), new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true), 100))))`
	if err := v.eval(seen, new(bool)); err != nil {
		return err
	}
	var tree struct {
		Nodes []struct{ Role, Name struct{ Value any } }
	}
	if err := v.into(&tree, v.session, "Accessibility.getFullAXTree", nil); err != nil {
		return err
	}
	words := 0
	for _, n := range tree.Nodes {
		if n.Role.Value == "cell" && slices.Contains([]any{"fail", "unknown", "waived", "pass", "n/a", "manual"}, n.Name.Value) {
			words++
		}
	}
	if words != cells+rows {
		v.say("%d of %d signs have a word for who does not see them", words, cells+rows)
	}
	return nil
}

// sorts: the matrix is sorted by the keyboard, says so, and a link shows the same.
func (v *visit) sorts() error {
	var rows int
	if err := v.eval(`document.querySelectorAll(".matrix tbody tr").length`, &rows); err != nil || rows == 0 {
		return err
	}
	const sorted = `const column = document.querySelector(".matrix thead th"), names = [...document.querySelectorAll(".matrix tbody bdi")].map((e) => e.textContent);
		const inOrder = (sign) => names.every((name, i) => i === 0 || sign * (names[i - 1] < name ? -1 : names[i - 1] > name ? 1 : 0) <= 0);
		`
	if err := v.eval(`document.querySelector(".matrix thead th button").focus(), true`, new(bool)); err != nil {
		return err
	}
	if err := v.press("Enter", "\r", 13); err != nil {
		return err
	}
	if err := v.holds("the matrix is not sorted by name, or does not say so", sorted+`return inOrder(1) && column.ariaSort === "ascending" && location.hash === "#sort=name&dir=ascending"`); err != nil {
		return err
	}
	if err := v.show(v.url, "sort=name&dir=descending"); err != nil {
		return err
	}
	if err := v.holds("a link does not show the order that it names", sorted+`return inOrder(-1) && column.ariaSort === "descending"`); err != nil {
		return err
	}
	if err := v.show(v.url, "sort=error&dir=descending"); err != nil {
		return err
	}
	return v.holds("the matrix is not sorted by errors", `const n = [...document.querySelectorAll(".matrix tbody tr")].map((r) => Number(r.cells[1].textContent)); return n.every((e, i) => i === 0 || n[i - 1] >= e)`)
}

// links: a link to a finding shows it, also where a filter hides it.
func (v *visit) links() error {
	var id string
	if err := v.eval(`document.querySelector(".finding[id]:last-of-type")?.id ?? ""`, &id); err != nil || id == "" {
		return err
	}
	const shows = `const e = document.getElementById(%q), box = e.getBoundingClientRect(); return !e.hidden && box.height > 0 && box.top < innerHeight && box.bottom > 0`
	for _, fragment := range []string{id, "q=no+such+thing&at=" + id} {
		if err := v.show(v.url, fragment); err != nil {
			return err
		}
		if err := v.holds("a link to a finding does not show it: #"+fragment, fmt.Sprintf(shows, id)); err != nil {
			return err
		}
	}
	return nil
}

// prints: the page prints, with everything open and without filters.
func (v *visit) prints() error {
	if err := v.show(v.url, ""); err != nil {
		return err
	}
	pdf, err := v.data("Page.printToPDF", map[string]any{"preferCSSPageSize": true})
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 5000 {
		v.say("it prints no PDF")
	}
	if _, err := v.do("Emulation.setEmulatedMedia", map[string]any{"media": "print"}); err != nil {
		return err
	}
	if err := v.holds("a part that is closed does not print", `return [...document.querySelectorAll("details > :not(summary)")].every((e) => e.offsetHeight > 0 || !e.textContent.trim())`); err != nil {
		return err
	}
	if err := v.holds("filters print", `return [...document.querySelectorAll("#filters > :not(output)")].every((e) => e.offsetHeight === 0)`); err != nil {
		return err
	}
	if err := v.holds("it does not print black on white", `const style = getComputedStyle(document.body); return style.color === "rgb(0, 0, 0)" && style.backgroundColor === "rgb(255, 255, 255)"`); err != nil {
		return err
	}
	_, err = v.do("Emulation.setEmulatedMedia", map[string]any{"media": ""})
	return err
}

// narrow: on a small screen nothing but tables scrolls sideways.
func (v *visit) narrow() error {
	if _, err := v.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": false}); err != nil {
		return err
	}
	if err := v.show(v.url, ""); err != nil {
		return err
	}
	if err := v.check("at 400 pixels the page scrolls sideways", `document.documentElement.scrollWidth <= 400`); err != nil {
		return err
	}
	_, err := v.do("Emulation.clearDeviceMetricsOverride", nil)
	return err
}
