package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// keptRequests is how many requests the fake remembers. Nothing here asks for them.
const keptRequests = 1

//go:embed example-seed.json
var exampleSeed []byte

// serveFlags are the flags of the fake.
type serveFlags struct {
	addr          string
	token         string
	version       string
	seed          string
	printSeed     bool
	quiet         bool
	limit         limitFlag
	latency       time.Duration
	lag           time.Duration
	faults        faultFlags
	webhook       string
	webhookSecret string
	topics        topicsFlag
}

func parseServe(args []string) (*serveFlags, error) {
	f := &serveFlags{limit: limitFlag{requests: 1666, length: 10 * time.Second}}
	flags := newFlags("")
	flags.StringVar(&f.addr, "addr", defaultAddr, "")
	flags.StringVar(&f.token, "token", "tok_intercomtest", "")
	flags.StringVar(&f.version, "api-version", defaultVersion, "")
	flags.StringVar(&f.seed, "seed", "", "")
	flags.BoolVar(&f.printSeed, "print-seed", false, "")
	flags.BoolVar(&f.quiet, "quiet", false, "")
	flags.Var(&f.limit, "limit", "")
	flags.DurationVar(&f.latency, "latency", 0, "")
	flags.DurationVar(&f.lag, "lag", 0, "")
	flags.Var(&f.faults, "fault", "")
	flags.StringVar(&f.webhook, "webhook", "", "")
	flags.StringVar(&f.webhookSecret, "webhook-secret", "", "")
	flags.Var(&f.topics, "topics", "")
	if _, err := parse(flags, args, 0); err != nil {
		return nil, err
	}
	given := map[string]bool{}
	flags.Visit(func(each *flag.Flag) { given[each.Name] = true })
	return f, f.check(given)
}

// check looks for flags that do not fit.
func (f *serveFlags) check(given map[string]bool) error {
	switch {
	case strings.Trim(f.token, visibleASCII) != "" || f.token == "":
		return usagef("-token must be a word of visible ASCII characters")
	case f.latency < 0 || f.lag < 0:
		return usagef("-latency and -lag cannot be negative")
	case given["seed"] && f.seed == "":
		return usagef("-seed needs the name of a file")
	case f.webhook == "" && (given["webhook-secret"] || given["topics"] || given["webhook"]):
		return usagef("-webhook-secret and -topics are for -webhook URL, which is missing")
	case f.webhook != "" && f.webhookSecret == "":
		return usagef("-webhook needs -webhook-secret, which notifications are signed with")
	}
	if f.webhook == "" {
		return nil
	}
	return checkURL("-webhook", f.webhook)
}

const visibleASCII = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

// checkURL looks for what is wrong with the URL of a flag.
func checkURL(name, text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return usagef("%s must be a URL such as http://127.0.0.1:8080/webhooks", name)
	}
	return nil
}

// serve serves the fake until the context ends.
func (p *program) serve(ctx context.Context, args []string) error {
	f, err := parseServe(args)
	if err != nil {
		return err
	}
	if f.printSeed {
		_, err := p.stdout.Write(exampleSeed)
		return err
	}
	fake, err := f.newServer(p)
	if err != nil {
		return err
	}
	defer fake.Close()
	if err := f.faults.addTo(fake); err != nil {
		return err
	}
	seeded, err := f.fill(ctx, fake)
	if err != nil {
		return err
	}
	port, err := listen(f.addr)
	if err != nil {
		return err
	}
	if err := f.subscribe(fake); err != nil {
		port.Close() //nolint:errcheck // nothing was served
		return err
	}
	base := baseURL(port)
	fmt.Fprintf(p.stdout, "A fake Intercom is at %s%s. Try:\n\n  %s\n\n", base, seeded, curl("-H", "Authorization: Bearer "+f.token, base+"/me"))
	handler := &front{next: fake, version: f.version, hosts: []string{intercomHost}, address: addressAsIs}
	if !f.quiet {
		handler.log = p.stderr
	}
	return serveOn(ctx, port, handler)
}

func (f *serveFlags) newServer(p *program) (*intercomtest.Server, error) {
	options := []intercomtest.Option{
		intercomtest.WithToken(f.token), intercomtest.WithRateLimit(f.limit.requests, f.limit.length),
		intercomtest.WithLatency(f.latency), intercomtest.WithLag(f.lag), intercomtest.WithLastRequests(keptRequests),
	}
	fake := intercomtest.NewServer(append(options, f.webhookOptions(p))...)
	err := fake.Seed(func(client *intercom.Client) error {
		return client.Do(context.Background(), "GET /me", nil, intercom.WithVersion(f.version))
	})
	if err != nil {
		fake.Close()
		return nil, usagef("-api-version %q is no version of the API, such as 2.16, 1.4 or Preview", f.version)
	}
	return fake, nil
}

// fill writes what the seed file has, and returns what that was.
func (f *serveFlags) fill(ctx context.Context, fake *intercomtest.Server) (string, error) {
	if f.seed == "" {
		return "", nil
	}
	content, err := os.ReadFile(f.seed)
	if err != nil {
		return "", fmt.Errorf("-seed: %w", err)
	}
	written, err := seed(ctx, fake, content)
	if err != nil {
		return "", fmt.Errorf("%s%w", f.seed, err)
	}
	return ", with " + written, nil
}

// limitFlag is a rate limit as "1666/10s".
type limitFlag struct {
	requests int
	length   time.Duration
}

// String is the limit as the flag has it.
func (f *limitFlag) String() string { return strconv.Itoa(f.requests) + "/" + f.length.String() }

// Set reads a limit.
func (f *limitFlag) Set(text string) error {
	number, length, ok := strings.Cut(text, "/")
	requests, err := strconv.Atoi(number)
	d, wrong := time.ParseDuration(length)
	if !ok || err != nil || wrong != nil || requests < 0 || d < time.Millisecond {
		return errors.New(`a limit has the form 1666/10s: so many requests in so much time`)
	}
	f.requests, f.length = requests, d
	return nil
}

// operations lists what the fake serves.
func (p *program) operations(args []string) error {
	if _, err := parse(newFlags("operations"), args, 0); err != nil {
		return err
	}
	for _, operation := range intercomtest.NewServer().Operations() {
		fmt.Fprintln(p.stdout, operation)
	}
	return nil
}
