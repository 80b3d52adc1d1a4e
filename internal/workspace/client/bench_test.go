package client

import (
	"net/http"
	"strings"
	"testing"
)

func BenchmarkGet(b *testing.B) {
	body := `{"name":"chat","config":{"served_entities":[` + strings.Repeat(`{"name":"prod","workload_size":"Small"},`, 30) + `{}]}}`
	c := dial(b, serve(b, func(w http.ResponseWriter, _ *http.Request) { step{200, nil, body}.write(w) }), Options{})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if got := c.Get(b.Context(), "/api/2.0/serving-endpoints/chat", nil); got.Problem != "" {
				b.Error(got.Problem)
			}
		}
	})
}

func BenchmarkBodyWithoutSecrets(b *testing.B) {
	s := &secrets{}
	s.learn(token, "another-secret")
	body := []byte(`[` + strings.Repeat(`{"name":"prod","workload_size":"Small"},`, 25000) + `{}]`)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		s.body(body)
	}
}
