//go:build ignore

// Reads the JSON files of a folder and decodes them with encoding/json, on all cores,
// and does nothing with them: go run internal/corpus/floor.go FOLDER
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run internal/corpus/floor.go FOLDER")
	}
	files, err := filepath.Glob(filepath.Join(os.Args[1], "*.json"))
	if err != nil || len(files) == 0 {
		log.Fatal("no JSON files: ", err)
	}
	names := make(chan string, len(files))
	for _, file := range files {
		names <- file
	}
	close(names)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for name := range names {
				decode(name)
			}
		})
	}
	workers.Wait()
}

func decode(file string) {
	content, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(content, &value); err != nil {
		log.Fatal(err)
	}
}
