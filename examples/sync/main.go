// Sync copies all users into a file, one JSON object on each line. Stopped in
// the middle, be it by a crash, it goes on where it was the next time.
//
//	go run ./examples/sync -o users.ndjson
//
// After each page it writes a checkpoint: the cursor of the next page, and how
// long the file was then. What a crash left behind the checkpoint is cut off,
// so that no user is lost and none is there twice.
//
// The list of users ends at 10,000. Larger workspaces need -scroll, which has
// no such limit, and which Intercom cannot resume: it begins anew. It is also
// the one to use where users are archived meanwhile, as that moves the pages of
// the list.
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
	path := flags.String("o", "users.ndjson", "file to write")
	scroll := flags.Bool("scroll", false, "scroll, for more than 10,000 users")
	if err := flags.Parse(args); err != nil {
		return err
	}
	client, err := demo.Connect(ctx, out, 250)
	if err != nil {
		return err
	}
	pager := client.Users.List(ctx, intercom.UserListOptions{
		// The oldest first: whoever signs up meanwhile comes last.
		Sort: intercom.UserSortCreatedAt, Order: intercom.Ascending,
	}).PerPage(60)
	if *scroll {
		pager = client.Users.Scroll(ctx)
	}
	err = copyUsers(pager, *path, !*scroll, out)
	if errors.Is(err, intercom.ErrPageLimit) {
		return fmt.Errorf("there are more than 10,000 users, use -scroll: %w", err)
	}
	return err
}

// checkpoint is how far a copy got.
type checkpoint struct {
	Next  intercom.Cursor // of the page to read next
	Users int             // that are in the file
	Size  int64           // of the file
}

// copyUsers appends the users of each page to the file at path.
func copyUsers(pager *intercom.Pager[intercom.User], path string, resumable bool, out io.Writer) error {
	var done checkpoint
	if resumable {
		var err error
		if done, err = readCheckpoint(path); err != nil {
			return err
		}
	}
	if done.Next != "" {
		fmt.Fprintf(out, "going on after %d users\n", done.Users)
		pager = pager.From(done.Next)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Truncate(done.Size); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekEnd); err != nil {
		return err
	}

	for page, err := range pager.Pages() {
		if err != nil {
			return err
		}
		if err := done.add(file, page); err != nil {
			return err
		}
		if page.Next != "" && resumable {
			if err := done.write(path); err != nil {
				return err
			}
		}
		progress(out, done.Users, page.Total)
	}
	fmt.Fprintf(out, "\ndone: %s has %d users\n", path, done.Users)
	if err := os.Remove(checkpointOf(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// progress rewrites one line.
func progress(out io.Writer, users, total int) {
	if total > 0 {
		fmt.Fprintf(out, "\r%d of %d users", users, total)
	} else {
		fmt.Fprintf(out, "\r%d users", users)
	}
}

// add writes the users of a page as Intercom sent them.
func (c *checkpoint) add(file *os.File, page *intercom.Page[intercom.User]) error {
	for _, user := range page.Items {
		n, err := file.Write(append(user.Raw(), '\n'))
		if err != nil {
			return err
		}
		c.Size += int64(n)
		c.Users++
	}
	c.Next = page.Next
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
