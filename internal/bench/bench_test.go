package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-intercom/intercom"
)

func sdk(tb testing.TB, opts ...intercom.Option) *intercom.Client {
	tb.Helper()
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken(benchToken), intercom.WithBaseURL(server), intercom.WithLogger(nil),
	}, opts...)...)
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

var errWrong = errors.New("not what was expected")

func check(ok bool, err error) error {
	if err == nil && !ok {
		return errWrong
	}
	return err
}

// Get reads one full user of 2.7 KB.
func BenchmarkGet(b *testing.B) {
	b.Run("sdk", func(b *testing.B) {
		client, ctx := sdk(b), b.Context()
		measure(b, func() error {
			user, err := client.Users.Find(ctx, intercom.ByID("5f2a90be91d2a7e500000001"))
			return check(err != nil || len(user.Tags.Items) == 4, err)
		})
	})
	b.Run("bare", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			var user plainUser
			err := bare(client, "GET", "/users/5f2a90be91d2a7e500000001", "1.4", nil, &user)
			return check(len(user.Tags.Tags) == 4, err)
		})
	})
	b.Run("same", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			var user intercom.User
			err := bare(client, "GET", "/users/5f2a90be91d2a7e500000001", "1.4", nil, &user)
			return check(len(user.Tags.Items) == 4, err)
		})
	})
	b.Run("floor", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error { return floor(client, "GET", "/users/5f2a90be91d2a7e500000001", "1.4", nil) })
	})
}

// Put changes one field of a company, whose response has 400 bytes.
func BenchmarkPut(b *testing.B) {
	type update struct {
		Name string `json:"name,omitzero"`
	}
	b.Run("sdk", func(b *testing.B) {
		client, ctx := sdk(b), b.Context()
		measure(b, func() error {
			company, err := client.Companies.Update(ctx, "6f2a90be91d2a7e500000001", intercom.CompanyUpdate{Name: intercom.Set("Blue Sun")})
			return check(err != nil || company.Size == 85, err)
		})
	})
	b.Run("bare", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			var company plainCompany
			err := bare(client, "PUT", "/companies/6f2a90be91d2a7e500000001", "2.16", update{"Blue Sun"}, &company)
			return check(company.Size == 85, err)
		})
	})
	b.Run("same", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			var company intercom.Company
			err := bare(client, "PUT", "/companies/6f2a90be91d2a7e500000001", "2.16", intercom.CompanyUpdate{Name: intercom.Set("Blue Sun")}, &company)
			return check(company.Size == 85, err)
		})
	})
	b.Run("floor", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			return floor(client, "PUT", "/companies/6f2a90be91d2a7e500000001", "2.16", update{"Blue Sun"})
		})
	})
}

// Page reads 150 users. The SDK keeps the JSON of each as well.
func BenchmarkPage(b *testing.B) {
	b.Run("sdk", func(b *testing.B) {
		client, ctx := sdk(b), b.Context()
		measure(b, func() error {
			page, err := client.Users.List(ctx).Page()
			return check(err != nil || len(page.Items) == 150 && page.Items[149].Raw() != nil, err)
		})
	})
	b.Run("bare", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			var page plainPage
			err := bare(client, "GET", "/users?per_page=150", "1.4", nil, &page)
			return check(len(page.Users) == 150, err)
		})
	})
	b.Run("same", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			var page struct {
				Users []intercom.User `json:"users"`
			}
			err := bare(client, "GET", "/users?per_page=150", "1.4", nil, &page)
			return check(len(page.Users) == 150, err)
		})
	})
	b.Run("floor", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error { return floor(client, "GET", "/users?per_page=150", "1.4", nil) })
	})
}

// Iterate reads 3,000 users, 150 at a time, and with the ids seen so far.
func BenchmarkIterate(b *testing.B) {
	each := func(b *testing.B, walk func() (int, error)) {
		b.Helper()
		measure(b, func() error {
			n, err := walk()
			return check(n == 150*listPages, err)
		})
	}
	b.Run("sdk", func(b *testing.B) {
		client, ctx := sdk(b), b.Context()
		each(b, func() (n int, err error) {
			for _, err := range client.Users.List(ctx).PerPage(60).All() {
				if err != nil {
					return n, err
				}
				n++
			}
			return n, nil
		})
	})
	b.Run("bare", func(b *testing.B) {
		client := plainClient()
		each(b, func() (n int, err error) {
			for page, next := 1, "next"; next != ""; page++ {
				var p plainPage
				if err := bare(client, "GET", fmt.Sprintf("/users?per_page=60&page=%d", page), "1.4", nil, &p); err != nil {
					return n, err
				}
				n, next = n+len(p.Users), p.Pages.Next
			}
			return n, nil
		})
	})
	b.Run("floor", func(b *testing.B) {
		client := plainClient()
		each(b, func() (n int, err error) {
			for page := range listPages {
				if err := floor(client, "GET", fmt.Sprintf("/users?per_page=60&page=%d", page+1), "1.4", nil); err != nil {
					return n, err
				}
				n += 150
			}
			return n, nil
		})
	})
}

// Conversation reads one object of 300 KB.
func BenchmarkConversation(b *testing.B) {
	b.Run("sdk", func(b *testing.B) {
		client, ctx := sdk(b), b.Context()
		measure(b, func() error {
			c, err := client.Conversations.Get(ctx, "4711")
			return check(err == nil && len(c.Parts.Items) == parts, err)
		})
	})
	b.Run("bare", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			var c plainConversation
			err := bare(client, "GET", "/conversations/4711", "2.16", nil, &c)
			return check(len(c.Parts.Parts) == parts, err)
		})
	})
	b.Run("same", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error {
			var c intercom.Conversation
			err := bare(client, "GET", "/conversations/4711", "2.16", nil, &c)
			return check(len(c.Parts.Items) == parts, err)
		})
	})
	b.Run("floor", func(b *testing.B) {
		client := plainClient()
		measure(b, func() error { return floor(client, "GET", "/conversations/4711", "2.16", nil) })
	})
}

// NewClient makes clients.
func BenchmarkNewClient(b *testing.B) {
	b.Run("sdk", func(b *testing.B) {
		measure(b, func() error {
			_, err := intercom.NewClient(intercom.WithToken(benchToken))
			return err
		})
	})
}

// Parallel is Get by 64 goroutines at once. With -cpu 1,2 it shows how a client
// scales; what the server uses is taken from the same cores.
func BenchmarkParallel(b *testing.B) {
	many := func(b *testing.B, call func() error) {
		b.Helper()
		b.SetParallelism(max(1, 64/runtime.GOMAXPROCS(0)))
		b.ReportAllocs()
		begun := cpu()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := call(); err != nil {
					b.Error(err)
				}
			}
		})
		b.ReportMetric(float64(cpu()-begun)/float64(b.N), "cpu-ns/op")
	}
	b.Run("sdk", func(b *testing.B) {
		client, ctx := sdk(b), b.Context()
		many(b, func() error {
			_, err := client.Users.Find(ctx, intercom.ByID("5f2a90be91d2a7e500000001"))
			return err
		})
	})
	b.Run("bare", func(b *testing.B) {
		client := plainClient()
		many(b, func() error {
			var user plainUser
			return bare(client, "GET", "/users/5f2a90be91d2a7e500000001", "1.4", nil, &user)
		})
	})
	b.Run("floor", func(b *testing.B) {
		client := plainClient()
		many(b, func() error { return floor(client, "GET", "/users/5f2a90be91d2a7e500000001", "1.4", nil) })
	})
}

// Updates makes 3,000 updates by 64 workers, for real, against a server that
// allows 500 in 10 seconds. It takes a minute, so it runs only if
// INTERCOM_BENCH_UPDATES is set.
func BenchmarkUpdates(b *testing.B) {
	if os.Getenv("INTERCOM_BENCH_UPDATES") == "" {
		b.Skip("INTERCOM_BENCH_UPDATES is not set")
	}
	const updates, workers, least = 3000, 64, 50 * time.Second
	for b.Loop() {
		var mu sync.Mutex
		refused := 0
		client := sdk(b, intercom.WithBaseURL(server+"/limited"), intercom.WithHook(func(_ context.Context, a intercom.Attempt) {
			mu.Lock()
			defer mu.Unlock()
			if a.StatusCode == 429 {
				refused++
			}
		}))
		time.Sleep(time.Until(time.Now().Truncate(10 * time.Second).Add(10*time.Second + 50*time.Millisecond))) // a fresh window
		begun, busy := time.Now(), cpu()
		ids := make(chan int)
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for id := range ids {
					if _, err := client.Companies.Update(b.Context(), intercom.ID(fmt.Sprint(id)), intercom.CompanyUpdate{Name: intercom.Set("Blue Sun")}); err != nil {
						b.Error(err)
					}
				}
			})
		}
		for id := range updates {
			ids <- id
		}
		close(ids)
		wg.Wait()
		took := time.Since(begun)
		b.ReportMetric(took.Seconds(), "s")
		b.ReportMetric(100*(took.Seconds()/least.Seconds()-1), "%over-minimum")
		b.ReportMetric(float64(refused), "429s")
		b.ReportMetric(float64(cpu()-busy)/updates, "cpu-ns/update")
	}
}

// Decode is the reading of a page without a network.
func BenchmarkDecode(b *testing.B) {
	page := []byte(pageJSON(1, 150, false))
	b.Run("sdk", func(b *testing.B) {
		measure(b, func() error {
			var p struct {
				Users []intercom.User `json:"users"`
			}
			return check(len(p.Users) == 0, intercom.Decode(page, &p))
		})
	})
	b.Run("bare", func(b *testing.B) {
		measure(b, func() error {
			var p plainPage
			return json.Unmarshal(page, &p)
		})
	})
}

// Overhead is Put without a network, over a transport that responds at once:
// what a call costs outside of it, free of the noise of sockets.
func BenchmarkOverhead(b *testing.B) {
	type update struct {
		Name string `json:"name,omitzero"`
	}
	header := http.Header{}
	plenty(header)
	header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	instant := &http.Client{Timeout: time.Minute, Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
		_, _ = io.Copy(io.Discard, req.Body)
		return &http.Response{
			StatusCode: http.StatusOK, Header: header, Request: req, ContentLength: -1,
			Body: io.NopCloser(strings.NewReader(companyJSON)),
		}, nil
	})}
	b.Run("sdk", func(b *testing.B) {
		client, ctx := sdk(b, intercom.WithHTTPClient(&http.Client{Transport: instant.Transport})), b.Context()
		measure(b, func() error {
			company, err := client.Companies.Update(ctx, "6f2a90be91d2a7e500000001", intercom.CompanyUpdate{Name: intercom.Set("Blue Sun")})
			return check(err != nil || company.Size == 85, err)
		})
	})
	b.Run("bare", func(b *testing.B) {
		measure(b, func() error {
			var company plainCompany
			err := bare(instant, "PUT", "/companies/6f2a90be91d2a7e500000001", "2.16", update{"Blue Sun"}, &company)
			return check(company.Size == 85, err)
		})
	})
}
