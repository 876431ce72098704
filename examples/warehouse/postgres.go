package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is a PostgreSQL that this program has started, with a socket in a folder
// and no port.
type server struct {
	URL    string
	folder string
	keep   bool // the folder
	cmd    *exec.Cmd
	exited chan struct{}
	output *bytes.Buffer // to be read once it has exited
}

// findPostgres returns a folder with the programs of PostgreSQL. Debian keeps them
// out of the PATH.
func findPostgres() (string, error) {
	folders := filepath.SplitList(os.Getenv("PATH"))
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin",
	} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		slices.SortFunc(found, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(b, a)) }) // the newest first
		folders = append(folders, found...)
	}
	for _, folder := range folders {
		if isProgram(folder, "initdb") && isProgram(folder, "postgres") {
			return folder, nil
		}
	}
	return "", fmt.Errorf("%w: DATABASE_URL is not set, and there is no PostgreSQL to start: initdb and postgres are neither in a folder of PATH "+
		"nor in /usr/lib/postgresql. Set DATABASE_URL, or install it (Debian: apt-get install postgresql)", errUsage)
}

func isProgram(folder, name string) bool {
	if folder == "" {
		return false
	}
	path, err := exec.LookPath(filepath.Join(folder, name))
	return err == nil && path != ""
}

// longestSocketFolder is what fits into the address of a socket beside its name.
const longestSocketFolder = 85

// startPostgres starts a server with its files in a folder, which it creates, or
// in a temporary one if folder is empty, which goes when the server stops.
func startPostgres(ctx context.Context, folder string) (*server, error) {
	programs, err := findPostgres()
	if err != nil {
		return nil, err
	}
	s := &server{folder: folder, keep: folder != "", exited: make(chan struct{}), output: &bytes.Buffer{}}
	if err := s.makeFolder(); err != nil {
		return nil, fmt.Errorf("%w: the folder for PostgreSQL: %w", errUsage, err)
	}
	if err := s.start(ctx, programs); err != nil {
		s.removeFolder()
		return nil, fmt.Errorf("PostgreSQL in %s: %w", s.folder, err)
	}
	return s, nil
}

func (s *server) makeFolder() (err error) {
	if !s.keep {
		if s.folder, err = os.MkdirTemp("", "warehouse"); err != nil {
			return err
		}
	} else if s.folder, err = filepath.Abs(s.folder); err != nil {
		return err
	}
	if len(s.folder) > longestSocketFolder {
		return fmt.Errorf("the path of -data has %d bytes, a socket takes at most %d", len(s.folder), longestSocketFolder)
	}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	return giveAway(s.folder)
}

func (s *server) removeFolder() {
	if !s.keep {
		os.RemoveAll(s.folder) //nolint:errcheck // it is a temporary one
	}
}

func (s *server) start(ctx context.Context, programs string) error {
	data, draft := filepath.Join(s.folder, "data"), filepath.Join(s.folder, "data.new")
	if _, err := os.Stat(data); errors.Is(err, fs.ErrNotExist) {
		if err := os.RemoveAll(draft); err != nil { // of one that was killed
			return err
		}
		initdb := s.command(filepath.Join(programs, "initdb"), "-D", draft, "-U", "warehouse", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
		if err := initdb.Run(); err != nil {
			return fmt.Errorf("initdb: %w: %s", err, lastLines(s.output))
		}
		if err := os.Rename(draft, data); err != nil {
			return err
		}
		s.output.Reset()
	}
	args := []string{"-D", data, "-k", s.folder, "-c", "listen_addresses=", "-c", "log_min_messages=fatal"}
	if !s.keep {
		args = append(args, "-F") // nothing outlives the machine
	}
	s.cmd = s.command(filepath.Join(programs, "postgres"), args...)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	go func() {
		s.cmd.Wait() //nolint:errcheck // the output has more
		close(s.exited)
	}()
	s.URL = "postgres:///postgres?user=warehouse&host=" + url.QueryEscape(s.folder)
	return s.ready(ctx, data)
}

// ready waits until the server accepts connections.
func (s *server) ready(ctx context.Context, data string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL)
		if err == nil {
			err = conn.Close(ctx)
		}
		if err == nil && s.holds(data) {
			return nil
		}
		select {
		case <-s.exited:
			return fmt.Errorf("it ended: %s", lastLines(s.output))
		case <-ctx.Done():
			s.Stop()
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// holds reports whether it is this server that has the folder of the data. While
// another one has it, that one accepts the connections, and this one is about to end.
func (s *server) holds(data string) bool {
	lock, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	pid, _, _ := strings.Cut(string(lock), "\n")
	return err == nil && pid == strconv.Itoa(s.cmd.Process.Pid)
}

// command makes a command that is not run as root, and that a Ctrl-C for this
// program does not reach.
func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.folder, s.output, s.output
	detach(cmd)
	return cmd
}

// Stop stops the server, and removes its folder if that is a temporary one.
func (s *server) Stop() {
	s.cmd.Process.Signal(os.Interrupt) //nolint:errcheck // it may have ended
	select {
	case <-s.exited:
	case <-time.After(20 * time.Second):
		s.cmd.Process.Kill() //nolint:errcheck // it may have ended
		<-s.exited
	}
	s.removeFolder()
}

func lastLines(output *bytes.Buffer) string {
	lines := strings.Split(strings.TrimSpace(output.String()), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "; ")
}
