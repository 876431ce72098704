// Command processes measures how several processes keep to one allowance of
// Intercom's, and prints the table of README.md:
//
//	go run -C intercomredis ./internal/processes
//
// It takes some minutes. The server grants windows of 500 requests in 10 seconds
// and takes 50 ms for each response. Four processes of 64 goroutines make 2,000
// calls, which is what four windows have, and begin 0.3 seconds into the first
// one: so 29.7 seconds are the least that it can take, and 50 ms for the last
// response.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomredis"
	"github.com/go-intercom/intercom/intercomredis/internal/server"
)

const (
	processes  = 4
	goroutines = 64
	calls      = 2000
	limit      = 500
	window     = 10 * time.Second
	latency    = 50 * time.Millisecond
	into       = 300 * time.Millisecond // the first window
)

// scenario is a row of the table.
type scenario struct {
	title  string
	redis  bool          // the processes share a Limiter
	killed time.Duration // when Redis is killed, 0: never
	back   time.Duration // when it is started again, with nothing in it
}

var scenarios = []scenario{
	{title: "Redis", redis: true},
	{title: "Redis, a second run", redis: true},
	{title: "each client on its own"},
	{title: "Redis, killed after 3 s, back and empty after 15 s", redis: true, killed: 3 * time.Second, back: 15 * time.Second},
}

func main() {
	log.SetFlags(0)
	child := flag.Bool("child", false, "be one of the processes")
	url := flag.String("url", "", "address of the server")
	socket := flag.String("socket", "", "socket of Redis, if any")
	flag.Parse()
	var err error
	if *child {
		err = work(*url, *socket)
	} else {
		err = measure(os.Stdout)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func measure(w io.Writer) error {
	fmt.Fprintln(w, "| Pacing | Total | 429s | Failed calls | Round trips to Redis per call | CPU per call |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|")
	for _, s := range scenarios {
		row, err := s.run()
		if err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
		fmt.Fprintln(w, row)
	}
	return nil
}

// tally is what a process reports when it is done.
type tally struct {
	Failed int64
	Trips  int64
}

// run makes the calls and returns a row of the table.
func (s scenario) run() (string, error) {
	api := &api{}
	web := httptest.NewServer(api)
	defer web.Close()
	args := []string{"-child", "-url", web.URL}
	var store *server.Server
	if s.redis {
		var err error
		if store, err = server.Start(); err != nil {
			return "", err
		}
		defer store.Close()
		args = append(args, "-socket", store.Socket())
	}
	children, err := startChildren(args)
	if err != nil {
		return "", err
	}
	begun := api.open()
	for _, c := range children {
		if _, err := io.WriteString(c.stdin, "go\n"); err != nil {
			return "", err
		}
	}
	if s.killed > 0 {
		harmed := make(chan error, 1)
		go func() { harmed <- s.harm(store) }()
		defer func() { <-harmed }()
	}
	var sum tally
	var cpu time.Duration
	for _, c := range children {
		t, err := c.wait()
		if err != nil {
			return "", err
		}
		sum.Failed += t.Failed
		sum.Trips += t.Trips
		cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	total := time.Unix(0, api.last.Load()).Sub(begun)
	return fmt.Sprintf("| %s | %.1f s | %d | %d | %.2f | %.2f ms |", s.title, total.Seconds(), api.refused.Load(), sum.Failed,
		float64(sum.Trips)/calls, cpu.Seconds()*1000/calls), nil
}

// harm kills Redis and starts it again.
func (s scenario) harm(store *server.Server) error {
	time.Sleep(s.killed)
	store.Kill()
	time.Sleep(s.back - s.killed)
	return store.Restart()
}

// child is one of the processes.
type child struct {
	*exec.Cmd
	stdin  io.Writer
	stdout *bufio.Reader
}

// startChildren starts the processes, which then wait for a line.
func startChildren(args []string) ([]*child, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var all []*child
	for range processes {
		c := &child{Cmd: exec.Command(program, args...)}
		c.Stderr = os.Stderr
		if c.stdin, err = c.StdinPipe(); err != nil {
			return nil, err
		}
		out, err := c.StdoutPipe()
		if err != nil {
			return nil, err
		}
		c.stdout = bufio.NewReader(out)
		if err := c.Start(); err != nil {
			return nil, err
		}
		if _, err := c.stdout.ReadString('\n'); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (c *child) wait() (t tally, err error) {
	if err = json.NewDecoder(c.stdout).Decode(&t); err != nil {
		return t, err
	}
	return t, c.Wait()
}

// work is what a process does.
func work(url, socket string) error {
	opts := []intercom.Option{intercom.WithToken("token-of-a-measurement"), intercom.WithBaseURL(url)}
	trips := &tripCounter{}
	if socket != "" {
		rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: socket})
		defer func() { _ = rdb.Close() }()
		rdb.AddHook(trips)
		redis.SetLogger(quiet{})
		limiter, err := intercomredis.New(rdb, "measurement")
		if err != nil {
			return err
		}
		opts = append(opts, intercom.WithLimiter(limiter))
	}
	client, err := intercom.NewClient(opts...)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	var t tally
	var next, failed atomic.Int64
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for next.Add(1) <= calls/processes {
				if _, err := client.Tags.Get(context.Background(), "7"); err != nil {
					failed.Add(1)
					log.Print(err)
				}
			}
		})
	}
	wg.Wait()
	t.Failed, t.Trips = failed.Load(), trips.n.Load()
	return json.NewEncoder(os.Stdout).Encode(t)
}

// quiet keeps go-redis from logging each connection that fails.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// tripCounter counts the scripts that are run.
type tripCounter struct{ n atomic.Int64 }

func (c *tripCounter) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c *tripCounter) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if strings.HasPrefix(cmd.Name(), "eval") {
			c.n.Add(1)
		}
		return next(ctx, cmd)
	}
}

func (c *tripCounter) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// api is an Intercom whose windows begin with a whole second.
type api struct {
	refused atomic.Int64
	last    atomic.Int64 // when the last response was written, since the Unix epoch

	mu    sync.Mutex
	first time.Time // the beginning of the first window
	index int       // of the window
	used  int       // of it
}

// open begins the first window with the next second and waits a little. It
// returns when that is over.
func (a *api) open() time.Time {
	a.mu.Lock()
	a.first = time.Now().Truncate(time.Second).Add(time.Second)
	a.mu.Unlock()
	begun := a.first.Add(into)
	time.Sleep(time.Until(begun))
	return begun
}

func (a *api) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	a.mu.Lock()
	if index := int(time.Since(a.first) / window); index != a.index {
		a.index, a.used = index, 0
	}
	a.used++
	used, reset := a.used, a.first.Add(time.Duration(a.index+1)*window)
	a.mu.Unlock()

	time.Sleep(latency)
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(limit-used, 0)))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	a.last.Store(time.Now().UnixNano())
	if used > limit {
		a.refused.Add(1)
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	_, _ = io.WriteString(w, `{"type":"tag","id":"7","name":"a tag"}`)
}
