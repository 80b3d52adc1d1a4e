//go:build ignore

// Writes a corpus: go run internal/corpus/main.go N FOLDER [SEED]
package main

import (
	"log"
	"os"
	"strconv"

	"github.com/gwlint/gwlint/internal/corpus"
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: go run internal/corpus/main.go N FOLDER [SEED]")
	}
	n, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	seed := uint64(7)
	if len(os.Args) > 3 {
		if seed, err = strconv.ParseUint(os.Args[3], 10, 64); err != nil {
			log.Fatal(err)
		}
	}
	if err := os.MkdirAll(os.Args[2], 0o755); err != nil {
		log.Fatal(err)
	}
	if err := corpus.Write(os.Args[2], n, seed); err != nil {
		log.Fatal(err)
	}
}
