package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	defaultAddr  = "127.0.0.1:4010"
	shutdownTime = 5 * time.Second // for the requests under way
)

// listen opens a port.
func listen(addr string) (net.Listener, error) {
	port, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return port, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use: choose another address with -addr", addr)
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		err = e.Err
	}
	return nil, fmt.Errorf("cannot listen on %s: %w", addr, err)
}

// serveOn serves a handler until the context ends, and then lets the requests
// under way come to their end.
func serveOn(ctx context.Context, port net.Listener, handler http.Handler) error {
	requests, lose := context.WithCancel(context.Background())
	defer lose()
	server := &http.Server{
		Handler:           handler,
		ErrorLog:          log.New(io.Discard, "", 0), // clients that go away are nothing to report
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
		BaseContext:       func(net.Listener) context.Context { return requests },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(port) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	if server.Shutdown(grace) != nil {
		lose()
		server.Close() //nolint:errcheck // nothing is left to do about it
	}
	<-failed
	return nil
}

// baseURL is how this machine reaches a port.
func baseURL(port net.Listener) string {
	addr, ok := port.Addr().(*net.TCPAddr)
	if ok && addr.IP.IsUnspecified() {
		return fmt.Sprintf("http://127.0.0.1:%d", addr.Port)
	}
	return "http://" + port.Addr().String()
}

// curl is a command that can be pasted into a shell.
func curl(args ...string) string {
	command := "curl"
	for _, arg := range args {
		command += " " + shellQuoted(arg)
	}
	return command
}

func shellQuoted(arg string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+="
	if arg != "" && strings.Trim(arg, plain) == "" {
		return arg
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}

// lockedWriter has lines of several goroutines written one after the other.
type lockedWriter struct {
	mu sync.Mutex
	to io.Writer
}

// Write writes as a whole what it is given.
func (w *lockedWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(b)
}
