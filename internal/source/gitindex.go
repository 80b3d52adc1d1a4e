package source

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// repository is a work tree of git, and what git tracks in it. What is tracked is
// read when it is first asked for.
type repository struct {
	root string // absolute, without symbolic links
	git  string // the folder that holds the index: `.git`, or what that file names

	takes   func(name string) bool // the names that matter
	once    sync.Once
	tracked tracked
	err     error
}

// tracked is what an index names: files of the names that matter, and the folders
// above them, by their path from the root.
type tracked map[string]bool

// gitFolder is the folder that `.git` is, or names: in a work tree beside the
// first one, and in a submodule, it is a file.
func gitFolder(root string) string {
	place := filepath.Join(root, ".git")
	content, err := readRegular(place, 1<<12)
	name, named := strings.CutPrefix(strings.TrimSpace(string(content)), "gitdir: ")
	if err != nil || !named {
		return place
	}
	return Absolute(root, filepath.FromSlash(name))
}

// exclude is the file of rules that is shared by all work trees of the repository.
func (r *repository) exclude() string {
	common := r.git
	if name, err := readRegular(filepath.Join(r.git, "commondir"), 1<<12); err == nil {
		common = Absolute(r.git, strings.TrimSpace(string(name)))
	}
	return filepath.Join(common, "info", "exclude")
}

// tracks says whether git tracks a file of this absolute path, or one below a
// folder of it. An index that cannot be read tracks nothing; see err.
func (r *repository) tracks(file string) bool {
	r.once.Do(r.read)
	rel, err := filepath.Rel(r.root, file)
	return err == nil && r.tracked[filepath.ToSlash(rel)]
}

// indexBytes is the largest index that is read: one of three million files.
const indexBytes = 256 << 20

// read reads the index, and the one it shares with others. A repository without
// an index tracks nothing yet.
func (r *repository) read() {
	r.tracked = tracked{}
	shared, err := r.readIndex("index")
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	if err == nil && shared != "" {
		_, err = r.readIndex("sharedindex." + shared)
	}
	r.err = err
}

func (r *repository) readIndex(name string) (shared string, err error) {
	content, err := readFollowed(filepath.Join(r.git, name), indexBytes)
	if err != nil {
		return "", err
	}
	return readIndex(content, func(file string) {
		if r.takes(path.Base(file)) {
			r.tracked.add(file)
		}
	})
}

// add adds a file and the folders above it.
func (t tracked) add(file string) {
	for ; file != "." && file != "/" && !t[file]; file = path.Dir(file) {
		t[file] = true
	}
}

// errIndex is what readIndex says of a text that is no index of a version it knows.
var errIndex = errors.New("not an index of git in version 2, 3 or 4")

// readIndex calls a function with each path of an index of git, in version 2, 3 or
// 4, with object names of SHA-1 or SHA-256. It returns the name of the index that
// this one adds to, "" where it stands alone; what the two say together may name
// files that are tracked no more. The format is that of
// https://git-scm.com/docs/index-format.
func readIndex(content []byte, add func(path string)) (shared string, err error) {
	for _, hash := range []int{20, 32} {
		i := indexReader{rest: content, whole: content, hash: hash}
		if names, shared, ok := i.read(); ok {
			for _, name := range names {
				add(name)
			}
			return shared, nil
		}
	}
	return "", errIndex
}

// indexReader reads an index whose object names have so many bytes.
type indexReader struct {
	whole, rest []byte
	hash        int
	version     uint32
	previous    []byte
}

func (i *indexReader) read() (names []string, shared string, ok bool) {
	head := i.take(12)
	if head == nil || len(i.whole) < 12+i.hash || string(head[:4]) != "DIRC" {
		return nil, "", false
	}
	i.version = binary.BigEndian.Uint32(head[4:])
	if i.version < 2 || i.version > 4 {
		return nil, "", false
	}
	for range binary.BigEndian.Uint32(head[8:]) {
		name, ok := i.entry()
		if !ok {
			return nil, "", false
		}
		if len(name) > 0 { // one that replaces an entry of the shared index has no name
			names = append(names, string(name))
		}
	}
	shared, ok = i.extensions()
	return names, shared, ok
}

// take takes so many bytes, nil where there are fewer.
func (i *indexReader) take(n int) []byte {
	if n < 0 || n > len(i.rest) {
		return nil
	}
	taken := i.rest[:n]
	i.rest = i.rest[n:]
	return taken
}

// statBytes is the size of what precedes the object name of an entry: times,
// device, mode, owner and size.
const statBytes = 40

// extended says in the flags of an entry that two more bytes of flags follow.
const extended = 0x4000

func (i *indexReader) entry() (name []byte, ok bool) {
	fixed := statBytes + i.hash + 2
	head := i.take(fixed)
	if head == nil {
		return nil, false
	}
	if i.version > 2 && binary.BigEndian.Uint16(head[fixed-2:])&extended != 0 {
		if i.take(2) == nil {
			return nil, false
		}
		fixed += 2
	}
	if i.version == 4 {
		return i.shortened()
	}
	end := bytes.IndexByte(i.rest, 0)
	if end < 0 {
		return nil, false
	}
	name = i.rest[:end]
	padded := (fixed+end+8)&^7 - fixed // from one to eight bytes of zero
	return name, i.take(padded) != nil
}

// shortened reads a name of version 4: how much of the end of the previous one to
// leave out, and what to put there.
func (i *indexReader) shortened() (name []byte, ok bool) {
	cut, ok := i.number()
	end := bytes.IndexByte(i.rest, 0)
	if !ok || end < 0 || cut > len(i.previous) {
		return nil, false
	}
	name = append(append([]byte{}, i.previous[:len(i.previous)-cut]...), i.rest[:end]...)
	i.previous = name
	return name, i.take(end+1) != nil
}

// number reads a number of variable width, as the offsets of a pack have it.
func (i *indexReader) number() (n int, ok bool) {
	for first := true; ; first = false {
		next := i.take(1)
		if next == nil || n > 1<<30 {
			return 0, false
		}
		if !first {
			n = (n + 1) << 7
		}
		n += int(next[0] & 0x7f)
		if next[0]&0x80 == 0 {
			return n, true
		}
	}
}

// extensions goes through what follows the entries up to the checksum. One of
// them names the shared index.
func (i *indexReader) extensions() (shared string, ok bool) {
	for len(i.rest) > i.hash {
		head := i.take(8)
		if head == nil {
			return "", false
		}
		body := i.take(int(min(binary.BigEndian.Uint32(head[4:]), 1<<30)))
		if body == nil {
			return "", false
		}
		if string(head[:4]) == "link" && len(body) >= i.hash && !bytes.Equal(body[:i.hash], make([]byte, i.hash)) {
			shared = hex.EncodeToString(body[:i.hash])
		}
	}
	return shared, len(i.rest) == i.hash
}
