package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// An asker finds out whether addresses respond.
type asker struct {
	client *http.Client
	tries  int
	pause  time.Duration // between tries
	most   int           // at the same time
}

func newAsker() asker {
	return asker{client: &http.Client{Timeout: 30 * time.Second}, tries: 3, pause: 5 * time.Second, most: 8}
}

// all asks for each address once, and reports those that do not exist.
func (a asker) all(ctx context.Context, documents []document) []error {
	type place struct {
		document string
		link     link
	}
	var places []place
	seen := map[string]bool{}
	for _, d := range documents {
		for _, l := range d.links {
			address, _, _ := strings.Cut(l.target, "#")
			if (strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")) && !seen[address] {
				seen[address] = true
				places = append(places, place{d.name, link{address, l.line}})
			}
		}
	}
	problems := make([]error, len(places))
	turns := make(chan struct{}, a.most)
	var asking sync.WaitGroup
	for i, p := range places {
		asking.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			if problem := a.ask(ctx, p.link.target); problem != "" {
				problems[i] = fmt.Errorf("%s:%d: %s: %s", p.document, p.link.line, p.link.target, problem)
			}
		})
	}
	asking.Wait()
	var found []error
	for _, problem := range problems {
		if problem != nil {
			found = append(found, problem)
		}
	}
	return found
}

// ask reports what is wrong with an address. A site that refuses programs is not wrong.
func (a asker) ask(ctx context.Context, address string) (problem string) {
	for try := range a.tries {
		if try > 0 {
			time.Sleep(a.pause)
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return "is no address"
		}
		req.Header.Set("User-Agent", "intercom-go-links")
		res, err := a.client.Do(req)
		if err != nil {
			problem = "does not respond"
			continue
		}
		_, _ = io.CopyN(io.Discard, res.Body, 1<<20)
		_ = res.Body.Close()
		switch {
		case res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusGone:
			return res.Status
		case res.StatusCode >= 500:
			problem = res.Status
		default:
			return ""
		}
	}
	return problem
}
