// Package server starts Redis servers for tests and measurements. They listen on
// a unix socket in a folder of their own and keep nothing on disk.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrNotInstalled is what Start returns where there is no Redis.
var ErrNotInstalled = errors.New("neither redis-server nor valkey-server is installed")

// Server is a Redis server that runs, or has been killed.
type Server struct {
	Process *os.Process
	program string
	dir     string
	cmd     *exec.Cmd
}

// Start starts a server and waits until it can be connected to.
func Start() (*Server, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "r") // the path of a socket has 107 bytes at most
	if err != nil {
		return nil, err
	}
	s := &Server{program: program, dir: dir}
	if err := s.Restart(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

func find() (string, error) {
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNotInstalled
}

// Socket is the path of the socket, which outlives the process.
func (s *Server) Socket() string { return filepath.Join(s.dir, "s") }

// Client returns a client with the defaults of go-redis.
func (s *Server) Client() *redis.Client {
	return redis.NewClient(&redis.Options{Network: "unix", Addr: s.Socket()})
}

// Restart starts the server after Kill, with nothing in it.
func (s *Server) Restart() error {
	s.cmd = exec.Command(s.program, "--port", "0", "--unixsocket", s.Socket(), "--save", "", "--appendonly", "no", "--dir", s.dir)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	s.Process = s.cmd.Process
	const most = 20 * time.Second // on a machine that has much else to do
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "unix", s.Socket())
		if err == nil {
			return conn.Close()
		}
		if ctx.Err() != nil {
			s.Kill()
			return fmt.Errorf("%s does not listen after %v: %w", filepath.Base(s.program), most, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// Kill ends the process without notice.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	_ = os.Remove(s.Socket())
}

// Close kills the server and removes its folder.
func (s *Server) Close() {
	s.Kill()
	_ = os.RemoveAll(s.dir)
}
