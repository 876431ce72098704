// Webhook-queue receives notifications of Intercom, keeps them in a queue on disk,
// and works on them one after the other. Killed at any moment and started again,
// it has lost none that Intercom got a response for, and none is done twice.
//
//	INTERCOM_CLIENT_SECRET=... go run ./examples/webhook-queue -addr :8080 -dir queue
//
// Without a secret it makes one up, sends itself a few notifications, and ends
// once they are done.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, args []string) error {
	flags := flag.NewFlagSet("webhook-queue", flag.ContinueOnError)
	flags.SetOutput(out)
	addr := flags.String("addr", "127.0.0.1:0", "address to listen on")
	dir := flags.String("dir", "queue", "directory of the queue")
	if err := flags.Parse(args); err != nil {
		return err
	}
	out = &lines{to: out}
	queue, err := openQueue(*dir)
	if err != nil {
		return err
	}
	secret := os.Getenv("INTERCOM_CLIENT_SECRET")
	faked := secret == ""
	if faked {
		secret = demoSecret
	}
	hook, err := newHook(secret, queue, out)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String() + "/intercom"
	fmt.Fprintf(out, "receiving at %s\n", url)

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { work(ctx, queue, hook, out) })
	if faked {
		running.Go(func() {
			defer cancel()
			if err := sendDemo(ctx, url, queue, out); err != nil {
				fmt.Fprintln(out, err)
			}
		})
	}
	mux := http.NewServeMux()
	mux.Handle("/intercom", hook)
	return demo.Serve(ctx, listener, mux)
}

// newHook returns a webhook that puts notifications on the queue. Its handlers
// are for the worker.
func newHook(secret string, queue *queue, out io.Writer) (*intercom.Webhook, error) {
	hook, err := intercom.NewWebhook(secret)
	if err != nil {
		return nil, err
	}
	hook.Enqueue = func(_ context.Context, n *intercom.Notification) error { return queue.put(n.ID, n.Raw()) }
	hook.OnError = func(_ context.Context, _ *intercom.Notification, err error) { fmt.Fprintln(out, "refused:", err) }
	intercom.On(hook, intercom.TopicConversationUserReplied,
		func(_ context.Context, n *intercom.Notification, c *intercom.Conversation) error {
			return queue.finish(n.ID, "a teammate reads conversation "+string(c.ID))
		})
	intercom.On(hook, intercom.TopicContactDeleted,
		func(_ context.Context, n *intercom.Notification, d *intercom.Deleted) error {
			return queue.finish(n.ID, "the copy of contact "+string(d.ID)+" is removed")
		})
	hook.Otherwise(func(_ context.Context, n *intercom.Notification) error {
		return queue.finish(n.ID, "nothing to do for "+string(n.Topic))
	})
	return hook, nil
}

// work calls the handlers of what is in the queue. What fails stays there, and is
// tried again a little later.
func work(ctx context.Context, queue *queue, hook *intercom.Webhook, out io.Writer) {
	for ctx.Err() == nil {
		failed := false
		for message, err := range queue.messages() {
			var n intercom.Notification
			if err == nil {
				err = intercom.Decode(message, &n)
			}
			if err == nil {
				err = hook.Dispatch(ctx, &n)
			}
			if err != nil {
				fmt.Fprintln(out, "failed:", err)
				failed = true
				continue
			}
			fmt.Fprintln(out, "done:", n.Topic)
		}
		again := time.Minute
		if failed {
			again = time.Second
		}
		select {
		case <-ctx.Done():
		case <-queue.filled:
		case <-time.After(again):
		}
	}
}

// lines writes for several goroutines.
type lines struct {
	lock sync.Mutex
	to   io.Writer
}

func (l *lines) Write(b []byte) (int, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.to.Write(b)
}
