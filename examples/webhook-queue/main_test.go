package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMain is the program itself in a process that a test started.
func TestMain(m *testing.M) {
	if os.Getenv("WEBHOOK_QUEUE_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_CLIENT_SECRET", "")
	dir := t.TempDir()
	for range 2 { // the second time all of it is known
		var out strings.Builder
		require.NoError(t, run(t.Context(), &out, []string{"-dir", dir}))
		assert.Equal(t, 4, strings.Count(out.String(), "sent: 200\n"), out.String())
		assert.Equal(t, 1, strings.Count(out.String(), "sent: 401\n"), out.String())
		assert.Contains(t, out.String(), "refused: intercom: webhook: 401 Unauthorized: signature does not fit\n")
		assert.Equal(t, []string{
			"a teammate reads conversation 147", "nothing to do for company.created", "the copy of contact 5f7f0d21 is removed",
		}, results(t, dir))
		waiting, err := os.ReadDir(filepath.Join(dir, "waiting"))
		require.NoError(t, err)
		assert.Empty(t, waiting)
	}
	require.Error(t, run(t.Context(), new(strings.Builder), []string{"-unknown"}))
	require.Error(t, run(t.Context(), new(strings.Builder), []string{"-dir", dir, "-addr", "nowhere:-1"}))
}

// results are the results in the queue, in the order of the alphabet.
func results(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	files, err := os.ReadDir(filepath.Join(dir, "done"))
	require.NoError(t, err)
	for _, file := range files {
		b, err := os.ReadFile(filepath.Join(dir, "done", file.Name()))
		require.NoError(t, err)
		all = append(all, strings.TrimSuffix(string(b), "\n"))
	}
	slices.Sort(all) // the names are hashes
	return all
}

// program is the example in a process of its own.
type program struct {
	cmd *exec.Cmd
	url string
}

func start(t *testing.T, dir string) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-dir", dir)
	cmd.Env = append(os.Environ(), "WEBHOOK_QUEUE_PROGRAM=1", "INTERCOM_CLIENT_SECRET=s3cret")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	first, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	go func() { _, _ = bufio.NewReader(out).WriteTo(new(strings.Builder)) }()
	return &program{cmd, strings.TrimSpace(strings.TrimPrefix(first, "receiving at "))}
}

func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// A sender that repeats what was not taken, and a receiver that is killed again
// and again: in the end each notification has its result.
func TestKilledAndStartedAgain(t *testing.T) {
	t.Parallel()
	const notifications, kills = 150, 6
	dir := t.TempDir()
	p := start(t, dir)
	defer func() { p.kill() }()
	killed := 0
	for i := 0; i < notifications; {
		body := fmt.Sprintf(`{"id":"notif_%d","topic":"conversation.user.replied","data":{"item":{"id":"%d"}}}`, i, i)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		status, err := post(ctx, p.url, body, "s3cret")
		cancel()
		if err == nil && status == http.StatusOK {
			i++
		}
		if killed < kills && i > killed*notifications/kills {
			time.Sleep(rand.N(3 * time.Millisecond))
			p.kill()
			killed++
			p = start(t, dir)
		}
	}
	assert.Equal(t, kills, killed)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		waiting, err := os.ReadDir(filepath.Join(dir, "waiting"))
		require.NoError(t, err)
		if len(waiting) == 0 {
			break
		}
		require.False(t, time.Now().After(deadline), "%d are still waiting", len(waiting))
	}
	done := map[string]bool{}
	for _, result := range results(t, dir) {
		done[result] = true
	}
	assert.Len(t, done, notifications)
	for i := range notifications {
		assert.True(t, done[fmt.Sprint("a teammate reads conversation ", i)], i)
	}
}

func TestQueueFails(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := openQueue(file)
	require.Error(t, err)

	q, err := openQueue(t.TempDir())
	require.NoError(t, err)
	require.NoError(t, q.put("1", []byte("{}")))
	require.NoError(t, os.RemoveAll(q.drafts))
	require.Error(t, q.put("2", nil), "so that Intercom sends it again")
	require.True(t, errors.Is(q.finish("1", "x"), os.ErrNotExist))
	require.NoError(t, os.RemoveAll(q.waiting))
	for _, err := range q.messages() {
		require.Error(t, err)
	}
}
