// Inbox-app is an app for the details of a conversation in Intercom's Inbox:
// teammates note at which dock the crates of a customer stand. What they note is
// kept in memory, and is gone when the program ends.
//
//	go run ./examples/inbox-app
//
// plays an hour at the harbor: a server with the app, and in place of Intercom
// requests that are signed as Intercom signs them. To use the app in the Inbox of a
// workspace, give it the client secret of an app in INTERCOM_CLIENT_SECRET and an
// address:
//
//	go run ./examples/inbox-app -addr :8080
//
// The address has to be reachable over https, such as by a tunnel. Enter its URLs
// /initialize and /submit in the Developer Hub, under Canvas Kit, for teammates.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
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
	flags := flag.NewFlagSet("inbox-app", flag.ContinueOnError)
	flags.SetOutput(out)
	addr := flags.String("addr", "", "serve Intercom at this `address`, such as :8080")
	if err := flags.Parse(args); err != nil {
		return err
	}
	secret := os.Getenv("INTERCOM_CLIENT_SECRET")
	if *addr == "" {
		secret = "a secret of this process"
	}
	handler, err := newHandler(secret, out)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cmp.Or(*addr, "127.0.0.1:0"))
	if err != nil {
		return err
	}
	if *addr != "" {
		fmt.Fprintln(out, "serving Intercom at", listener.Addr())
		return demo.Serve(ctx, listener, handler)
	}
	fmt.Fprintln(out, "Playing Intercom in this process, as -addr is not given.")
	ended, end := context.WithCancel(ctx)
	failed := make(chan error, 1)
	go func() { failed <- demo.Serve(ended, listener, handler) }()
	p := player{url: "http://" + listener.Addr().String(), secret: secret, out: out}
	err = p.play(ctx)
	end()
	return errors.Join(err, <-failed)
}

// harbor is the app. A workspace does not see what another one notes.
type harbor struct {
	mu     sync.Mutex
	crates map[place]note
}

type place struct{ workspace, conversation intercom.ID }

type note struct {
	dock, text string
	by         string // who wrote it
}

func newHandler(secret string, out io.Writer) (http.Handler, error) {
	app, err := canvas.NewApp(secret)
	if err != nil {
		return nil, fmt.Errorf("INTERCOM_CLIENT_SECRET: %w", err)
	}
	app.OnError = func(_ context.Context, _ *canvas.Request, err error) { fmt.Fprintln(out, "refused:", err) }
	h := &harbor{crates: map[place]note{}}
	mux := http.NewServeMux()
	mux.Handle("/initialize", app.Handler(h.initialize))
	mux.Handle("/submit", app.Handler(h.submit))
	return mux, nil
}

// initialize shows what is known when a teammate opens a conversation.
func (h *harbor) initialize(_ context.Context, r *canvas.Request) (*canvas.Response, error) {
	return h.show(r)
}

// submit does what a teammate clicked.
func (h *harbor) submit(_ context.Context, r *canvas.Request) (*canvas.Response, error) {
	switch r.ComponentID {
	case "edit":
		return canvas.Show(form(h.get(r), canvas.SaveStateUnsaved)...), nil
	case "save":
		text, _ := r.InputValues.String("text")
		n := note{text: text, by: r.Admin.Name}
		if chosen := r.Choices("dock"); len(chosen) == 1 {
			n.dock = chosen[0]
		}
		if docks[n.dock] == "" {
			n.dock = ""
			return canvas.Show(form(n, canvas.SaveStateFailed)...), nil
		}
		h.set(r, n)
	case "clear":
		h.set(r, note{})
	}
	return h.show(r)
}

func (h *harbor) get(r *canvas.Request) note {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.crates[place{r.WorkspaceID, r.Conversation.ID}]
}

func (h *harbor) set(r *canvas.Request, n note) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n == (note{}) {
		delete(h.crates, place{r.WorkspaceID, r.Conversation.ID})
		return
	}
	h.crates[place{r.WorkspaceID, r.Conversation.ID}] = n
}

// docks has the names of the docks by the ids of their options.
var docks = map[string]string{"north": "North dock", "south": "South dock"}

// show returns the first page of the app.
func (h *harbor) show(r *canvas.Request) (*canvas.Response, error) {
	title := &canvas.Text{Text: "Crates of " + cmp.Or(r.Contact.Name, "somebody"), Style: canvas.TextStyleHeader}
	edit := &canvas.Button{ID: "edit", Label: "Edit", Action: &canvas.SubmitAction{}}
	n := h.get(r)
	if n == (note{}) {
		return canvas.Show(title, &canvas.Text{Text: "Nothing is noted yet.", Style: canvas.TextStyleMuted}, edit), nil
	}
	return canvas.Show(
		title,
		&canvas.DataTable{Items: []canvas.DataTableItem{
			{Field: "Dock", Value: docks[n.dock]}, {Field: "Note", Value: n.text}, {Field: "By", Value: n.by},
		}},
		edit,
		&canvas.Button{ID: "clear", Label: "Clear", Style: canvas.ButtonStyleSecondary, Action: &canvas.SubmitAction{}},
	), nil
}

// form returns the page on which a note is written.
func form(n note, state canvas.SaveState) []canvas.Component {
	return []canvas.Component{
		&canvas.SingleSelect{
			ID: "dock", Label: "Dock", Value: n.dock, SaveState: state,
			Options: []canvas.Option{{ID: "north", Text: docks["north"]}, {ID: "south", Text: docks["south"]}},
		},
		&canvas.TextArea{ID: "text", Label: "Note", Placeholder: "What the crew should know", Value: n.text},
		&canvas.Button{ID: "save", Label: "Save", Action: &canvas.SubmitAction{}},
	}
}
