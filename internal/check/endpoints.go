package check

import (
	"context"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// endpoints are the endpoints of all files of a run. A put-ai-gateway body that has the
// name of its endpoint is judged by what serves that, whichever file shows it: so its own
// file waits until all were read, and is then read again. To keep it would take memory
// for each such file; what is kept of an endpoint is its name and two words.
type endpoints struct {
	gateway.Endpoints

	all bool // every file was read
}

// wait adds the endpoints of a file, and says whether the file has to wait for those of
// others. Once all were read none has to, and its bodies are tied to their endpoints.
func (e *endpoints) wait(subjects []*gateway.Subject) bool {
	if e.all {
		e.Tie(subjects)
		return false
	}
	e.Add(subjects)
	return gateway.AwaitEndpoint(subjects)
}

// judge has the gateways of a file judged, unless they have to wait.
func (f *Files) judge(ctx context.Context, j *Judge, input source.Input, result fileResult, subjects []*gateway.Subject) (fileResult, error) {
	switch wait := f.endpoints.wait(subjects); {
	case wait && input.Piped():
		result.waits, result.held = true, subjects
		return result, nil
	case wait:
		return fileResult{waits: true}, nil
	}
	result.subjects = entries(subjects)
	return result, j.Judge(ctx, subjects)
}

// readWaiting reads the files again that waited for all to be read, and has their
// gateways judged.
func (f *Files) readWaiting(ctx context.Context, j *Judge, results []fileResult) error {
	f.endpoints.all = true
	return f.each(ctx, func(ctx context.Context, i int) (err error) {
		switch held := results[i].held; {
		case held != nil:
			results[i].held = nil
			results[i], err = f.judge(ctx, j, f.inputs[i], results[i], held)
		case results[i].waits:
			results[i], err = f.readOne(ctx, j, f.inputs[i])
		}
		return err
	})
}

// tieTogether ties the put-ai-gateway bodies of a file to the endpoints that the file
// shows itself.
func tieTogether(subjects []*gateway.Subject) {
	if !gateway.AwaitEndpoint(subjects) {
		return
	}
	var shown gateway.Endpoints
	shown.Add(subjects)
	shown.Tie(subjects)
}
