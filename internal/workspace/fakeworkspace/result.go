package fakeworkspace

import "fmt"

// state is where a statement is: it waits, runs and ends as often as it is asked
// after.
func (r *running) state() string {
	switch {
	case r.canceled:
		return "CANCELED"
	case r.polls < r.Pending:
		return "PENDING"
	case r.polls < 2*r.Pending:
		return "RUNNING"
	case r.Failure != "":
		return "FAILED"
	default:
		return "SUCCEEDED"
	}
}

// response is the answer to a submission and to a question for the state.
func (r *running) response(n int) Object {
	status := Object{"state": r.state()}
	response := Object{"statement_id": statementID(n), "status": status}
	switch r.state() {
	case "FAILED":
		status["error"] = Object{"error_code": "BAD_REQUEST", "message": r.Failure}
	case "SUCCEEDED":
		response["manifest"] = r.manifest()
		response["result"] = r.chunk(n, 0)
	}
	return response
}

func (r *running) manifest() Object {
	columns := make([]any, len(r.Columns))
	for i, name := range r.Columns {
		columns[i] = Object{"name": name, "position": i, "type_name": "STRING", "type_text": "STRING"}
	}
	chunks := make([]any, r.chunks())
	for i := range chunks {
		from, to := r.bounds(i)
		chunks[i] = Object{"chunk_index": i, "row_offset": from, "row_count": to - from}
	}
	return Object{
		"format": "JSON_ARRAY", "schema": Object{"column_count": len(columns), "columns": columns},
		"total_chunk_count": len(chunks), "chunks": chunks, "total_row_count": len(r.Rows), "truncated": r.truncated,
	}
}

// chunk is a part of the rows, with where the next is.
func (r *running) chunk(n, index int) Object {
	from, to := r.bounds(index)
	rows := make([]any, 0, to-from)
	for _, row := range r.Rows[from:to] {
		rows = append(rows, row)
	}
	chunk := Object{"chunk_index": index, "row_offset": from, "row_count": to - from, "data_array": rows}
	if index+1 < r.chunks() {
		chunk["next_chunk_index"] = index + 1
		chunk["next_chunk_internal_link"] = fmt.Sprintf("%s/%s/result/chunks/%d", statementsAPI, statementID(n), index+1)
	}
	return chunk
}

func (r *running) chunks() int {
	if r.ChunkRows <= 0 {
		return 1
	}
	return max(1, (len(r.Rows)+r.ChunkRows-1)/r.ChunkRows)
}

func (r *running) bounds(index int) (from, to int) {
	if r.ChunkRows <= 0 {
		return 0, len(r.Rows)
	}
	return index * r.ChunkRows, min((index+1)*r.ChunkRows, len(r.Rows))
}
