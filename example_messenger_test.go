package intercom_test

import (
	"fmt"
	"log"

	"github.com/go-intercom/intercom"
)

func ExampleUserHash() {
	hash, err := intercom.UserHash("messenger-secret", "25")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(hash) // for the Messenger: {user_id: "25", user_hash: hash}
	// Output: 0d56c890b36cf42e5baa684806c31be85a884200d8f3ee0f6951c414b1862aa2
}

// The token of this example does not expire, so that it is always the same. In
// production give it an hour: time.Hour.
func ExampleUserJWT() {
	token, err := intercom.UserJWT("messenger-secret", "25", map[string]any{"email": "wash@serenity.example"}, 0)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token) // for the Messenger: {intercom_user_jwt: token}
	// Output: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJlbWFpbCI6Indhc2hAc2VyZW5pdHkuZXhhbXBsZSIsInVzZXJfaWQiOiIyNSJ9.SU7-C_FCodf6St-JM3pA6sEX_kJFns9pdSxEPFyv2XE
}
