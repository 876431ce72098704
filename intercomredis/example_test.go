package intercomredis_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/redis/go-redis/v9"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomredis"
)

// Every process that does this shares one allowance.
func Example() {
	rdb := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
	limiter, err := intercomredis.New(rdb, "my-workspace:my-app")
	if err != nil {
		log.Fatal(err)
	}
	client, err := intercom.NewClient(intercom.WithLimiter(limiter))
	if err != nil {
		log.Fatal(err)
	}
	for contact, err := range client.Contacts.List(context.Background()).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(contact.ID)
	}
}

func ExampleNew() {
	rdb := redis.NewClient(&redis.Options{Addr: "localhost:6379"}) // not connected to before the first call
	defer func() { _ = rdb.Close() }()
	limiter, err := intercomredis.New(rdb, "my-workspace:my-app")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(limiter)

	_, err = intercomredis.New(rdb, "")
	fmt.Println(err)
	// Output:
	// intercomredis.Limiter(intercom:limit:my-workspace:my-app)
	// intercom: intercomredis.New: invalid argument: key is empty
}

// A metric, or an alert, for a Redis that is away. The calls go on.
func ExampleWithErrorHook() {
	rdb := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
	_ = rdb.Close() // so that this one is away
	failures := make(chan error, 1)
	limiter, err := intercomredis.New(rdb, "my-workspace:my-app", intercomredis.WithErrorHook(func(err error) { failures <- err }))
	if err != nil {
		log.Fatal(err)
	}
	_ = limiter.Wait(context.Background())
	fmt.Println(<-failures)
	// Output: intercomredis: redis: client is closed
}

// What a client does for each request, and where it paces by itself.
func ExampleLimiter_Wait() {
	rdb := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
	_ = rdb.Close() // so that it is away
	limiter, err := intercomredis.New(rdb, "my-workspace:my-app")
	if err != nil {
		log.Fatal(err)
	}
	err = limiter.Wait(context.Background())
	fmt.Println(errors.Is(err, intercom.ErrLimiterUnavailable))
	// Output: true
}
