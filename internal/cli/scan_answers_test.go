package cli

import (
	"fmt"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// Where a workspace is asked for what many answers are about.
const (
	callerAPI   = "/api/2.0/preview/scim/v2/Me"
	servingAPI  = "/api/2.0/serving-endpoints"
	endpointAPI = servingAPI + "/*"
	appsAPI     = "/api/2.0/apps"
	appAPI      = appsAPI + "/*"
	aclAPI      = "/api/2.0/permissions/*/*"
)

// TestAnAnswerThatIsNotWhatWasAskedForIsNeverAPass compares what comes of a workspace that answers
// with status 200 what was not asked for with what comes of it when it does not.
func TestAnAnswerThatIsNotWhatWasAskedForIsNeverAPass(t *testing.T) {
	f := newFleet(t)
	dir := configured(t, principals)
	whole := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{}).judged(t, dir, "--retry-for", "1m")
	for name, test := range few(map[string]struct {
		kind    fakeworkspace.FaultKind
		path    string
		options fakeworkspace.Options
	}{
		"an endpoint that is an empty object":   {kind: fakeworkspace.EmptyObject, path: endpointAPI},
		"an endpoint that is null":              {kind: fakeworkspace.Null, path: endpointAPI},
		"an endpoint that is an error":          {kind: fakeworkspace.ErrorBody, path: endpointAPI},
		"an endpoint of another name":           {kind: fakeworkspace.AnotherName, path: endpointAPI},
		"an endpoint of another id":             {kind: fakeworkspace.AnotherID, path: endpointAPI},
		"an endpoint as if it were provided":    {kind: fakeworkspace.NoMaker, path: endpointAPI},
		"an app that is an empty object":        {kind: fakeworkspace.EmptyObject, path: appAPI},
		"an app that is null":                   {kind: fakeworkspace.Null, path: appAPI},
		"an app of another name":                {kind: fakeworkspace.AnotherName, path: appAPI},
		"a caller without a name":               {kind: fakeworkspace.Nobody, path: callerAPI},
		"a caller who is an empty object":       {kind: fakeworkspace.EmptyObject, path: callerAPI},
		"a caller who is null":                  {kind: fakeworkspace.Null, path: callerAPI},
		"a caller who is a login page":          {kind: fakeworkspace.LoginPage, path: callerAPI},
		"a caller who may not be seen":          {kind: fakeworkspace.Forbidden, path: callerAPI},
		"permissions of another object":         {kind: fakeworkspace.AnotherObject, path: aclAPI},
		"permissions that are an empty object":  {kind: fakeworkspace.EmptyObject, path: aclAPI},
		"tables of another schema":              {kind: fakeworkspace.AnotherSchema, path: unity + "tables"},
		"tables under another key":              {kind: fakeworkspace.AnotherList, path: unity + "tables"},
		"a table twice, and changed":            {kind: fakeworkspace.Changed, path: unity + "tables"},
		"endpoints under another key":           {kind: fakeworkspace.AnotherList, path: servingAPI},
		"endpoints that are null":               {kind: fakeworkspace.Null, path: servingAPI},
		"endpoints that are an error":           {kind: fakeworkspace.ErrorBody, path: servingAPI},
		"endpoints without names":               {kind: fakeworkspace.Nameless, path: servingAPI},
		"an endpoint listed twice, and changed": {kind: fakeworkspace.Changed, path: servingAPI},
		"a service listed twice, and changed":   {kind: fakeworkspace.Changed, path: unity + "model-services"},
		"services that are an error":            {kind: fakeworkspace.ErrorBody, path: unity + "model-services"},
		"apps without names":                    {kind: fakeworkspace.Nameless, path: appsAPI},
		"apps under another key":                {kind: fakeworkspace.AnotherList, path: appsAPI},
		"alerts under another key":              {kind: fakeworkspace.AnotherList, path: "/api/2.0/alerts"},
		"grants under another key":              {kind: fakeworkspace.AnotherList, path: unity + "effective-permissions/*/*"},
		"system schemas under another key":      {kind: fakeworkspace.AnotherList, path: unity + "metastores/*/systemschemas"},
		"the same page of apps again":           {fakeworkspace.SamePage, appsAPI, fakeworkspace.Options{PageSize: 1}},
		"a page of apps with a number to go on": {fakeworkspace.NumberToken, appsAPI, fakeworkspace.Options{PageSize: 1}},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.start(t, fakeworkspace.Demo(), test.options)
			s.Fault(fakeworkspace.Fault{Kind: test.kind, Path: test.path, Match: func(r fakeworkspace.Request) bool {
				return test.kind != fakeworkspace.SamePage || strings.Contains(r.Query, "page_token")
			}})
			got := s.judged(t, dir, "--retry-for", "1m")
			got.holds(t, whole)
			named := slices.ContainsFunc(got.told.Errors, func(p report.Problem) bool {
				ok, err := path.Match(test.path, p.File)
				return ok && err == nil
			})
			if got.told.Summary.ExitCode != report.ExitIncomplete || !named {
				t.Errorf("exit code %d, errors %v", got.told.Summary.ExitCode, got.told.Errors)
			}
		})
	}
}

// TestAListThatHasAnElementTwiceIsThatList wants nothing to change where nothing differs.
func TestAListThatHasAnElementTwiceIsThatList(t *testing.T) {
	f := newFleet(t)
	dir := configured(t, principals)
	whole := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{}).judged(t, dir, "--retry-for", "1m")
	for _, list := range []string{servingAPI, appsAPI, unity + "tables", unity + "model-services"} {
		s := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
		s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Repeated, Path: list})
		got := s.judged(t, dir, "--retry-for", "1m")
		got.holds(t, whole)
		if got.told.Summary != whole.told.Summary {
			t.Errorf("%s: %+v, want %+v: %v", list, got.told.Summary, whole.told.Summary, got.told.Errors)
		}
	}
}

// TestNothingThatIsSeenIsNoCheck scans workspaces in which there is nothing to check, or nothing of
// what was asked for.
func TestNothingThatIsSeenIsNoCheck(t *testing.T) {
	f := newFleet(t)
	with := func(endpoints ...fakeworkspace.Object) *fakeworkspace.Workspace {
		w := fakeworkspace.New()
		w.Endpoints = endpoints
		return w
	}
	chat := fakeworkspace.External("chat", fakeworkspace.Entity("gpt", "openai", "gpt-4o"))
	provided := fakeworkspace.Provided("databricks-gte", "GTE")
	lie := fakeworkspace.External("databricks-mine", fakeworkspace.Entity("gpt", "openai", "gpt-4o"))
	const visible = "nothing is visible to auditor@example.com"
	for name, test := range few(map[string]struct {
		workspace *fakeworkspace.Workspace
		fault     fakeworkspace.Fault
		args      []string
		says      []string // none where the scan is complete
		allowed   bool     // with --allow-empty
	}{
		"an empty workspace":                    {workspace: fakeworkspace.New(), says: []string{visible}, allowed: true},
		"all is an empty object":                {fault: fakeworkspace.Fault{Kind: fakeworkspace.EmptyObject}, says: []string{"nothing is visible to whoever asks", "it does not say who asks"}},
		"all is null":                           {fault: fakeworkspace.Fault{Kind: fakeworkspace.Null}, says: []string{"it is no JSON object"}},
		"all is an error with status 200":       {fault: fakeworkspace.Fault{Kind: fakeworkspace.ErrorBody}, says: []string{"TEMPORARILY_UNAVAILABLE"}},
		"all is a login page":                   {fault: fakeworkspace.Fault{Kind: fakeworkspace.LoginPage}, says: []string{"is this the address of a workspace?"}},
		"an empty workspace of nobody":          {workspace: fakeworkspace.New(), fault: fakeworkspace.Fault{Kind: fakeworkspace.Nobody, Path: callerAPI}, says: []string{"it does not say who asks"}},
		"a workspace of nobody":                 {fault: fakeworkspace.Fault{Kind: fakeworkspace.Nobody, Path: callerAPI}, says: []string{"it does not say who asks"}},
		"only what Databricks provides":         {workspace: with(provided), says: []string{"only what Databricks provides is visible to auditor@example.com"}, allowed: true},
		"that alone, and it is left out":        {workspace: with(provided), args: []string{"--no-provided"}, says: []string{"only what Databricks provides"}, allowed: true},
		"that alone, and it is asked for":       {workspace: with(provided), args: []string{"--endpoint", "databricks-*"}},
		"that alone, asked for and left out":    {workspace: with(provided), args: []string{"--endpoint", "databricks-*", "--no-provided"}, says: []string{"all that is visible to auditor@example.com is left out"}, allowed: true},
		"one more beside it":                    {workspace: with(provided, chat)},
		"one that is not what its list says":    {workspace: with(lie), fault: fakeworkspace.Fault{Kind: fakeworkspace.NoMaker, Path: endpointAPI}, says: []string{"its id is not the one that the list has"}},
		"no endpoint of that name":              {workspace: with(chat), args: []string{"--endpoint", "nothing*"}, says: []string{"--endpoint 'nothing*' names nothing that is visible to auditor@example.com"}, allowed: true},
		"one of two names":                      {workspace: with(chat), args: []string{"--endpoint", "chat", "--endpoint", "nothing*"}, says: []string{"--endpoint 'nothing*' names nothing"}, allowed: true},
		"both of two names":                     {workspace: with(chat), args: []string{"--endpoint", "chat", "--endpoint", "c*"}},
		"no service in the catalog":             {workspace: emptyCatalog(with(chat)), args: []string{"--catalog", "main"}, says: []string{"--catalog 'main' names nothing"}, allowed: true},
		"no service in the schema":              {workspace: emptyCatalog(with(chat)), args: []string{"--catalog", "main", "--schema", "gw"}, says: []string{"--schema 'gw' of --catalog 'main' names nothing"}, allowed: true},
		"an app and nothing else":               {workspace: oneApp()},
		"endpoints that could not be listed":    {workspace: fakeworkspace.New(), fault: fakeworkspace.Fault{Kind: fakeworkspace.Internal, Path: servingAPI}, says: []string{"500 INTERNAL_ERROR"}},
		"a list of endpoints that may not seen": {workspace: fakeworkspace.New(), fault: fakeworkspace.Fault{Kind: fakeworkspace.Forbidden, Path: servingAPI}, says: []string{"403 PERMISSION_DENIED"}},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := test.workspace
			if w == nil {
				w = fakeworkspace.Demo()
			}
			s := f.start(t, w, fakeworkspace.Options{})
			if test.fault.Kind != "" {
				s.Fault(test.fault)
			}
			dir := configured(t, "")
			s.looks(t, dir, test.args, test.says)
			if test.says == nil || test.allowed {
				s.looks(t, dir, append(slices.Clone(test.args), "--allow-empty"), nil)
			} else {
				s.looks(t, dir, append(slices.Clone(test.args), "--allow-empty"), test.says[len(test.says)-1:])
			}
		})
	}
}

// looks runs all commands, and wants each to be incomplete and to say why, or to be complete.
func (s *site) looks(t *testing.T, dir string, args, says []string) {
	t.Helper()
	scanned := s.run(t, dir, "scan", append([]string{"-o", "kept", "--retry-for", "1m"}, args...)...)
	dumped := s.run(t, dir, "dump", append([]string{"-o", "dumped", "--retry-for", "1m"}, args...)...)
	for name, got := range map[string]ran{
		"scan": scanned, "dump": dumped,
		"check of the scan": runAt(t, now, dir, "check", "kept"), "check of the dump": runAt(t, now, dir, "check", "dumped"),
	} {
		if (got.code == report.ExitIncomplete) != (says != nil) {
			t.Errorf("%s %q: exit code %d\n%s%s", name, args, got.code, got.out, got.err)
		}
		for _, text := range says {
			if !strings.Contains(got.out+got.err, text) {
				t.Errorf("%s %q does not say %q:\n%s%s", name, args, text, got.out, got.err)
			}
		}
	}
	for _, folder := range []string{"kept", "dumped"} {
		if got := runAt(t, now, dir, "verify", folder); (got.code == report.ExitIncomplete) != (says != nil) {
			t.Errorf("verify %s: exit code %d: %s%s", folder, got.code, got.out, got.err)
		}
	}
}

// emptyCatalog adds a catalog with a schema, and no service.
func emptyCatalog(w *fakeworkspace.Workspace) *fakeworkspace.Workspace {
	w.AddSchema("main.gw")
	return w
}

// oneApp has an app and no gateway.
func oneApp() *fakeworkspace.Workspace {
	w := fakeworkspace.New()
	w.Apps = fakeworkspace.Demo().Apps[:1]
	return w
}

// TestACertificateThatIsNotVerifiedIsSaid scans a workspace over a connection that anybody could
// answer.
func TestACertificateThatIsNotVerifiedIsSaid(t *testing.T) {
	f := newFleet(t)
	behind := fakeworkspace.Start(fakeworkspace.Demo(), fakeworkspace.Options{})
	t.Cleanup(behind.Close)
	target, err := url.Parse(behind.URL)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
	t.Cleanup(front.Close)
	dir := configured(t, "")
	put(t, f.file, fmt.Sprintf("[tls]\nhost = %s\ntoken = %s\nskip_verify = true\n", front.URL, behind.Token))
	got := runAt(t, now, dir, "scan", "--profile", "tls", "-f", "json", "-o", "kept")
	if told := reported(t, got); told.Workspace.TLS != "unverified" {
		t.Errorf("the report says %q of TLS: %v", told.Workspace.TLS, told.Errors)
	}
	if m := tree(t, dir)["kept/manifest.json"]; !strings.Contains(m, `"tls": "unverified"`) {
		t.Errorf("%.400s", m)
	}
	checked := runAt(t, now, dir, "check", "-f", "json", "kept")
	if told := reported(t, checked); told.Workspace.TLS != "unverified" {
		t.Errorf("check says %q of TLS", told.Workspace.TLS)
	}
	text := runAt(t, now, dir, "check", "kept")
	dumped := runAt(t, now, dir, "dump", "--profile", "tls", "-o", "dumped")
	for name, said := range map[string]string{
		"scan": got.err, "dump": dumped.err, "check": checked.err, "the report": text.out, "verify": runAt(t, now, dir, "verify", "kept").out,
	} {
		if !strings.Contains(said, "verified") || !strings.Contains(said, "the certificate of the workspace") {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// TestAWorkspaceThatIsNamedWronglyIsWrongUsage names a workspace by flag, profile and environment.
func TestAWorkspaceThatIsNamedWronglyIsWrongUsage(t *testing.T) {
	f := newFleet(t)
	put(t, f.file, "[plain]\nhost = http://adb-2.azuredatabricks.net\ntoken = dapi0123456789abcdef0123456789abcdef\n")
	for name, test := range map[string]struct {
		args []string
		env  string
		says string
	}{
		"a flag":                {[]string{"--host", "http://adb-1.azuredatabricks.net"}, "", "gwlint: http://adb-1.azuredatabricks.net is not encrypted, so others could read the credentials that are sent there: write https://adb-1.azuredatabricks.net\n"},
		"a profile":             {[]string{"--profile", "plain"}, "", "write https://adb-2.azuredatabricks.net\n"},
		"the environment":       {nil, "http://adb-3.azuredatabricks.net", "write https://adb-3.azuredatabricks.net\n"},
		"no such profile":       {[]string{"--profile", "nope"}, "", `has no such profile: name one that it has (plain), or write it with 'databricks configure --profile nope'` + "\n"},
		"its name is in quotes": {[]string{"--profile", "no pe"}, "", "gwlint: profile `no pe`: "},
		"no such profile, where the environment could sign in": {[]string{"--profile", "nope"}, "https://adb-3.azuredatabricks.net", "gwlint: profile `nope`: "},
		"a password where a port belongs":                      {[]string{"--host", "https://h:hunter2horse"}, "", "gwlint: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DATABRICKS_HOST", test.env)
			t.Setenv("DATABRICKS_TOKEN", map[bool]string{true: "dapi0123456789abcdef0123456789abcdef"}[test.env != "" || slices.Contains(test.args, "--host")])
			for _, command := range []string{"scan", "dump"} {
				dir := configured(t, "")
				got := runAt(t, now, dir, append([]string{command, "-o", "kept"}, test.args...)...)
				if got.code != report.ExitUsage || !strings.Contains(got.err, test.says) || strings.Contains(got.err, "hunter2") || got.out != "" {
					t.Errorf("%s: exit code %d: %s%s", command, got.code, got.err, got.out)
				}
			}
		})
	}
}
