// Command report runs the benchmarks of package bench and prints what they
// come to as a table for docs/performance.md.
//
//	go run ./internal/bench/report [-count 5] [-benchtime 1s]
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// result is the least that was measured: what disturbs a run only adds to it.
type result struct {
	cpu, allocs, bytes float64
}

type results map[string]result // by name, such as "Get/sdk"

var rows = []struct {
	name, title string
	target      string // of sdk against bare
}{
	{"Get", "GET of a full user, 2.7 KB", "0.90"},
	{"Put", "small PUT", "1.00"},
	{"Page", "page of 150 users, JSON of each kept", "0.50, or 0.80 on Go 1.27"},
	{"Conversation", "conversation of 300 KB, 288 parts", "0.50, or 0.75 on Go 1.27, of the same structs"},
	{"Decode", "page of 150 users, reading only", ""},
	{"Overhead", "small PUT, no network", ""},
	{"Parallel", "GET by 64 goroutines", ""},
}

func main() {
	log.SetFlags(0)
	count := flag.Int("count", 5, "how often each benchmark is run")
	benchtime := flag.String("benchtime", "1s", "how long each run takes")
	flag.Parse()

	all := results{}
	for range *count { // one after the other, so that what disturbs one disturbs all
		if err := all.run(*benchtime); err != nil {
			log.Fatal(err)
		}
	}
	all.print()
}

func (all results) run(benchtime string) error {
	var out bytes.Buffer
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", ".", "-benchtime", benchtime, "github.com/go-intercom/intercom/internal/bench")
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w\n%s", err, out.String())
	}
	return all.read(&out)
}

var line = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)

func (all results) read(out *bytes.Buffer) error {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		m := line.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		values := map[string]float64{}
		fields := strings.Fields(m[2])
		for i := 0; i+1 < len(fields); i += 2 {
			v, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				return err
			}
			values[fields[i+1]] = v
		}
		r := result{values["cpu-ns/op"], values["allocs/op"], values["B/op"]}
		if old, ok := all[m[1]]; ok {
			r = result{min(old.cpu, r.cpu), min(old.allocs, r.allocs), min(old.bytes, r.bytes)}
		}
		all[m[1]] = r
	}
	return nil
}

func (all results) print() {
	fmt.Printf("%s, %s/%s, %d cores. CPU time of a call in the client's process, the least of the runs.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Println("| call | SDK | bare | same structs | net/http alone | SDK / bare | target | SDK / same | allocations: SDK | bare |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|---|")
	for _, row := range rows {
		sdk, bare := all[row.name+"/sdk"], all[row.name+"/bare"]
		same, floor := all[row.name+"/same"], all[row.name+"/floor"]
		fmt.Printf("| %s | %s | %s | %s | %s | **%s** | %s | %s | %.0f | %.0f |\n", row.title,
			micros(sdk), micros(bare), micros(same), micros(floor), ratio(sdk, bare), row.target, ratio(sdk, same), sdk.allocs, bare.allocs)
	}
	client := all["NewClient/sdk"]
	fmt.Printf("\nMaking a client takes %s and %.0f allocations.\n", micros(client), client.allocs)
}

func micros(r result) string {
	if r.cpu == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f µs", r.cpu/1000)
}

func ratio(a, b result) string {
	if a.cpu == 0 || b.cpu == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", a.cpu/b.cpu)
}
