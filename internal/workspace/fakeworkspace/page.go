package fakeworkspace

import (
	"encoding/hex"
	"fmt"
	"net/http"
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

// page answers with a part of a list, and with a token when more follows.
func (s *Server) page(w http.ResponseWriter, r *http.Request, p pages, list []Object) {
	size, ok := s.pageSize(r, p)
	if !ok {
		invalid(w, p.size+" '"+r.URL.Query().Get(p.size)+"' is out of range")
		return
	}
	at, err := position(r.URL.Query().Get("page_token"), p.key)
	if err != nil || at > len(list) {
		invalid(w, "Invalid page token")
		return
	}
	if at < 0 { // before the first
		if s.options.EmptyPages {
			s.answer(w, Object{"next_page_token": token(p.key, 0)})
			return
		}
		at = 0
	}
	end := min(at+size, len(list))
	body := Object{p.key: anyList(list[at:end])}
	switch {
	case s.options.RepeatToken:
		body["next_page_token"] = token(p.key, 0)
	case end < len(list) || s.options.EmptyPages && at < end:
		body["next_page_token"] = token(p.key, end)
	}
	s.answer(w, body)
}

// pageSize is how many elements a page has.
func (s *Server) pageSize(r *http.Request, p pages) (int, bool) {
	written := r.URL.Query().Get(p.size)
	size := p.most
	if written == "" && p.whole {
		size = 1 << 30
	}
	if written != "" {
		asked, err := strconv.Atoi(written)
		if err != nil || asked < 0 || asked > 0 && asked < p.least {
			return 0, false
		}
		if asked > 0 {
			size = min(asked, p.most)
		}
	}
	if s.options.PageSize > 0 {
		size = min(size, s.options.PageSize)
	}
	return size, true
}

// token names a place in a list so that nobody reads it.
func token(key string, at int) string {
	return hex.EncodeToString(fmt.Appendf(nil, "%s:%d", key, at))
}

// position is where a token points, -1 for none.
func position(token, key string) (int, error) {
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
