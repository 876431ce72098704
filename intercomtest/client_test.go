package intercomtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleServer() {
	fake := intercomtest.NewServer()
	client := fake.Client()

	tag, err := client.Tags.Create(context.Background(), "vip")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tag.Name, len(fake.Requests("POST /tags")))
	// Output: vip 1
}

func ExampleServer_Fail() {
	fake := intercomtest.NewServer()
	fake.Fail("GET /tags", intercomtest.Reset(), intercomtest.HTML(502))

	for tag, err := range fake.Client().Tags.List(context.Background()).All() {
		fmt.Println(tag, err)
	}
	fmt.Println(len(fake.Requests("GET /tags")), "attempts")
	// Output: 3 attempts
}

func ExampleServer_Handle() {
	fake := intercomtest.NewServer()
	fake.Handle("GET /articles/{article_id}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"type":"article","id":%q,"title":"Opening hours"}`, r.PathValue("article_id"))
	})

	var article struct{ ID, Title string }
	if err := fake.Client().Do(context.Background(), "GET /articles/7", &article); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(article.ID, article.Title)
	fmt.Println(len(fake.Requests("GET /articles/{article_id}")), "request")
	// Output:
	// 7 Opening hours
	// 1 request
}

func ExampleServer_Seed() {
	ctx, fake := context.Background(), intercomtest.NewServer(intercomtest.WithRateLimit(10, time.Minute))
	err := fake.Seed(func(client *intercom.Client) error {
		for i := range 500 {
			if _, err := client.Contacts.Create(ctx, intercom.ContactCreate{ExternalID: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := fake.Client().Contacts.List(ctx).Page()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.Total, "contacts,", len(fake.Requests("")), "request")
	// Output: 500 contacts, 1 request
}

func ExampleServer_SetTimes() {
	ctx, fake := context.Background(), intercomtest.NewServer()
	lastWeek := time.Now().AddDate(0, 0, -7)
	err := fake.Seed(func(client *intercom.Client) error {
		contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "mira@harbor.test"})
		if err == nil {
			fake.SetTimes(string(contact.ID), lastWeek, lastWeek)
		}
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	recent, err := fake.Client().Contacts.UpdatedSince(ctx, time.Now().AddDate(0, 0, -2)).Collect()
	fmt.Println(len(recent), "changed since the day before yesterday", err)
	// Output: 0 changed since the day before yesterday <nil>
}

func ExampleWithClock() {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	fake := intercomtest.NewServer(intercomtest.WithClock(func() time.Time { return now }))

	contact, err := fake.Client().Contacts.Create(context.Background(), intercom.ContactCreate{Email: "mira@harbor.test"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(contact.CreatedAt)
	// Output: 2026-03-01 09:00:00 +0000 UTC
}

func ExampleJSON() {
	fake := intercomtest.NewServer()
	fake.Fail("GET /tags/{tag_id}", intercomtest.JSON(200, `{"type":"tag","id":7,"name":null}`))

	tag, err := fake.Client().Tags.Get(context.Background(), "7")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q %q\n", tag.ID, tag.Name)
	// Output: "7" ""
}

func ExampleWrongRegion() {
	fake := intercomtest.NewServer()
	fake.Fail("", intercomtest.WrongRegion())

	_, err := fake.Client().Admins.Me(context.Background())
	if errors.Is(err, intercom.ErrUnauthorized) {
		fmt.Println("is the token wrong, or the region?")
	}
	// Output: is the token wrong, or the region?
}

func TestClient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithRateLimit(5, 10*time.Second))
		client := fake.Client()
		start := time.Now()
		for range 12 {
			_, err := client.Tags.Create(t.Context(), "vip")
			require.NoError(t, err)
		}
		assert.Greater(t, time.Since(start), 10*time.Second, "the client waits for two windows")
	})
}

func TestClientOnAPort(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	t.Cleanup(fake.Close)
	client := fake.Client(intercom.WithBaseURL(fake.URL()), intercom.WithHTTPClient(&http.Client{}))
	tag, err := client.Tags.Create(t.Context(), "vip")
	require.NoError(t, err)
	again, err := client.Tags.Get(t.Context(), tag.ID)
	require.NoError(t, err)
	intercomtest.Equal(t, tag, again)
}

func TestClientRefusesBadOptions(t *testing.T) {
	t.Parallel()
	assert.Panics(t, func() { intercomtest.NewServer().Client(intercom.WithToken("")) })
}
