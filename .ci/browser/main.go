// Browser opens pages that gwlint wrote in a headless Chromium and says what is wrong with
// them: `go run ./.ci/browser [-shots FOLDER] PAGE...`. It uses the standard library alone,
// so that the product's go.mod stays free of it.
package main

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	shots := flag.String("shots", "", "write pictures and prints of the pages into this folder")
	flag.Parse()
	wrong, err := run(flag.Args(), *shots)
	for _, text := range wrong {
		fmt.Fprintln(os.Stderr, text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "browser:", err)
	}
	if err != nil || len(wrong) > 0 {
		os.Exit(1)
	}
}

// run checks each page and returns what is wrong.
func run(pages []string, shots string) (wrong []string, err error) {
	if len(pages) == 0 {
		return nil, fmt.Errorf("no page is named")
	}
	program, err := exec.LookPath("chromium")
	if err != nil {
		return nil, fmt.Errorf("chromium is missing: install Debian's package of that name")
	}
	profile, err := os.MkdirTemp("", "gwlint-browser-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(profile) //nolint:errcheck // a temporary folder
	b, err := launch(program, profile)
	if err != nil {
		return nil, err
	}
	defer b.close()
	for _, page := range pages {
		path, err := filepath.Abs(page)
		if err != nil {
			return wrong, err
		}
		v := visit{page: filepath.Base(page), url: (&url.URL{Scheme: "file", Path: path}).String()}
		if v.tab, err = b.open(); err != nil {
			return wrong, err
		}
		if err := v.all(); err != nil {
			return append(wrong, v.wrong...), fmt.Errorf("%s: %w", page, err)
		}
		if len(v.wrong) == 0 {
			fmt.Printf("%s: ok\n", page)
		}
		wrong = append(wrong, v.wrong...)
		if shots != "" {
			if err := v.pictures(shots); err != nil {
				return wrong, err
			}
		}
	}
	return wrong, nil
}

// pictures writes the page as it looks in two widths and two colours, and as it prints.
func (v *visit) pictures(folder string) error {
	name := strings.TrimSuffix(v.page, ".html")
	for _, colours := range []string{"light", "dark"} {
		features := []map[string]string{{"name": "prefers-color-scheme", "value": colours}}
		if _, err := v.do("Emulation.setEmulatedMedia", map[string]any{"features": features}); err != nil {
			return err
		}
		for _, width := range []int{1280, 400} {
			size := map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}
			if _, err := v.do("Emulation.setDeviceMetricsOverride", size); err != nil {
				return err
			}
			if err := v.show(v.url, ""); err != nil {
				return err
			}
			var height float64
			if err := v.eval("document.documentElement.scrollHeight", &height); err != nil {
				return err
			}
			clip := map[string]any{"x": 0, "y": 0, "width": width, "height": min(height, 4000), "scale": 1}
			if err := v.save(filepath.Join(folder, fmt.Sprintf("%s-%s-%d.png", name, colours, width)), "Page.captureScreenshot", map[string]any{"captureBeyondViewport": true, "clip": clip}); err != nil {
				return err
			}
		}
	}
	return v.save(filepath.Join(folder, name+".pdf"), "Page.printToPDF", map[string]any{"preferCSSPageSize": true, "printBackground": true})
}

func (v *visit) save(file, method string, params any) error {
	b, err := v.data(method, params)
	if err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o600)
}

// data is what a command answers with in base64.
func (v *visit) data(method string, params any) ([]byte, error) {
	result, err := v.do(method, params)
	if err != nil {
		return nil, err
	}
	var answer struct{ Data string }
	if err := json.Unmarshal(result, &answer); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(answer.Data)
}
