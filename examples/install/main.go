// Install is a page from which admins of Intercom install an app in their
// workspace. The app then has a token for it, and shows which workspace it is.
//
//	go run ./examples/install
//	go run ./examples/install -addr localhost:8080
//
// The app is that of INTERCOM_CLIENT_ID and INTERCOM_CLIENT_SECRET, which are on
// its page in the Developer Hub. Without them it is one of a fake Intercom in this
// process, where every admin agrees. Without -addr the program opens the page
// itself, installs the app once, and ends.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
	"github.com/go-intercom/intercom/intercomtest"
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
	flags := flag.NewFlagSet("install", flag.ContinueOnError)
	flags.SetOutput(out)
	addr := flags.String("addr", "", "where to serve the page, such as localhost:8080")
	back := flags.String("redirect", "", "the URL of /callback, as it is registered in the Developer Hub")
	if err := flags.Parse(args); err != nil {
		return err
	}
	app := intercom.OAuth{ClientID: os.Getenv("INTERCOM_CLIENT_ID"), ClientSecret: os.Getenv("INTERCOM_CLIENT_SECRET"), RedirectURI: *back}
	faked := app.ClientID == "" && app.ClientSecret == ""
	if !faked && *addr == "" {
		return errors.New("with an app of yours it needs -addr, and a browser to open it in")
	}
	listener, err := net.Listen("tcp", cmp.Or(*addr, "localhost:0"))
	if err != nil {
		return err
	}
	page := "http://" + listener.Addr().String()
	if faked {
		fmt.Fprintln(out, "Talking to a fake Intercom in this process, as INTERCOM_CLIENT_ID is not set.")
		fake := intercomtest.NewServer()
		defer fake.Close()
		app = fake.OAuth()
		app.BaseURL, app.RedirectURI = fake.URL(), page+"/callback"
	}

	handler := (&installer{app, out}).routes()
	if *addr != "" {
		fmt.Fprintln(out, "Open", page)
		return demo.Serve(ctx, listener, handler)
	}
	ended, end := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- demo.Serve(ended, listener, handler) }()
	err = visit(ctx, out, page)
	end()
	return errors.Join(err, <-served)
}

// installer serves the page.
type installer struct {
	app intercom.OAuth
	out io.Writer // where errors are written
}

func (in *installer) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", in.page)
	mux.HandleFunc("GET /install", in.begin)
	mux.HandleFunc("GET /callback", in.finish)
	return mux
}

var pages = template.Must(template.New("").Parse(`
{{define "begin"}}<!doctype html><title>Install</title><a href="/install">Connect with Intercom</a>{{end}}
{{define "done"}}<!doctype html><title>Installed</title><p>Installed in the workspace {{.App.IDCode}} by {{.Name}}.</p>{{end}}
`))

func (in *installer) page(w http.ResponseWriter, _ *http.Request) {
	in.show(w, "begin", nil)
}

// begin sends the browser to Intercom. The state that Intercom sends back with it
// stays in a cookie: it is how the callback knows the browser again.
func (in *installer) begin(w http.ResponseWriter, r *http.Request) {
	state := rand.Text()
	address, err := in.app.AuthorizeURL(state)
	if err != nil {
		in.fail(w, err)
		return
	}
	http.SetCookie(w, in.cookie(state, 10*time.Minute))
	http.Redirect(w, r, address, http.StatusFound)
}

const stateCookie = "install_state"

func (in *installer) cookie(state string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: stateCookie, Value: state, MaxAge: int(life.Seconds()), Path: "/callback", HttpOnly: true,
		SameSite: http.SameSiteLaxMode, // Strict would keep it back, as it is Intercom that the browser comes from
		Secure:   strings.HasPrefix(in.app.RedirectURI, "https://"),
	}
}

// finish installs the app for the admin who comes back. Without the state anybody
// could have the browser of somebody else bring a code of their own.
func (in *installer) finish(w http.ResponseWriter, r *http.Request) {
	kept, err := r.Cookie(stateCookie)
	if err != nil || kept.Value == "" || subtle.ConstantTimeCompare([]byte(kept.Value), []byte(r.FormValue("state"))) != 1 {
		http.Error(w, "This installation did not begin in this browser. Please begin again.", http.StatusForbidden)
		return
	}
	http.SetCookie(w, in.cookie("", -time.Second)) // it is for one installation
	me, err := in.install(r.Context(), r.FormValue("code"))
	if err != nil {
		in.fail(w, err)
		return
	}
	in.show(w, "done", me)
}

// install gets the token of a workspace, and returns whose it is.
func (in *installer) install(ctx context.Context, code string) (*intercom.Admin, error) {
	token, err := in.app.Exchange(ctx, code)
	if err != nil {
		return nil, err
	}
	opts := []intercom.Option{intercom.WithToken(token)}
	if in.app.BaseURL != "" {
		opts = append(opts, intercom.WithBaseURL(in.app.BaseURL))
	}
	client, err := intercom.NewClient(opts...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return client.Admins.Me(ctx) // here an app would store the token, encrypted, under App.IDCode
}

// fail shows what the visitor can do. The texts of errors have neither the secret
// nor the code, so they can be logged.
func (in *installer) fail(w http.ResponseWriter, err error) {
	fmt.Fprintln(in.out, err)
	switch {
	case errors.Is(err, intercom.ErrInvalidArgument), errors.Is(err, intercom.ErrUnauthorized):
		http.Error(w, "Intercom did not accept the installation. Please begin again.", http.StatusBadRequest)
	default:
		http.Error(w, "Intercom could not be reached. Please begin again.", http.StatusBadGateway)
	}
}

func (in *installer) show(w http.ResponseWriter, name string, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := pages.ExecuteTemplate(w, name, data); err != nil {
		fmt.Fprintln(in.out, err)
	}
}

// visit does what the browser of an admin does.
func visit(ctx context.Context, out io.Writer, page string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	browser := &http.Client{Jar: jar}
	for _, path := range []string{"/", "/install"} {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, page+path, nil)
		if err != nil {
			return err
		}
		res, err := browser.Do(req)
		if err != nil {
			return err
		}
		content, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s leads to %s: %s\n", path, res.Request.URL.Path, content)
	}
	return nil
}
