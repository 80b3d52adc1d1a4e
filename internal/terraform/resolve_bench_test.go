package terraform

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// endpoints is how many the modules of the benchmarks make.
const endpoints = 500

const endpointBody = `
  ai_gateway {
    usage_tracking_config {
      enabled = true
    }
    inference_table_config {
      enabled           = true
      catalog_name      = "harbor"
      schema_name       = "ai_gateway"
      table_name_prefix = %[1]s
    }
    rate_limits {
      key            = "endpoint"
      calls          = %[2]s
      renewal_period = "minute"
    }
    rate_limits {
      key            = "user"
      calls          = 10
      renewal_period = "minute"
    }
    guardrails {
      input {
        safety = true
        pii {
          behavior = "BLOCK"
        }
      }
      output {
        safety = true
        pii {
          behavior = "MASK"
        }
      }
    }
  }
  config {
    served_entities {
      name = %[1]s
      external_model {
        name     = "gpt-4o"
        provider = "openai"
        task     = "llm/v1/chat"
        openai_config {
          openai_api_key = "{{secrets/harbor/openai}}"
        }
      }
    }
  }
}
`

// modulesOfBenchmarks are the files of modules that make the same endpoints.
func modulesOfBenchmarks() map[string]map[string]string {
	var blocks, values, calls strings.Builder
	values.WriteString("endpoints = {\n")
	for i := range endpoints {
		name := fmt.Sprintf("ep_%d", i)
		fmt.Fprintf(&blocks, "resource \"databricks_model_serving\" %q {\n  name = %q\n", name, name)
		fmt.Fprintf(&blocks, endpointBody, fmt.Sprintf("%q", name), fmt.Sprint(100+i))
		fmt.Fprintf(&values, "  %s = { prefix = %q, calls = %d }\n", name, name, 100+i)
		fmt.Fprintf(&calls, "module %q {\n  source = \"./endpoint\"\n  prefix = %q\n  calls  = %d\n}\n", name, name, 100+i)
	}
	values.WriteString("}\n")
	each := "variable \"endpoints\" {\n  type = map(object({ prefix = string, calls = number }))\n}\nresource \"databricks_model_serving\" \"ep\" {\n  for_each = var.endpoints\n  name = each.key\n"
	child := "variable \"prefix\" {\n  type = string\n}\nvariable \"calls\" {\n  type = number\n}\nresource \"databricks_model_serving\" \"ep\" {\n  name = var.prefix\n"
	return map[string]map[string]string{
		"blocks":   {"main.tf": blocks.String()},
		"for_each": {"main.tf": each + fmt.Sprintf(endpointBody, "each.value.prefix", "each.value.calls"), "terraform.tfvars": values.String()},
		"calls":    {"main.tf": calls.String(), "endpoint/main.tf": child + fmt.Sprintf(endpointBody, "var.prefix", "var.calls")},
	}
}

// BenchmarkResolve reads and evaluates 500 endpoints, and says how much more time and
// memory that takes than parsing the same texts with HCL alone.
func BenchmarkResolve(b *testing.B) {
	for name, files := range modulesOfBenchmarks() {
		b.Run(name, func(b *testing.B) {
			folder := b.TempDir()
			size := 0
			for file, text := range files {
				path := filepath.Join(folder, filepath.FromSlash(file))
				if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
					b.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					b.Fatal(err)
				}
				size += len(text)
			}
			parse := func() {
				for file, text := range files {
					if _, diags := hclsyntax.ParseConfig([]byte(text), file, hcl.InitialPos); diags.HasErrors() {
						b.Fatal(diags)
					}
				}
			}
			resolve := func() {
				c := Load(folder, Options{Dir: folder, Root: folder})
				doc := c.Resolve(isOfDatabricks)
				if len(c.Faults) > 0 || doc == nil || len(entryNamed(doc.Root, keyResources).Items()) != endpoints {
					b.Fatal(c.Faults)
				}
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				resolve()
			}
			parsed, resolved := costOf(parse), costOf(resolve)
			b.ReportMetric(float64(resolved.time)/float64(parsed.time), "times-hcl")
			b.ReportMetric(float64(resolved.bytes)/float64(parsed.bytes), "bytes-hcl")
		})
	}
}

// cost is what a function takes: the least time of several runs, and what it allocates.
type cost struct {
	time  time.Duration
	bytes uint64
}

func costOf(run func()) cost {
	var c cost
	for range 5 {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now() //nolint:forbidigo // what is measured is time
		run()
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		if c.time == 0 || took < c.time {
			c = cost{time: took, bytes: after.TotalAlloc - before.TotalAlloc}
		}
	}
	return c
}
