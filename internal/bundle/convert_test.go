package bundle

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// valueOf is the value of the key `k` in a file.
func valueOf(tb testing.TB, written string) *source.Node {
	tb.Helper()
	text, err := source.NewText("databricks.yml", []byte("k: "+written+"\n"))
	if err != nil {
		tb.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	source.SetText(documents[0].Root, text)
	return documents[0].Root.Get("k")
}

func TestAValueIsConvertedToWhatItsFieldTakes(t *testing.T) {
	t.Parallel()
	type scalar struct {
		Kind    source.Kind
		Text    string
		Written string
	}
	const dropped = "dropped"
	for name, test := range map[string]struct {
		field   *field
		written string
		want    scalar // Text is dropped where the CLI drops it
	}{
		"true":                              {boolField, "true", scalar{source.Bool, "true", ""}},
		"True":                              {boolField, "True", scalar{source.Bool, "true", ""}},
		"a quoted true":                     {boolField, "'true'", scalar{source.Bool, "true", "true"}},
		"yes":                               {boolField, "yes", scalar{source.Bool, "true", "yes"}},
		"On":                                {boolField, "On", scalar{source.Bool, "true", "On"}},
		"n":                                 {boolField, "n", scalar{source.Bool, "false", "n"}},
		"OFF":                               {boolField, "OFF", scalar{source.Bool, "false", "OFF"}},
		"a quoted TRUE is no boolean":       {boolField, "'TRUE'", scalar{Text: dropped}},
		"oN is no boolean":                  {boolField, "oN", scalar{Text: dropped}},
		"1 is no boolean":                   {boolField, "1", scalar{Text: dropped}},
		"a map is no boolean":               {boolField, "{enabled: true}", scalar{Text: dropped}},
		"a whole number":                    {wholeField, "10", scalar{source.Number, "10", ""}},
		"a negative one":                    {wholeField, "-5", scalar{source.Number, "-5", ""}},
		"a quoted one":                      {wholeField, "'10'", scalar{source.Number, "10", "10"}},
		"a quoted one with a sign":          {wholeField, "'+010'", scalar{source.Number, "10", "+010"}},
		"one with an exponent":              {wholeField, "1e3", scalar{source.Number, "1000", "1e3"}},
		"one with a fraction of nothing":    {wholeField, "12.0", scalar{source.Number, "12", "12.0"}},
		"one with a separator":              {wholeField, "1_000", scalar{source.Number, "1000", ""}},
		"hexadecimal":                       {wholeField, "0x10", scalar{source.Number, "16", ""}},
		"a fraction is not whole":           {wholeField, "12.5", scalar{Text: dropped}},
		"a quoted fraction of nothing":      {wholeField, "'12.0'", scalar{Text: dropped}},
		"a quoted hexadecimal":              {wholeField, "'0x10'", scalar{Text: dropped}},
		"true is no number":                 {wholeField, "true", scalar{Text: dropped}},
		"a word is no number":               {wholeField, "ten", scalar{Text: dropped}},
		"an empty text is no number":        {wholeField, "''", scalar{Text: dropped}},
		"a list is no number":               {wholeField, "[1]", scalar{Text: dropped}},
		"a number beyond 64 bits":           {wholeField, "1e19", scalar{Text: dropped}},
		"an infinity":                       {wholeField, ".inf", scalar{Text: dropped}},
		"a number":                          {numberField, "0.50", scalar{source.Number, "0.50", ""}},
		"a quoted number":                   {numberField, "'0.50'", scalar{source.Number, "0.5", "0.50"}},
		"a whole one where any does":        {numberField, "2", scalar{source.Number, "2", ""}},
		"a word where any number does":      {numberField, "half", scalar{Text: dropped}},
		"a quoted infinity":                 {numberField, "'inf'", scalar{Text: dropped}},
		"a text":                            {textField, "a", scalar{source.String, "a", ""}},
		"a text of a whole number":          {textField, "5", scalar{source.String, "5", "5"}},
		"a text of a number":                {textField, "1.50", scalar{source.String, "1.5", "1.50"}},
		"a text of a number with exponent":  {textField, "1e3", scalar{source.String, "1000", "1e3"}},
		"a text of a boolean":               {textField, "True", scalar{source.String, "true", "True"}},
		"a text of a date":                  {textField, "2026-01-31", scalar{source.String, "2026-01-31", ""}},
		"a map is no text":                  {textField, "{a: b}", scalar{Text: dropped}},
		"null counts as not written":        {wholeField, "~", scalar{source.Null, "", ""}},
		"a whole reference":                 {wholeField, "${var.n}", scalar{source.String, "${var.n}", ""}},
		"a whole reference to an element":   {boolField, "${var.l[0].k}", scalar{source.String, "${var.l[0].k}", ""}},
		"a whole reference in a text":       {textField, "${var.n}", scalar{source.String, "${var.n}", ""}},
		"a part of a reference is no value": {wholeField, "${var.n}0", scalar{Text: dropped}},
		"a reference in a reference":        {wholeField, "${var.${var.n}}", scalar{Text: dropped}},
		"a reference with spaces":           {wholeField, "'${ var.n }'", scalar{Text: dropped}},
		"a reference for another tool":      {wholeField, "'${{var.n}}'", scalar{Text: dropped}},
		"what another tool fills in":        {wholeField, "$(limit)", scalar{source.String, "$(limit)", ""}},
		"a token to replace":                {wholeField, "#{LIMIT}#", scalar{source.String, "#{LIMIT}#", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, ok := convert(valueOf(t, test.written), test.field)
			got := scalar{Text: dropped}
			if ok {
				got = scalar{n.Kind, n.Text, n.Origin.Written}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAMapAListAndAWholeReferenceFitTheirFields(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		field   *field
		written string
		want    bool
	}{
		"a list":                          {textsField, "[a]", true},
		"a map for a list":                {textsField, "{a: b}", false},
		"a text for a list":               {textsField, "a", false},
		"a whole reference for a list":    {textsField, "${var.l}", true},
		"a part of a reference, for such": {textsField, "${var.l}/a", false},
		"a map":                           {textMapField, "{a: b}", true},
		"a list for a map":                {textMapField, "[a]", false},
		"a number for a map":              {objectField(nil), "5", false},
		"a whole reference for a map":     {presetsField, "${var.m}", true},
		"nothing for a map":               {presetsField, "", true},
		"anything":                        {anyField, "[a]", true},
		"an unknown key":                  {nil, "[a]", true},
	} {
		if _, ok := convert(valueOf(t, test.written), test.field); ok != test.want {
			t.Errorf("%s: got %t, want %t", name, ok, test.want)
		}
	}
}

func TestAConvertedValueStandsWhereItIsWritten(t *testing.T) {
	t.Parallel()
	n := valueOf(t, "'60'")
	got, _ := convert(n, wholeField)
	if got == n || got.Range() != n.Range() || got.Origin.Text != n.Origin.Text || got.Origin == n.Origin {
		t.Errorf("got %+v with %+v", got, got.Origin)
	}
	if n.Kind != source.String || n.Origin.Written != "" {
		t.Errorf("the value that was read became %+v with %+v", n, n.Origin)
	}
}

func TestWhatIsUnfitSaysSoAndStays(t *testing.T) {
	t.Parallel()
	const body = `
resources:
  model_serving_endpoints:
    chat:
      ai_gateway:
        guardrails: {input: {safety: {enabled: true}}, output: [safety]}
        rate_limits: [{calls: ten, key: user}, {calls: '5'}, calls, {calls: 12.0}]
        usage_tracking: {enabled: [1]}
      config: {served_entities: [{entity_version: 7, environment_vars: {A: 1, B: [x]}}]}
      permissions: {level: CAN_QUERY}
`
	text, err := source.NewText("databricks.yml", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	source.SetText(documents[0].Root, text)
	var got []string
	var walk func(n *source.Node, path string)
	walk = func(n *source.Node, path string) {
		if n.Origin.Unfit {
			got = append(got, path)
		}
		for i, item := range n.Items() {
			walk(item, path+"["+string(rune('0'+i))+"]")
		}
		for _, e := range n.Entries() {
			walk(e.Value, path+"."+e.Key)
		}
	}
	root := fit(documents[0].Root, rootField)
	chat := root.Get("resources").Get("model_serving_endpoints").Get("chat")
	walk(chat, "")
	want := []string{
		".ai_gateway.guardrails.input.safety", ".ai_gateway.guardrails.output", ".ai_gateway.rate_limits[0].calls",
		".ai_gateway.rate_limits[2]", ".config.served_entities[0].environment_vars.B", ".permissions",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	entity := chat.Get("config").Get("served_entities").Items()[0]
	if version := entity.Get("entity_version"); version.Kind != source.String || version.Text != "7" {
		t.Errorf("entity_version: got %v %q", version.Kind, version.Text)
	}
	if a := entity.Get("environment_vars").Get("A"); a.Kind != source.String {
		t.Errorf("environment_vars.A: got %v", a.Kind)
	}
	if calls := chat.Get("ai_gateway").Get("rate_limits").Items()[3].Get("calls"); calls.Text != "12" {
		t.Errorf("calls: got %q", calls.Text)
	}
}
