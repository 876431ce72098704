package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/go-intercom/intercom"
)

// queue keeps messages in files: a message in "waiting" until there is a result
// of the same name in "done". Both get there at once or not at all, so that a
// crash leaves no half of one.
type queue struct {
	waiting, done, drafts string
	filled                chan struct{} // has something in it after a message came
}

func openQueue(dir string) (*queue, error) {
	q := &queue{filepath.Join(dir, "waiting"), filepath.Join(dir, "done"), filepath.Join(dir, "drafts"), make(chan struct{}, 1)}
	for _, d := range []string{q.waiting, q.done, q.drafts} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// nameOf is the name of the files of an id, which could have any letters.
func nameOf(id intercom.ID) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:])
}

// put adds a message. It returns nil once the message is on disk, also if it was
// there before.
func (q *queue) put(id intercom.ID, message []byte) error {
	name := nameOf(id)
	if exists(filepath.Join(q.done, name)) || exists(filepath.Join(q.waiting, name)) {
		return nil
	}
	if err := q.write(q.waiting, name, message); err != nil {
		return err
	}
	select {
	case q.filled <- struct{}{}:
	default: // it is known that there is something
	}
	return nil
}

// messages yields what waits. What has a result was worked on by a process that
// was killed just then: it is taken away.
func (q *queue) messages() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		files, err := os.ReadDir(q.waiting)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, file := range files {
			path := filepath.Join(q.waiting, file.Name())
			if exists(filepath.Join(q.done, file.Name())) {
				err = os.Remove(path)
				if err == nil {
					continue
				}
			}
			message, failure := os.ReadFile(path)
			if !yield(message, errors.Join(err, failure)) {
				return
			}
		}
	}
}

// finish keeps the result of a message, and takes the message out of the queue.
func (q *queue) finish(id intercom.ID, result string) error {
	name := nameOf(id)
	if err := q.write(q.done, name, []byte(result+"\n")); err != nil {
		return err
	}
	return os.Remove(filepath.Join(q.waiting, name))
}

// write makes a file that is whole and on disk when it appears in dir.
func (q *queue) write(dir, name string, content []byte) error {
	draft, err := os.CreateTemp(q.drafts, name)
	if err != nil {
		return err
	}
	_, err = draft.Write(content)
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Rename(draft.Name(), filepath.Join(dir, name)); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
