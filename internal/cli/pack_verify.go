package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/pack"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// packVerification is what there is to say of a pack.
type packVerification struct {
	manifest pack.Manifest
	files    int
	problems []pack.Problem
	// inner is the snapshot in the pack.
	inner verification
}

// verifyPack verifies the files of a pack, the snapshot in it, and that the reports are those of the
// snapshot. An error means that nothing was verified.
func verifyPack(ctx context.Context, a *app, folder string, quiet bool) (int, error) {
	v := packVerification{}
	v.manifest, v.files, v.problems = pack.Verify(folder)
	inner := filepath.Join(folder, pack.SnapshotName)
	if snapshot.Is(inner) {
		v.inner.manifest, v.inner.problems, v.inner.incomplete = check.Verify(ctx, inner)
		for _, p := range v.inner.problems {
			v.problem(pack.SnapshotName+"/"+p.File, p.Message)
		}
	} else {
		v.problem(pack.SnapshotName, "is no snapshot")
	}
	if len(v.problems) == 0 { // the reports of what was changed say nothing more
		v.reports(ctx, a, folder)
	}
	text, code := v.said(quiet)
	_, err := io.WriteString(a.streams.Out, text)
	return code, err
}

func (v *packVerification) problem(file, message string) {
	v.problems = append(v.problems, pack.Problem{File: file, Message: message})
}

// reports makes the reports again, and compares them with those of the pack.
func (v *packVerification) reports(ctx context.Context, a *app, folder string) {
	go a.guard.WatchMemory(ctx) // rules of a pack may be anybody's
	made, err := judgePack(ctx, a.streams, folder, v.manifest.Arguments)
	if err != nil {
		v.problem(pack.ManifestName, "the reports cannot be made again: "+err.Error())
		return
	}
	made.Tool.Version = v.manifest.Tool.Version
	for _, r := range packReports {
		there, err := os.ReadFile(filepath.Join(folder, r.name))
		if err != nil {
			v.problem(r.name, "is missing")
			continue
		}
		var again bytes.Buffer
		if err := r.write(&again, made); err != nil || !bytes.Equal(again.Bytes(), there) {
			v.problem(r.name, v.differs(made, there))
		}
	}
}

// differs says why a report is not what this gwlint makes.
func (v *packVerification) differs(made report.Report, there []byte) string {
	if v.manifest.Tool.Version != Version() {
		return fmt.Sprintf("was made by gwlint %s, and gwlint %s makes another one of the snapshot; verify it with gwlint %s",
			v.manifest.Tool.Version, Version(), v.manifest.Tool.Version)
	}
	if read, err := report.Read(bytes.NewReader(there)); err == nil && read.Tool.PolicyDigest != made.Tool.PolicyDigest {
		return "was made by other rules or another policy than those of this gwlint and of the pack"
	}
	return "is not the report of the snapshot"
}

// said is what to print, and the exit code.
func (v *packVerification) said(quiet bool) (string, int) {
	code := v.inner.exitCode()
	var text strings.Builder
	for _, p := range v.problems {
		code = report.ExitIncomplete
		text.WriteString(report.Visible(p.String()) + "\n")
	}
	for _, message := range v.inner.incomplete {
		text.WriteString(report.Visible("incomplete: "+message) + "\n")
	}
	for _, e := range v.inner.unread() {
		text.WriteString(report.Visible("not read: "+e.Path+": "+reason(e)) + "\n")
	}
	if !quiet || code != report.ExitClean {
		text.WriteString(report.Visible(v.summary()) + "\n")
	}
	return text.String(), code
}

// summary is a pack in one line.
func (v *packVerification) summary() string {
	state := "as they were written, and the reports are those of the snapshot"
	if len(v.problems) > 0 {
		state = "not as they should be: " + plural(len(v.problems), "problem", "problems")
	}
	m := v.inner.manifest
	if m.Format == "" || v.manifest.Format == "" {
		return fmt.Sprintf("evidence pack: %d files, %s", v.files, state)
	}
	return fmt.Sprintf("evidence pack of %s, taken at %s, judged by gwlint %s: %d files, %s; %s",
		m.Host, m.TakenAt.Format(time.RFC3339), v.manifest.Tool.Version, v.files, state, v.inner.completeness())
}
