package intercom_test

import (
	"context"
	"fmt"
	"io"
	"log"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleCallsService_OpenRecording() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	fake.AddCall(intercomtest.PhoneCall{Phone: "+15551234567", Recording: []byte("ID3 and so on")})
	client := fake.Client() // or intercom.NewClient()

	for call, err := range client.Calls.List(ctx).All() {
		if err != nil {
			log.Fatal(err)
		}
		recording, err := client.Calls.OpenRecording(ctx, call.ID)
		if err != nil {
			log.Fatal(err)
		}
		n, err := io.Copy(io.Discard, recording) // or a file
		recording.Close()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(call.Phone, n, "bytes")
	}
	// Output: +15551234567 13 bytes
}

func ExampleFinVoiceService_Register() {
	ctx := context.Background()
	fake := intercomtest.NewServer()
	client := fake.Client() // or intercom.NewClient()

	call, err := client.FinVoice.Register(ctx, intercom.FinVoiceRegister{
		PhoneNumber: "+15551234567", CallID: "five9-1", Source: intercom.FinVoiceSourceFive9,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(call.Status)

	fake.MatchFinVoiceCall("five9-1", "64") // what Intercom does when the call reaches Fin
	call, err = client.FinVoice.GetByExternalID(ctx, "five9-1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(call.Status, call.IntercomConversationID)
	// Output:
	// registered
	// in-progress 64
}
