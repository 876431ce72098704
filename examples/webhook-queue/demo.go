package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
)

const demoSecret = "secret-of-the-demonstration"

// sendDemo sends a few notifications as Intercom does, one of them twice and one
// with another secret, and waits until they are done.
func sendDemo(ctx context.Context, url string, queue *queue, out io.Writer) error {
	reply := `{"type":"notification_event","id":"notif_1","topic":"conversation.user.replied","data":{"item":{"type":"conversation","id":"147"}}}`
	deleted := `{"type":"notification_event","id":"notif_2","topic":"contact.deleted","data":{"item":{"type":"contact","id":"5f7f0d21","deleted":true}}}`
	other := `{"type":"notification_event","id":"notif_3","topic":"company.created","data":{"item":{"type":"company","id":"531ee472"}}}`
	for _, send := range []struct{ body, secret string }{
		{reply, demoSecret}, {deleted, demoSecret}, {reply, demoSecret}, {other, "another secret"}, {other, demoSecret},
	} {
		status, err := post(ctx, url, send.body, send.secret)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "sent:", status)
	}
	for ctx.Err() == nil {
		if results, err := os.ReadDir(queue.done); err != nil || len(results) >= 3 {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ctx.Err()
}

func post(ctx context.Context, url, body, secret string) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("X-Hub-Signature", intercom.SignWebhook([]byte(body), secret))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}
