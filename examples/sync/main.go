// Sync mirrors the contacts of a workspace into a file, one JSON object on each
// line. The first run copies all of them, each later one adds those that were
// updated since. Of several lines about a contact the last one counts.
//
//	go run ./examples/sync -o contacts.ndjson
//
// After each page it writes a checkpoint: the cursor of Contacts.Sync, and how
// long the file was then. Stopped in the middle, also by a crash, it goes on
// from there, and cuts off what the checkpoint does not know of: no contact is
// lost.
//
// Contacts that were archived, deleted or merged meanwhile are in no list of
// updates. The README says how a mirror learns of them.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, args []string) error {
	flags := flag.NewFlagSet("sync", flag.ContinueOnError)
	flags.SetOutput(out)
	path := flags.String("o", "contacts.ndjson", "file to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	client, err := demo.Connect(ctx, out, 250)
	if err != nil {
		return err
	}
	return sync(ctx, client, *path, out)
}

// checkpoint is how far the mirror is.
type checkpoint struct {
	Cursor   intercom.SyncCursor // of the page that was written last
	Contacts int                 // lines in the file
	Size     int64               // of the file
}

// sync brings the file at path up to date.
func sync(ctx context.Context, client *intercom.Client, path string, out io.Writer) error {
	done, err := readCheckpoint(path)
	if err != nil {
		return err
	}
	file, err := openAt(path, done.Size)
	if err != nil {
		return err
	}
	defer file.Close()

	if done.Contacts > 0 {
		fmt.Fprintf(out, "going on after %d contacts\n", done.Contacts)
	}
	for page, err := range client.Contacts.Sync(ctx, done.Cursor) {
		if err != nil {
			return err
		}
		if err := done.add(file, page); err != nil {
			return err
		}
		if err := done.write(path); err != nil {
			return err
		}
		fmt.Fprintf(out, "\r%d contacts", done.Contacts)
	}
	fmt.Fprintf(out, "\ndone: %s has %d contacts\n", path, done.Contacts)
	return nil
}

// openAt opens a file to go on writing at its given size.
func openAt(path string, size int64) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = file.Seek(size, io.SeekStart)
	if err := errors.Join(file.Truncate(size), err); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// add writes the contacts of a page as Intercom sent them.
func (c *checkpoint) add(file *os.File, page *intercom.SyncPage[*intercom.Contact]) error {
	for _, contact := range page.Items {
		n, err := file.Write(append(contact.Raw(), '\n'))
		if err != nil {
			return err
		}
		c.Size += int64(n)
		c.Contacts++
	}
	c.Cursor = page.Cursor
	return file.Sync() // before the checkpoint says that it is there
}

func checkpointOf(path string) string { return path + ".checkpoint" }

// write replaces the checkpoint at once, so that there is never half of one.
func (c *checkpoint) write(path string) error {
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	draft := checkpointOf(path) + ".new"
	if err := os.WriteFile(draft, b, 0o600); err != nil {
		return err
	}
	return os.Rename(draft, checkpointOf(path))
}

// readCheckpoint returns the beginning if there is no checkpoint.
func readCheckpoint(path string) (checkpoint, error) {
	var c checkpoint
	b, err := os.ReadFile(checkpointOf(path))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return c, fmt.Errorf("%s: %w", checkpointOf(path), err)
	}
	return c, nil
}
