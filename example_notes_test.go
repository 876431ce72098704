package intercom_test

import (
	"context"
	"fmt"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func ExampleNotesService_CreateForUser() {
	ctx, client := context.Background(), intercomtest.NewServer().Client()
	if _, err := client.Users.Create(ctx, intercom.UserCreate{Email: "joe@example.com"}); err != nil {
		fmt.Println(err)
		return
	}
	note, err := client.Notes.CreateForUser(ctx, intercom.ByEmail("joe@example.com"), intercom.NoteCreate{Body: "Prefers calls after nine"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(note.Body)
	notes, err := client.Notes.ListForContact(ctx, note.Contact.ID).Collect()
	fmt.Println(len(notes), err)
	// Output:
	// <p>Prefers calls after nine</p>
	// 1 <nil>
}
