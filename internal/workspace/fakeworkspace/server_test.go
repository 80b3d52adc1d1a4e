package fakeworkspace_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

func TestWithoutTheTokenNobodyGetsIn(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	for _, authorization := range []string{"", "Bearer x", "Basic " + s.Token, "Bearer " + s.Token + "x"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+serving, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", authorization)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusUnauthorized {
			t.Errorf("%q: %s", authorization, response.Status)
		}
	}
}

func TestHostMetadataIsNotThere(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	response, err := http.Get(s.URL + "/.well-known/databricks-config") //nolint:noctx // as the SDK does, before it has a token
	if err != nil {
		t.Fatal(err)
	}
	if _, err := consume(response); err != nil || response.StatusCode != http.StatusNotFound {
		t.Errorf("%s %v", response.Status, err)
	}
	if len(s.Unknown()) > 0 {
		t.Error(s.Unknown())
	}
}

func TestWhatWasAskedIsWrittenDown(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	outcomes(t, s, serving, "/api/2.0/apps?page_token=&page_size=7", "/api/2.0/clusters", serving, "/api/2.0/apps")
	read(t, s, http.MethodPut, serving+"/chat-gateway/ai-gateway", "{}")
	read(t, s, http.MethodDelete, "/api/2.0/planets", "")
	lines := func(requests []fakeworkspace.Request) []string {
		text := []string{}
		for _, r := range requests {
			text = append(text, r.String())
		}
		return text
	}
	for name, test := range map[string]struct{ got, want []string }{
		"all": {lines(s.Requests()), []string{
			"GET " + serving, "GET /api/2.0/apps?page_size=7&page_token=", "GET /api/2.0/clusters", "GET " + serving, "GET /api/2.0/apps",
			"PUT " + serving + "/chat-gateway/ai-gateway", "DELETE /api/2.0/planets",
		}},
		"unknown":  {lines(s.Unknown()), []string{"GET /api/2.0/clusters"}},
		"refused":  {lines(s.Refused()), []string{"PUT " + serving + "/chat-gateway/ai-gateway", "DELETE /api/2.0/planets"}},
		"repeated": {lines(s.Repeated()), []string{"GET " + serving}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	body := `{"warehouse_id":"a1b2c3d4e5f60718","statement":"SELECT 1"}`
	for range 2 {
		read(t, s, http.MethodPost, statements, body)
	}
	if diff := cmp.Diff([]string{"GET " + serving}, lines(s.Repeated())); diff != "" {
		t.Errorf("two statements: %s", diff)
	}
	if got := [3]int{s.Count(serving), s.Count("/api/2.0/apps"), s.Count("/api/2.0/alerts")}; got != [3]int{2, 2, 0} {
		t.Error(got)
	}
	s.Forget()
	if len(s.Requests())+len(s.Unknown())+len(s.Refused()) > 0 {
		t.Error("it remembers")
	}
}

func TestAnythingButGetIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions} {
		if status, _ := read(t, s, method, serving+"/chat-gateway", ""); status != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, status)
		}
	}
	if got := len(s.Refused()); got != 6 {
		t.Errorf("%d", got)
	}
}

func TestHowManyAskAtTheSameTime(t *testing.T) {
	t.Parallel()
	s := fakeworkspace.Start(fakeworkspace.Demo(), fakeworkspace.Options{})
	outcomes(t, s, serving, serving)
	if got := s.MaxConcurrent(); got != 1 {
		t.Errorf("%d one after the other", got)
	}
	s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Hang})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if response, err := send(t, s, http.MethodGet, "/api/2.0/apps", ""); err == nil {
				_ = response.Body.Close()
			}
		})
	}
	for s.Count("/api/2.0/apps") < 4 {
		time.Sleep(time.Millisecond)
	}
	if got := s.MaxConcurrent(); got != 4 {
		t.Errorf("%d at the same time", got)
	}
	s.Close()
	group.Wait()
}

func TestLatencyIsTheLeastThatARequestTakes(t *testing.T) {
	t.Parallel()
	const latency = 20 * time.Millisecond
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{Latency: latency})
	late := time.AfterFunc(latency/2, func() {})
	outcomes(t, s, serving)
	if late.Stop() {
		t.Error("the answer came at once")
	}
}

func TestMoreThanTheRateIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{Rate: 2})
	paths := slices.Repeat([]string{serving}, 60)
	statuses := outcomes(t, s, paths...)
	if !slices.Equal(statuses[:2], []int{200, 200}) || !slices.Contains(statuses, http.StatusTooManyRequests) {
		t.Error(statuses)
	}
}

func TestAddressThatIsTaken(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.New(), fakeworkspace.Options{})
	other, err := fakeworkspace.Listen(fakeworkspace.New(), fakeworkspace.Options{Addr: s.Host()})
	if err == nil {
		other.Close()
		t.Fatal("two servers have one address")
	}
	if !strings.Contains(err.Error(), s.Host()) {
		t.Error(err)
	}
}
