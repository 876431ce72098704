package bench

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asServer in the environment makes the test binary a server.
const asServer = "INTERCOM_BENCH_SERVER"

// server is the base URL of the server process.
var server string

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		serve()
		return
	}
	os.Exit(runWithServer(m))
}

func runWithServer(m *testing.M) int {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), asServer+"=1")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe() // the server ends with it
	if err != nil {
		panic(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	defer func() {
		_ = in.Close()
		_ = cmd.Wait()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		panic(err)
	}
	server = strings.TrimSpace(line)
	return m.Run()
}

// serve responds until standard input ends.
func serve() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println("http://" + listener.Addr().String())
	go func() { panic(http.Serve(listener, routes())) }() //nolint:gosec // it serves for seconds
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func routes() http.Handler {
	mux := http.NewServeMux()
	fixed := func(pattern, body string) {
		packed := pack(body)
		mux.HandleFunc(pattern, func(w http.ResponseWriter, req *http.Request) {
			_, _ = io.Copy(io.Discard, req.Body)
			plenty(w.Header())
			packed.write(w, req)
		})
	}
	fixed("GET /users/{id}", userJSON(1))
	fixed("PUT /companies/{id}", companyJSON)
	fixed("GET /conversations/{id}", conversationJSON(parts))
	pages := make([]packed, listPages) // with ids of their own, as what is seen again is left out
	for i := range pages {
		pages[i] = pack(pageJSON(1+150*i, 150, i < listPages-1))
	}
	mux.HandleFunc("GET /users", func(w http.ResponseWriter, req *http.Request) {
		page, _ := strconv.Atoi(req.URL.Query().Get("page"))
		plenty(w.Header())
		pages[min(max(page, 1), listPages)-1].write(w, req)
	})
	mux.HandleFunc("GET /export/content/data/{id}", func(w http.ResponseWriter, req *http.Request) {
		fmt.Fprintf(w, `{"job_identifier":%q,"status":"completed"}`, req.PathValue("id"))
	})
	mux.HandleFunc("GET /download/content/data/{id}", serveExport)
	mux.Handle("PUT /limited/companies/{id}", newWindow(500, 10*time.Second))
	return mux
}

// plenty sets the headers of a response as Intercom does.
func plenty(h http.Header) { limits(h, 1_000_000, 999_999, time.Now().Add(10*time.Second)) }

func limits(h http.Header, limit, remaining int, reset time.Time) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	h.Set("X-Request-Id", "004h01uqo3s6ait1fi20")
	h.Set("Intercom-Version", "2.16")
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "max-age=0, private, must-revalidate")
	h.Set("Strict-Transport-Security", "max-age=31556952; includeSubDomains; preload")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Runtime", "0.071862")
	h.Set("Vary", "Accept")
	h.Set("Etag", `W/"0b6f5bb3a8d1e2c4"`)
}

// listPages is how many pages the list of users has.
const listPages = 20

// packed is a body and the same compressed.
type packed struct{ plain, zipped []byte }

func pack(body string) packed {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return packed{[]byte(body), b.Bytes()}
}

// write sends the body as Intercom does: in chunks, and compressed if the client
// takes that.
func (p packed) write(w http.ResponseWriter, req *http.Request) {
	body := p.plain
	if strings.Contains(req.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		body = p.zipped
	}
	w.WriteHeader(http.StatusOK)
	w.(http.Flusher).Flush() // which leaves the length open
	_, _ = w.Write(body)
}

// window allows so many requests in each span of time, as Intercom does.
type window struct {
	limit  int
	length time.Duration
	body   packed

	mu    sync.Mutex
	used  int
	reset time.Time
}

func newWindow(limit int, length time.Duration) *window {
	return &window{limit: limit, length: length, body: pack(companyJSON)}
}

func (l *window) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	_, _ = io.Copy(io.Discard, req.Body)
	l.mu.Lock()
	if now := time.Now(); !now.Before(l.reset) {
		l.reset, l.used = now.Truncate(l.length).Add(l.length), 0
	}
	l.used++
	remaining, reset := l.limit-l.used, l.reset
	l.mu.Unlock()
	limits(w.Header(), l.limit, max(remaining, 0), reset)
	if remaining < 0 {
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"Exceeded rate limit"}]}`)
		return
	}
	l.body.write(w, req)
}

// cpu is the CPU time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure runs call again and again and reports CPU time and allocations.
func measure(b *testing.B, call func() error) {
	b.Helper()
	for range 3 { // connections, caches
		if err := call(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	begun := cpu()
	for b.Loop() {
		if err := call(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(cpu()-begun)/float64(b.N), "cpu-ns/op")
}
