package fakeworkspace

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// pages says how a list is split.
type pages struct {
	// key is that of the elements in the answer.
	key string
	// size is the query parameter that asks for a number of elements, most the
	// largest and the default of it.
	size string
	most int
	// whole says that without a size everything comes in one answer.
	whole bool
	// least is the smallest size there is, beside 0.
	least int
}

// token names an offset in a list in a form that clients cannot read.
func token(key string, at int) string {
	return hex.EncodeToString(fmt.Appendf(nil, "%s:%d", key, at))
}

// offsetOf is where a token points, -1 for none.
func offsetOf(token, key string) (int, error) {
	if token == "" {
		return -1, nil
	}
	raw, err := hex.DecodeString(token)
	if err != nil {
		return 0, err
	}
	digits, ok := strings.CutPrefix(string(raw), key+":")
	if !ok {
		return 0, fmt.Errorf("token of another list: %s", raw)
	}
	at, err := strconv.ParseUint(digits, 10, 31)
	return int(at), err
}
