package engine

import (
	"encoding/binary"
	"strings"
)

// records are kept one behind the other, in blocks. A hundred thousand of them are then a few
// dozen pieces of memory, in which the collector has nothing to follow.
type records struct{ blocks []*strings.Builder }

// blockSize is the size of a block, in bytes.
const blockSize = 64 << 10

// place is where a record begins: the number of its block, and of the byte there.
type place struct{ block, start uint32 }

// add returns where a record stays.
func (r *records) add(record []byte) place {
	last := len(r.blocks) - 1
	if last < 0 || r.blocks[last].Len()+len(record) > r.blocks[last].Cap() {
		r.blocks = append(r.blocks, &strings.Builder{})
		last++
		r.blocks[last].Grow(max(blockSize, len(record)))
	}
	at := place{uint32(last), uint32(r.blocks[last].Len())} //nolint:gosec // of what is in memory
	r.blocks[last].Write(record)
	return at
}

// read returns what reads a record.
func (r *records) read(at place) recordReader {
	return recordReader{r.blocks[at.block].String()[at.start:]}
}

// appendText writes a text behind a record.
func appendText(record []byte, text string) []byte {
	return append(binary.AppendUvarint(record, uint64(len(text))), text...)
}

// recordReader reads the parts of a record in the order in which they were written.
type recordReader struct{ rest string }

// number reads what binary.AppendUvarint wrote.
func (r *recordReader) number() int {
	var n uint64
	for shift := 0; ; shift += 7 {
		b := r.rest[0]
		r.rest = r.rest[1:]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(n) //nolint:gosec // it was an int
		}
	}
}

// text reads what appendText wrote. It shares the memory of the record.
func (r *recordReader) text() string { return r.bytes(r.number()) }

// bytes reads so many bytes.
func (r *recordReader) bytes(n int) string {
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}
