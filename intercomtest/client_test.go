package intercomtest_test

import (
	"context"
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
