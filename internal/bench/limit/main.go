// Command limit measures how processes that each pace their own calls use an allowance that they share, and prints a CSV for
// docs/performance.md: how many requests were served and refused until when.
//
//	go run ./internal/bench/limit > docs/performance-limit.csv
//
// The server is in this process. It allows 500 requests in each window of ten seconds, as Intercom's headers report, and takes 50
// milliseconds for each. The clients are processes of 64 goroutines that make 2,000 calls together, which are four windows. A run
// begins 0.3 seconds into a window, so that 29.7 seconds is the least it can take.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"github.com/go-intercom/intercom"
)

const (
	allowed  = 500 // requests in a window
	window   = 10 * time.Second
	latency  = 50 * time.Millisecond
	begin    = 300 * time.Millisecond // into a window
	total    = 2000                   // calls
	workers  = 64                     // of each process
	interval = 250 * time.Millisecond // of the rows
)

func main() {
	log.SetFlags(0)
	child := flag.String("child", "", "`address` of the server, for the processes that this one starts")
	calls := flag.Int("calls", 0, "calls of a child")
	flag.Parse()
	if *child != "" {
		if err := call(context.Background(), *child, *calls); err != nil {
			log.Fatal(err)
		}
		return
	}
	fmt.Println("processes,seconds,served,refused")
	for _, processes := range []int{1, 4} {
		if err := measure(os.Stdout, processes); err != nil {
			log.Fatal(err)
		}
	}
}

// measure runs one number of processes and prints its rows.
func measure(out io.Writer, processes int) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s := &server{}
	go http.Serve(listener, s) //nolint:errcheck // it ends when the listener is closed
	defer listener.Close()     //nolint:errcheck // nothing was written

	time.Sleep(time.Until(time.Now().Truncate(window).Add(window + begin)))
	s.begun = time.Now()
	running := make([]*exec.Cmd, processes)
	for i := range running {
		running[i] = exec.Command(os.Args[0], "-child", "http://"+listener.Addr().String(), "-calls", strconv.Itoa(total/processes))
		running[i].Stderr = os.Stderr
		if err := running[i].Start(); err != nil {
			return err
		}
	}
	var failed error
	for _, cmd := range running {
		failed = errors.Join(failed, cmd.Wait())
	}
	s.print(out, processes)
	return failed
}

// call makes calls as one process does.
func call(ctx context.Context, address string, calls int) error {
	client, err := intercom.NewClient(intercom.WithToken("token"), intercom.WithBaseURL(address), intercom.WithLogger(nil))
	if err != nil {
		return err
	}
	return errors.Join(intercom.Batch(ctx, make([]struct{}, calls), workers, func(ctx context.Context, _ struct{}) error {
		_, err := client.Tags.Get(ctx, "7")
		return err
	})...)
}

// server counts requests in windows that begin with each ten seconds of the clock.
type server struct {
	begun time.Time

	mu     sync.Mutex
	window time.Time
	used   int
	seen   []arrival
}

type arrival struct {
	at      time.Duration
	refused bool
}

func (s *server) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	remaining, reset, refused := s.count(time.Now())
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("X-RateLimit-Limit", strconv.Itoa(allowed))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	time.Sleep(latency)
	if refused {
		w.WriteHeader(http.StatusTooManyRequests)
		io.WriteString(w, `{"type":"error.list","errors":[{"code":"rate_limit_exceeded"}]}`) //nolint:errcheck // the client is gone
		return
	}
	io.WriteString(w, `{"type":"tag","id":"7"}`) //nolint:errcheck // the client is gone
}

func (s *server) count(now time.Time) (remaining int, reset time.Time, refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if begins := now.Truncate(window); begins.After(s.window) {
		s.window, s.used = begins, 0
	}
	refused = s.used >= allowed
	if !refused {
		s.used++
	}
	s.seen = append(s.seen, arrival{now.Sub(s.begun), refused})
	return allowed - s.used, s.window.Add(window), refused
}

// print writes the sums at each interval, and at the last request.
func (s *server) print(out io.Writer, processes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	served, refused, next := 0, 0, 0
	if len(s.seen) == 0 {
		return
	}
	last := s.seen[len(s.seen)-1].at
	for at := time.Duration(0); next < len(s.seen); at = min(at+interval, last) {
		for ; next < len(s.seen) && s.seen[next].at <= at; next++ {
			if s.seen[next].refused {
				refused++
			} else {
				served++
			}
		}
		fmt.Fprintf(out, "%d,%.2f,%d,%d\n", processes, at.Seconds(), served, refused)
	}
}
