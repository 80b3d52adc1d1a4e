package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
)

// matrixOf is the matrix of a report, up to the blank line behind it.
func matrixOf(tb testing.TB, r report.Report, o report.Options) string {
	tb.Helper()
	out := string(written(tb, "text", r, o))
	i := strings.Index(out, "\nf4_c")
	if i < 0 {
		tb.Fatalf("no matrix:\n%s", out)
	}
	matrix, _, _ := strings.Cut(out[i+1:], "\n\n")
	return matrix + "\n"
}

func TestTheMatrixSaysWhichGatewayHasWhat(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options report.Options
		want    string
	}{
		"those with findings, the worst first": {report.Options{Matrix: report.MatrixSome}, `f4_checklist         01 02 03 07 08 09  errors
team0-gateway-000000 ✓  ✗  ✓  ✓  ✓  ✓        2  GW003 GW007 GW210
team3-gateway-000003 ✓  ✗  ✓  ✓  ✓  ✓        2  GW003 GW007 GW210
team2-gateway-000002 ✓  ✓  ✓  ✓  ✓  ✓        0  GW210
2 of 5 without findings, 2 of these with items that are not decided
`},
		"all": {report.Options{Matrix: report.MatrixAll}, `f4_checklist         01 02 03 07 08 09  errors
team0-gateway-000000 ✓  ✗  ✓  ✓  ✓  ✓        2  GW003 GW007 GW210
team1-gateway-000001 ✓  ✓  ?  ✓  ✓  ✓        0
team2-gateway-000002 ✓  ✓  ✓  ✓  ✓  ✓        0  GW210
team3-gateway-000003 ✓  ✗  ✓  ✓  ✓  ✓        2  GW003 GW007 GW210
team4-gateway-000004 ✓  ✓  ?  ✓  ✓  ✓        0
2 of 5 without findings, 2 of these with items that are not decided
`},
		"in ASCII, in few columns": {report.Options{Matrix: report.MatrixAll, ASCII: true, Width: 30}, `f4_checkl~ 01 02 03 07 08 09
team0-gat~ +  x  +  +  +  +
team1-gat~ +  +  ?  +  +  +
team2-gat~ +  +  +  +  +  +
team3-gat~ +  x  +  +  +  +
team4-gat~ +  +  ?  +  +  +
f4_checkl~  errors
team0-gat~       2  GW003 +2
team1-gat~       0
team2-gat~       0  GW210
team3-gat~       2  GW003 +2
team4-gat~       0
2 of 5 without findings, 2 of
these with items that are not
decided
`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, matrixOf(t, many(t, 5, 9), test.options)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOfManyGatewaysTheWorstAreInTheMatrix(t *testing.T) {
	t.Parallel()
	matrix := matrixOf(t, many(t, 300, 9), report.Options{Matrix: report.MatrixSome})
	if rows := strings.Count(matrix, "GW003 GW007"); rows != 50 || !strings.Contains(matrix, "… 150 more with findings; --matrix=all shows all\n100 of 300 without findings") {
		t.Errorf("%d rows:\n%s", rows, matrix)
	}
	if rows := strings.Count(matrixOf(t, many(t, 300, 9), report.Options{Matrix: report.MatrixAll}), "\n"); rows != 302 {
		t.Errorf("%d rows of all", rows)
	}
}

func TestGatewaysOfOneNameAreToldApartByTheirFiles(t *testing.T) {
	t.Parallel()
	r := many(t, 5, 9)
	for i := range r.Subjects {
		r.Subjects[i].Name = map[bool]string{true: "chat", false: ""}[i < 2]
		r.Subjects[i].File = fmt.Sprintf("a/long/path/to/file/%d.json", i)
	}
	want := `f4_checkl… 01 02 03 07 08 09
…le/0.json ✓  ✗  ✓  ✓  ✓  ✓
…le/1.json ✓  ✓  ?  ✓  ✓  ✓
…le/2.json ✓  ✓  ✓  ✓  ✓  ✓
`
	if got := matrixOf(t, r, report.Options{Matrix: report.MatrixAll, Width: 30}); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
}

func TestIDsInAHeadAreShortenedToWhatDiffers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ ids, want string }{
		{"F4-01 F4-05 F4-18", "01 05 18"},
		{"LLM01:2025 LLM02:2025 LLM10:2025", "01 02 10"},
		{"Art-9 Art-10 Art-15", "9 10 15"},
		{"GV-1.1 MAP-2.3", "GV-1.1 MAP-2.3"},
		{"AB1 AB11", "1 11"},
		{"X-1", "X-1"},
		{"X X-1", "X X-1"},
		{"é-1 é-2", "1 2"},
		{"éa éb", "éa éb"},
	} {
		ids := strings.Fields(test.ids)
		if diff := cmp.Diff(strings.Fields(test.want), report.ShortIDs(ids)); diff != "" {
			t.Errorf("%s: %s", test.ids, diff)
		}
	}
}
