package check

import "github.com/gwlint/gwlint/internal/gateway"

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
