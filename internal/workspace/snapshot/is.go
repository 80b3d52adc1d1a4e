package snapshot

import (
	"bytes"
	"io"
)

// Is says whether a folder is a snapshot, whole or not: no changed byte and no
// missing file makes it pass for a folder of something else, which would then be
// judged as such.
func Is(dir string) bool {
	start := head(dir)
	switch {
	case bytes.Contains(start, []byte(`"`+Format+`"`)):
		return true
	case bytes.Contains(start, []byte(`"name": "`+toolName+`"`)) && bytes.Contains(start, []byte(`"taken_at": "`)):
		return true
	}
	return lost(dir)
}

// head is where a manifest says what it is.
func head(dir string) []byte {
	file, _, err := open(dir, manifestName)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // it was only read
	start, err := io.ReadAll(io.LimitReader(file, 4096))
	if err != nil {
		return nil
	}
	return start
}

// lost says whether there was another manifest here than there is now. A folder
// of somebody else that has such names has them right.
func lost(dir string) bool {
	text, err := read(dir, sumsName, maxManifest)
	if err != nil {
		return false
	}
	sums, _ := parseSums(text)
	was, listed := sums[manifestName]
	if !listed {
		return false
	}
	manifest, err := read(dir, manifestName, maxManifest)
	return err != nil || sum(manifest) != was
}
