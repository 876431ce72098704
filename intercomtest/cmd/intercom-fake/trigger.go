package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// triggerFlags are the flags of trigger.
type triggerFlags struct {
	to     string
	secret string
	item   string
	legacy bool
	print  bool
	list   bool
}

// trigger sends one notification.
func (p *program) trigger(ctx context.Context, args []string) error {
	var f triggerFlags
	flags := newFlags("trigger")
	flags.StringVar(&f.to, "to", "", "")
	flags.StringVar(&f.secret, "secret", "", "")
	flags.StringVar(&f.item, "item", "", "")
	flags.BoolVar(&f.legacy, "legacy", false, "")
	flags.BoolVar(&f.print, "print", false, "")
	flags.BoolVar(&f.list, "list", false, "")
	names, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	if f.list {
		for _, topic := range intercomtest.Topics() {
			fmt.Fprintln(p.stdout, topic)
		}
		return nil
	}
	if len(names) == 0 {
		return usagef("trigger needs a topic; intercom-fake trigger -list lists all")
	}
	topic, err := topicOf(names[0])
	if err != nil {
		return usagef("%v", err)
	}
	item, err := f.itemOf(topic)
	if err != nil {
		return err
	}
	if f.print {
		fmt.Fprintf(p.stdout, "%s\n", intercomtest.Notification(topic, item))
		return nil
	}
	if f.to == "" || f.secret == "" {
		return usagef("trigger needs -to URL and -secret S, which the notification is signed with; or -print")
	}
	if err := checkURL("-to", f.to); err != nil {
		return err
	}
	return p.deliver(ctx, f, topic, item)
}

// itemOf is what the notification is about: the content of a file, or else made up.
func (f *triggerFlags) itemOf(topic intercom.Topic) (json.RawMessage, error) {
	switch {
	case f.item == "" && f.legacy:
		return intercomtest.LegacyItem(topic), nil
	case f.item == "":
		return intercomtest.Item(topic), nil
	case f.legacy:
		return nil, usagef("-legacy is about made items, and -item is your own")
	}
	content, err := os.ReadFile(f.item)
	if err != nil {
		return nil, fmt.Errorf("-item: %w", err)
	}
	if err := json.Unmarshal(content, new(any)); err != nil {
		return nil, fmt.Errorf("%s%w", f.item, syntaxProblem(content, err))
	}
	return content, nil
}

// deliver sends a notification. It is a failure if it is not taken.
func (p *program) deliver(ctx context.Context, f triggerFlags, topic intercom.Topic, item json.RawMessage) error {
	fake := intercomtest.NewServer(intercomtest.WithWebhookTransport(&http.Transport{DisableKeepAlives: true, Proxy: http.ProxyFromEnvironment}))
	defer context.AfterFunc(ctx, fake.Close)()
	defer fake.Close()
	status, err := fake.Deliver(f.to, f.secret, topic, item)
	if e, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("there is no response from %s: %s", f.to, reasonOf(e))
	}
	if err != nil {
		return errors.New(ownText(err))
	}
	outcome := strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	if status/100 != 2 {
		return fmt.Errorf("%s did not take %s: %s", f.to, topic, outcome)
	}
	fmt.Fprintf(p.stdout, "%s: %s\n", topic, outcome)
	return nil
}
