// Command report runs the benchmarks of package bench and prints what they
// come to as a table for docs/performance.md.
//
//	go run ./internal/bench/report [-count 5] [-benchtime 1s]
//
// Its charts are drawn of that document by internal/tools/charts.
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
	"slices"
	"strconv"
	"strings"
)

// result is what one run of a benchmark measured.
type result struct {
	cpu, allocs, bytes float64
}

type results map[string][]result // of all runs, by name, such as "Get/sdk"

var rows = []struct {
	name, title string
	target      string // of sdk against bare
}{
	{"Get", "GET of a full user, 2.7 KB", "0.85"},
	{"Put", "small PUT", "0.85"},
	{"Iterate", "3,000 users, 150 a page", "0.75"},
	{"Page", "page of 150 users, JSON of each kept", "0.60"},
	{"Conversation", "conversation of 300 KB, 288 parts", "0.60"},
	{"Decode", "page of 150 users, reading only", "0.45"},
	{"Overhead", "small PUT, no network", "0.55"},
	{"Parallel", "GET by 64 goroutines", "0.85"},
	{"Webhook", "notification of 4.7 KB, into its handler", "0.40"},
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
		all[m[1]] = append(all[m[1]], result{values["cpu-ns/op"], values["allocs/op"], values["B/op"]})
	}
	return nil
}

func (all results) print() {
	fmt.Printf("%s, %s/%s, %d cores. CPU time of a call in the client's process: the least of the runs, and the median of their ratios.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Println("| call | SDK | bare | net/http alone | SDK / bare | to reach | SDK / same | allocations: SDK | bare |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|")
	for _, row := range rows {
		sdk, bare := all[row.name+"/sdk"], all[row.name+"/bare"]
		fmt.Printf("| %s | %s | %s | %s | **%s** | %s | %s | %.0f | %.0f |\n", row.title,
			micros(sdk), micros(bare), micros(all[row.name+"/floor"]), ratio(sdk, bare), row.target, ratio(sdk, all[row.name+"/same"]),
			least(sdk).allocs, least(bare).allocs)
	}
	client := all["NewClient/sdk"]
	fmt.Printf("\nMaking a client takes %s and %.0f allocations.\n", micros(client), least(client).allocs)
}

// least is the least of everything: what disturbs a run only adds to it.
func least(runs []result) (r result) {
	for i, run := range runs {
		if i == 0 {
			r = run
		}
		r = result{min(r.cpu, run.cpu), min(r.allocs, run.allocs), min(r.bytes, run.bytes)}
	}
	return r
}

func micros(runs []result) string {
	if len(runs) == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f µs", least(runs).cpu/1000)
}

// ratio is the median of the ratios of runs that were made one after the other.
func ratio(a, b []result) string {
	if len(a) == 0 || len(a) != len(b) {
		return ""
	}
	all := make([]float64, len(a))
	for i := range a {
		all[i] = a[i].cpu / b[i].cpu
	}
	slices.Sort(all)
	return fmt.Sprintf("%.2f", all[len(all)/2])
}
