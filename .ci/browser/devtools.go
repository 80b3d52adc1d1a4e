package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// browser is a Chromium that is driven over a pair of pipes by the Chrome DevTools
// Protocol (https://chromedevtools.github.io/devtools-protocol/): each message is JSON and
// ends in a zero byte.
type browser struct {
	command *exec.Cmd
	in      io.WriteCloser

	mu      sync.Mutex
	last    int
	waiting map[int]chan answer
	tabs    map[string]*tab // by session
	dead    error
}

type answer struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

type message struct {
	ID        int             `json:"id"`
	SessionID string          `json:"sessionId"`
	Method    string          `json:"method"`
	Params    json.RawMessage `json:"params"`
	Result    json.RawMessage `json:"result"`
	Error     *struct{ Message string }
}

// launch starts Chromium with a profile of its own, and no way out but to files.
func launch(program, profile string) (*browser, error) {
	arguments := []string{
		"--headless=new", "--no-sandbox", // which root and Ubuntu 24.04 do not let it have; the pages are ours
		"--remote-debugging-pipe", "--user-data-dir=" + profile, "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--hide-scrollbars",
		"--force-color-profile=srgb", "--lang=en", "--host-resolver-rules=MAP * ~NOTFOUND", "about:blank",
	}
	commandsOut, commandsIn, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	eventsOut, eventsIn, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	b := &browser{command: exec.Command(program, arguments...), in: commandsIn, waiting: map[int]chan answer{}, tabs: map[string]*tab{}}
	b.command.ExtraFiles = []*os.File{commandsOut, eventsIn} // file descriptors 3 and 4
	if err := b.command.Start(); err != nil {
		return nil, err
	}
	if err := errors.Join(commandsOut.Close(), eventsIn.Close()); err != nil {
		return nil, err
	}
	go b.listen(eventsOut)
	return b, nil
}

func (b *browser) close() {
	_, _ = b.call("", "Browser.close", nil)
	_ = b.command.Wait()
}

// listen hands each message to who waits for it, until there are no more.
func (b *browser) listen(from io.Reader) {
	r := bufio.NewReaderSize(from, 1<<20)
	for {
		line, err := r.ReadBytes(0)
		if err != nil {
			b.fail(fmt.Errorf("chromium ended: %w", err))
			return
		}
		var m message
		if err := json.Unmarshal(line[:len(line)-1], &m); err != nil {
			b.fail(err)
			return
		}
		b.mu.Lock()
		waiting, tab := b.waiting[m.ID], b.tabs[m.SessionID]
		delete(b.waiting, m.ID)
		b.mu.Unlock()
		switch {
		case waiting != nil:
			waiting <- answer{m.Result, m.Error}
		case tab != nil && m.Method != "":
			tab.event(m)
		}
	}
}

func (b *browser) fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.dead = err
	for _, waiting := range b.waiting {
		close(waiting)
	}
	b.waiting = map[int]chan answer{}
}

// call has a command carried out and returns its result.
func (b *browser) call(session, method string, params any) (json.RawMessage, error) {
	if params == nil {
		params = struct{}{}
	}
	b.mu.Lock()
	if b.dead != nil {
		b.mu.Unlock()
		return nil, b.dead
	}
	b.last++
	id, waiting := b.last, make(chan answer, 1)
	b.waiting[id] = waiting
	command := map[string]any{"id": id, "method": method, "params": params}
	if session != "" {
		command["sessionId"] = session
	}
	line, err := json.Marshal(command)
	if err == nil {
		_, err = b.in.Write(append(line, 0))
	}
	b.mu.Unlock()
	if err != nil {
		return nil, err
	}
	select {
	case a, ok := <-waiting:
		switch {
		case !ok:
			return nil, fmt.Errorf("%s: %w", method, b.dead)
		case a.Error != nil:
			return nil, fmt.Errorf("%s: %s", method, a.Error.Message)
		}
		return a.Result, nil
	case <-time.After(60 * time.Second):
		return nil, fmt.Errorf("%s: no answer within a minute", method)
	}
}

// tab is a page that is open. It keeps what the page did that no page of ours may do.
type tab struct {
	*browser

	session string
	url     string
	loads   int
	loaded  chan struct{}

	told   sync.Mutex // guards all of these
	faults []string
}

func (b *browser) open() (*tab, error) {
	var target struct{ TargetID string }
	if err := b.into(&target, "", "Target.createTarget", map[string]any{"url": "about:blank"}); err != nil {
		return nil, err
	}
	var session struct{ SessionID string }
	if err := b.into(&session, "", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}); err != nil {
		return nil, err
	}
	t := &tab{browser: b, session: session.SessionID, loaded: make(chan struct{}, 8)}
	b.mu.Lock()
	b.tabs[t.session] = t
	b.mu.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log", "Network", "Audits"} {
		if _, err := t.do(domain+".enable", nil); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (b *browser) into(value any, session, method string, params any) error {
	result, err := b.call(session, method, params)
	if err != nil {
		return err
	}
	return json.Unmarshal(result, value)
}

func (t *tab) do(method string, params any) (json.RawMessage, error) {
	return t.call(t.session, method, params)
}

// event takes note of what the page says, asks for and breaks.
func (t *tab) event(m message) {
	var p struct {
		Type             string
		Args             []struct{ Value, Description any }
		ExceptionDetails struct {
			Text      string
			Exception struct{ Description string }
		}
		Entry   struct{ Source, Level, Text, URL string }
		Request struct{ URL string }
		Message string
		Issue   struct{ Code string }
	}
	_ = json.Unmarshal(m.Params, &p)
	switch m.Method {
	case "Page.loadEventFired":
		t.loaded <- struct{}{}
	case "Page.javascriptDialogOpening":
		t.fault("opens a dialog: %s", p.Message)
		go t.do("Page.handleJavaScriptDialog", map[string]any{"accept": false}) //nolint:errcheck // the fault is told
	case "Runtime.consoleAPICalled":
		t.fault("writes to the console: %s %v", p.Type, p.Args)
	case "Runtime.exceptionThrown":
		t.fault("throws: %s %s", p.ExceptionDetails.Text, p.ExceptionDetails.Exception.Description)
	case "Log.entryAdded":
		t.fault("has the browser complain: %s: %s", p.Entry.Level, p.Entry.Text)
	case "Audits.issueAdded":
		t.fault("has the browser find an issue: %s %s", p.Issue.Code, m.Params)
	case "Network.requestWillBeSent":
		if p.Request.URL != t.address() && p.Request.URL != "about:blank" && p.Request.URL != "data:," {
			t.fault("sends a request: %s", p.Request.URL)
		}
	}
}

func (t *tab) fault(format string, args ...any) {
	t.told.Lock()
	defer t.told.Unlock()
	t.faults = append(t.faults, fmt.Sprintf(format, args...))
}

// show loads a page anew, with a fragment, and waits until it is there. The query makes
// each address another one, or nothing would be loaded.
func (t *tab) show(url, fragment string) error {
	t.told.Lock()
	t.loads++
	t.url = fmt.Sprintf("%s?%d", url, t.loads)
	t.told.Unlock()
	if fragment != "" {
		fragment = "#" + fragment
	}
	if _, err := t.do("Page.navigate", map[string]any{"url": t.url + fragment}); err != nil {
		return err
	}
	select {
	case <-t.loaded:
		return nil
	case <-time.After(60 * time.Second):
		return fmt.Errorf("%s is not loaded within a minute", t.url)
	}
}

func (t *tab) address() string {
	t.told.Lock()
	defer t.told.Unlock()
	return t.url
}

// eval is the value of an expression in the page.
func (t *tab) eval(expression string, value any) error {
	var result struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	err := t.into(&result, t.session, "Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true})
	switch {
	case err != nil:
		return err
	case result.ExceptionDetails != nil:
		return fmt.Errorf("%s: %s %s", expression, result.ExceptionDetails.Text, result.ExceptionDetails.Exception.Description)
	case len(result.Result.Value) == 0:
		return fmt.Errorf("%s: no value", expression)
	default:
		return json.Unmarshal(result.Result.Value, value)
	}
}

// press presses a key: Tab, Enter.
func (t *tab) press(key, text string, code int) error {
	for _, kind := range []string{"keyDown", "keyUp"} {
		params := map[string]any{"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
		if kind == "keyDown" && text != "" {
			params["text"] = text
		}
		if _, err := t.do("Input.dispatchKeyEvent", params); err != nil {
			return err
		}
	}
	return nil
}
