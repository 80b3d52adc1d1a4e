package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/common"
)

// ErrNotConfigured is the error where no workspace or no credentials are configured:
// the text says what is missing and what to do.
var ErrNotConfigured = errors.New("no workspace is configured")

// notConfigured is an ErrNotConfigured in words of its own.
type notConfigured string

func (n notConfigured) Error() string        { return string(n) }
func (n notConfigured) Is(target error) bool { return target == ErrNotConfigured }

const noHost = notConfigured("no workspace is named: give --host or --profile, set DATABRICKS_HOST, " +
	"or write a profile into ~/.databrickscfg with 'databricks configure'")

// writeHost says how the address of a workspace is written.
const writeHost = "write it as https://example.cloud.databricks.com"

// resolution shortens an error of the SDK, which lists all settings behind
// ". Config: ", and leaves out the line of a file that it cannot parse: a token
// may stand in it.
func resolution(err error) string {
	text, _, _ := strings.Cut(err.Error(), ". Config: ")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "resolve: "), "validate: ")
	if !strings.HasPrefix(text, "cannot parse config file") {
		return text
	}
	if problem := new(fs.PathError); errors.As(err, &problem) {
		return problem.Error()
	}
	return "the file with profiles (~/.databrickscfg, or what DATABRICKS_CONFIG_FILE names) cannot be parsed"
}

// complaint is what the body of an answer says that is no success. The forms are
// those that apierr.standardErrorParser knows (v0.182.0); a body in none of them
// complains of nothing.
type complaint struct {
	code, message string
	statement     bool // it names a statement that runs
}

func readComplaint(body []byte) complaint {
	var fields map[string]any
	if json.Unmarshal(body, &fields) != nil {
		return complaint{}
	}
	text := func(key string) string {
		value, _ := fields[key].(string)
		return value
	}
	c := complaint{code: text("error_code"), message: text("message"), statement: text("statement_id") != ""}
	for _, key := range []string{"detail", "error_description", "error"} {
		if c.message == "" {
			c.message = text(key)
		}
	}
	return c
}

// head is the status with the error's own code, or else what HTTP calls it.
func (c complaint) head(status int) string {
	if c.code == "" {
		return statusText(status)
	}
	return strconv.Itoa(status) + " " + shorten(c.code, 60)
}

func statusText(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}

// shorten ends a text that goes on.
func shorten(text string, most int) string {
	runes := 0
	for i := range text {
		if runes++; runes > most {
			return text[:i] + "…"
		}
	}
	return text
}

// oneLine writes what does not print, such as a line break, an escape sequence
// or a mark that turns the direction of writing, as Go would.
func oneLine(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

// connectionProblem says what happened to a connection: the innermost error knows, and
// those around it name addresses.
func connectionProblem(err error, x *attempt) string {
	ended := errors.Is(err, errSilence) || errors.Is(err, context.DeadlineExceeded)
	switch {
	case ended && x.sent.Load() && !x.connected.Load(): // whichever of its limits was first
		return fmt.Sprintf("no connection within %s", x.connect)
	case errors.Is(err, errSilence):
		return fmt.Sprintf("nothing came for %s", x.silence)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("it took longer than %s", x.limit)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "the connection was closed"
	}
	if unknown := new(net.DNSError); errors.As(err, &unknown) {
		return unknown.Err + ": '" + unknown.Name + "'" // the whole of it names the resolver
	}
	if plain := new(tls.RecordHeaderError); errors.As(err, plain) {
		return "the host does not speak TLS"
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

// isPermanent says that connecting again ends the same: there is no such host, or
// it has a certificate that is not trusted, or does not speak TLS.
func isPermanent(err error) bool {
	if unknown := new(net.DNSError); errors.As(err, &unknown) {
		return unknown.IsNotFound
	}
	certificate, record := new(tls.CertificateVerificationError), tls.RecordHeaderError{}
	return errors.As(err, &certificate) || errors.As(err, &record)
}

// isPage says that an answer is for a browser.
func isPage(x *attempt) bool {
	return strings.HasPrefix(strings.ToLower(x.header.Get("Content-Type")), "text/html") || bytes.HasPrefix(bytes.TrimSpace(x.body), []byte("<"))
}

// redirected says where an answer leads that no API gives. A private link leads
// to a login page; the SDK knows by its address what is wrong, and has words for
// it, under 403.
func redirected(base *url.URL, x *attempt) (status int, head, detail string) {
	to, err := base.Parse(x.header.Get("Location"))
	if err != nil {
		to = &url.URL{}
	}
	guess := common.ResponseWrapper{Response: &http.Response{StatusCode: x.status, Request: &http.Request{URL: to}}}
	if link := new(apierr.APIError); errors.As(apierr.GetAPIError(context.Background(), guess), &link) {
		return link.StatusCode, fmt.Sprintf("%d %s", link.StatusCode, link.ErrorCode), link.Message
	}
	place := to.Scheme + "://" + to.Host + to.EscapedPath()
	return x.status, statusText(x.status), "leads to " + shorten(place, 100) + " instead of answering: is this the address of a workspace?"
}

func bytesText(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
