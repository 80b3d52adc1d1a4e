package fakeworkspace_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

func TestFaultsThatAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault                  fakeworkspace.Fault
		status                 int
		content, after, begins string
	}{
		"too many":        {fakeworkspace.Fault{Kind: fakeworkspace.TooMany, RetryAfter: 1500 * time.Millisecond}, 429, "application/json", "2", `{"details":[],"error_code":"REQUEST_LIMIT_EXCEEDED"`},
		"without a time":  {fakeworkspace.Fault{Kind: fakeworkspace.TooMany}, 429, "application/json", "", `{"details":[],"error_code":"REQUEST_LIMIT_EXCEEDED"`},
		"unavailable":     {fakeworkspace.Fault{Kind: fakeworkspace.Unavailable}, 503, "", "", ""},
		"unavailable yet": {fakeworkspace.Fault{Kind: fakeworkspace.Unavailable, RetryAfter: time.Second}, 503, "", "1", ""},
		"internal":        {fakeworkspace.Fault{Kind: fakeworkspace.Internal}, 500, "application/json", "", `{"details":[],"error_code":"INTERNAL_ERROR"`},
		"forbidden":       {fakeworkspace.Fault{Kind: fakeworkspace.Forbidden}, 403, "application/json", "", `{"details":[],"error_code":"PERMISSION_DENIED"`},
		"expired":         {fakeworkspace.Fault{Kind: fakeworkspace.Expired}, 401, "application/json", "", `{"details":[],"error_code":"UNAUTHENTICATED"`},
		"gone":            {fakeworkspace.Fault{Kind: fakeworkspace.Gone}, 404, "application/json", "", `{"details":[],"error_code":"RESOURCE_DOES_NOT_EXIST"`},
		"login page":      {fakeworkspace.Fault{Kind: fakeworkspace.LoginPage}, 200, "text/html; charset=utf-8", "", "<!doctype html>"},
		"malformed":       {fakeworkspace.Fault{Kind: fakeworkspace.Malformed}, 200, "application/json", "", `{"endpoints": [{"name": "`},
		"empty body":      {fakeworkspace.Fault{Kind: fakeworkspace.EmptyBody}, 200, "application/json", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
			s.Fault(test.fault)
			response, err := send(t, s, http.MethodGet, serving, "")
			if err != nil {
				t.Fatal(err)
			}
			body, err := consume(response)
			if err != nil {
				t.Fatal(err)
			}
			got := []any{response.StatusCode, response.Header.Get("Content-Type"), response.Header.Get("Retry-After"), response.Header.Get("X-Databricks-Org-Id")}
			if diff := cmp.Diff([]any{test.status, test.content, test.after, "1234567890123456"}, got); diff != "" {
				t.Error(diff)
			}
			if !strings.HasPrefix(string(body), test.begins) || test.begins == "" && len(body) > 0 {
				t.Errorf("body: %s", body)
			}
		})
	}
}

func TestFaultsThatDoNot(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Reset, Path: "/api/2.0/apps"})
	s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Truncated, Path: serving})
	s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Hang, Path: "/api/2.0/alerts"})

	if _, err := send(t, s, http.MethodGet, "/api/2.0/apps", ""); !errors.Is(err, syscall.ECONNRESET) { //nolint:bodyclose // there is no answer
		t.Errorf("reset: %v", err)
	}
	response, err := send(t, s, http.MethodGet, serving, "")
	if err != nil {
		t.Fatal(err)
	}
	if body, err := consume(response); !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(string(body), `{"endpoints":[{`) {
		t.Errorf("truncated: %v after %s", err, body)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/api/2.0/alerts", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := http.DefaultClient.Do(request); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hang: %v %v", answer, err)
		_ = answer.Body.Close()
	}
	if failed := s.Failed(); len(failed) != 3 {
		t.Error(failed)
	}
}

func TestServerClosesWhileARequestHangs(t *testing.T) {
	t.Parallel()
	s := fakeworkspace.Start(fakeworkspace.Demo(), fakeworkspace.Options{})
	s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Hang})
	done := make(chan struct{})
	go func() {
		defer close(done)
		if response, err := send(t, s, http.MethodGet, serving, ""); err == nil {
			_ = response.Body.Close()
		}
	}()
	for s.Count(serving) == 0 {
		time.Sleep(time.Millisecond)
	}
	s.Close()
	<-done
}

// outcomes are the statuses of requests, one after the other.
func outcomes(t *testing.T, s *fakeworkspace.Server, paths ...string) []int {
	t.Helper()
	statuses := make([]int, len(paths))
	for i, path := range paths {
		statuses[i], _ = read(t, s, http.MethodGet, path, "")
	}
	return statuses
}

func TestWhichRequestsFail(t *testing.T) {
	t.Parallel()
	const chat, support, apps = serving + "/chat-gateway", serving + "/support-gateway", "/api/2.0/apps"
	for name, test := range map[string]struct {
		faults []fakeworkspace.Fault
		asked  []string
		want   []int
	}{
		"all for ever": {
			[]fakeworkspace.Fault{{Kind: fakeworkspace.Internal}},
			[]string{serving, chat, serving},
			[]int{500, 500, 500},
		},
		"a star is no slash": {
			[]fakeworkspace.Fault{{Kind: fakeworkspace.Internal, Path: serving + "/*"}},
			[]string{serving, chat, support, "/api/2.0/permissions/serving-endpoints/" + fakeworkspace.ID("chat-gateway")},
			[]int{200, 500, 500, 200},
		},
		"each so many times": {
			[]fakeworkspace.Fault{{Kind: fakeworkspace.Unavailable, Times: 2}},
			[]string{chat, support, chat, chat, support, support},
			[]int{503, 503, 503, 200, 503, 200},
		},
		"each page for itself": {
			[]fakeworkspace.Fault{{Kind: fakeworkspace.Unavailable, Times: 1}},
			[]string{apps + "?page_size=1", apps + "?page_size=2", apps + "?page_size=1"},
			[]int{503, 503, 200},
		},
		"from the third on": {
			[]fakeworkspace.Fault{{Kind: fakeworkspace.Expired, After: 2}},
			[]string{chat, support, chat, serving, apps},
			[]int{200, 200, 401, 401, 401},
		},
		"only those that match": {
			[]fakeworkspace.Fault{{Kind: fakeworkspace.Gone, Path: apps, Match: func(r fakeworkspace.Request) bool { return r.Values().Has("page_size") }}},
			[]string{apps, apps + "?page_size=2", chat},
			[]int{200, 404, 200},
		},
		"the first of two": {
			[]fakeworkspace.Fault{{Kind: fakeworkspace.Gone, Path: chat, Times: 1}, {Kind: fakeworkspace.Forbidden}},
			[]string{chat, chat, support},
			[]int{404, 403, 403},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
			for _, fault := range test.faults {
				s.Fault(fault)
			}
			if diff := cmp.Diff(test.want, outcomes(t, s, test.asked...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestShareOfObjectsFails(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.Generate(400, 3)
	paths := []string{serving, "/api/2.0/apps", "/api/2.0/preview/scim/v2/Me"}
	for _, endpoint := range w.Endpoints {
		paths = append(paths, serving+"/"+endpoint["name"].(string))
	}
	ask := func(paths []string) []string {
		s := start(t, w, fakeworkspace.Options{})
		s.FaultEvery(0.2, 7, fakeworkspace.Forbidden)
		outcomes(t, s, paths...)
		failed := []string{}
		for _, r := range s.Failed() {
			failed = append(failed, r.Path)
		}
		slices.Sort(failed)
		return failed
	}
	forwards := ask(paths)
	slices.Reverse(paths)
	if diff := cmp.Diff(forwards, ask(paths)); diff != "" {
		t.Error(diff)
	}
	if len(forwards) < 55 || len(forwards) > 105 {
		t.Errorf("%d of 400 is not a fifth", len(forwards))
	}
	for _, path := range forwards {
		if !fakeworkspace.Chosen(path, 0.2, 7) || !strings.HasPrefix(path, serving+"/") {
			t.Errorf("%s fails", path)
		}
	}
}

func TestSharesAtTheEnds(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]int{0: 200, 1: 500} {
		s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
		s.FaultEvery(share, 1, fakeworkspace.Internal)
		if got := outcomes(t, s, serving+"/chat-gateway"); got[0] != want {
			t.Errorf("%v: %v", share, got)
		}
		s.Repair()
		if got := outcomes(t, s, serving+"/chat-gateway"); got[0] != 200 {
			t.Errorf("repaired: %v", got)
		}
	}
}

func TestFaultThatCannotBe(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.New(), fakeworkspace.Options{})
	for name, fault := range map[string]fakeworkspace.Fault{
		"no kind": {}, "a misspelt kind": {Kind: "reste"}, "no glob": {Kind: fakeworkspace.Reset, Path: "["},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was taken")
				}
			}()
			s.Fault(fault)
		})
	}
}
