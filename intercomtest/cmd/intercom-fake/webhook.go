package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// webhookOptions has notifications logged, and sent to this machine and to the host
// of -webhook only, whatever the subscriptions of API 1.4 name.
func (f *serveFlags) webhookOptions(p *program) intercomtest.Option {
	t := &webhookTransport{next: &http.Transport{DisableKeepAlives: true}}
	if u, err := url.Parse(f.webhook); err == nil {
		t.host = u.Hostname()
	}
	if !f.quiet {
		t.log = p.stderr
	}
	return intercomtest.WithWebhookTransport(t)
}

// subscribe has notifications sent to the URL of -webhook.
func (f *serveFlags) subscribe(fake *intercomtest.Server) error {
	if f.webhook == "" {
		return nil
	}
	err := fake.Webhook(f.webhook, f.webhookSecret, f.topics...)
	if e, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("-webhook: start your app first: there is no response to HEAD %s: %s", f.webhook, reasonOf(e))
	}
	if err != nil {
		return fmt.Errorf("-webhook: %s", ownText(err))
	}
	return nil
}

// ownText is an error of package intercomtest without the names of its own.
func ownText(err error) string {
	text := strings.TrimPrefix(err.Error(), "intercomtest: ")
	for _, name := range []string{"Webhook: ", "Deliver: "} {
		text = strings.TrimPrefix(text, name)
	}
	return text
}

// topicsFlag is a list of topics, with commas between them.
type topicsFlag []intercom.Topic

// String is what the flag has without a value.
func (f *topicsFlag) String() string { return "" }

// Set reads topics.
func (f *topicsFlag) Set(text string) error {
	for name := range strings.SplitSeq(text, ",") {
		topic, err := topicOf(strings.TrimSpace(name))
		if err != nil {
			return err
		}
		*f = append(*f, topic)
	}
	return nil
}

// topicOf is a topic by its name.
func topicOf(name string) (intercom.Topic, error) {
	all := intercomtest.Topics()
	if slices.Contains(all, intercom.Topic(name)) {
		return intercom.Topic(name), nil
	}
	names := make([]string, len(all))
	for i, topic := range all {
		names[i] = string(topic)
	}
	return "", fmt.Errorf("%q is no topic; is it %q? intercom-fake trigger -list lists all", name, nearest(names, name))
}

// webhookTransport sends notifications and logs them.
type webhookTransport struct {
	next http.RoundTripper
	host string    // other than this machine
	log  io.Writer // nil: no log
}

// RoundTrip sends one.
func (t *webhookTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		r.Body.Close() //nolint:errcheck // it is in memory
		if err != nil {
			return nil, err
		}
	}
	sent := r.Clone(r.Context())
	sent.Body = io.NopCloser(bytes.NewReader(body))
	began := time.Now()
	res, err := t.send(sent)
	if t.log == nil || r.Method != http.MethodPost { // the result of the first HEAD is that of the command
		return res, err
	}
	outcome, why := "-", ""
	if err != nil {
		why = " " + reasonOf(err)
	} else {
		outcome = strconv.Itoa(res.StatusCode)
	}
	fmt.Fprintf(t.log, "%s webhook %s %s %s %.1fms%s\n", began.Format("15:04:05.000"), topicIn(body), plainWord(r.URL.String()), outcome,
		float64(time.Since(began).Microseconds())/1000, why)
	return res, err
}

// send sends one, if it stays within reach.
func (t *webhookTransport) send(r *http.Request) (*http.Response, error) {
	if host := r.URL.Hostname(); host != t.host && host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return nil, errors.New("notifications go to this machine and to -webhook only")
	}
	return t.next.RoundTrip(r)
}

// topicIn is the topic of a notification.
func topicIn(body []byte) string {
	var n struct{ Topic string }
	if json.Unmarshal(body, &n) != nil || n.Topic == "" {
		return "-"
	}
	return plainWord(n.Topic)
}
