package wire_test

import (
	"encoding/json"
	"testing"
)

func BenchmarkList(b *testing.B) {
	page := usersJSON(150)
	b.Run("wire", func(b *testing.B) {
		d := newDecoder()
		b.SetBytes(int64(len(page)))
		b.ReportAllocs()
		body := []byte(page)
		for b.Loop() {
			var head UserPage
			var users []*User
			if _, err := list(d, string(body), []string{"users"}, &head, func(u *User) { users = append(users, u) }); err != nil || len(users) != 150 {
				b.Fatal(err, len(users))
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(page)))
		b.ReportAllocs()
		body := []byte(page)
		for b.Loop() {
			var page UserPage
			if err := json.Unmarshal(body, &page); err != nil || len(page.Users) != 150 {
				b.Fatal(err, len(page.Users))
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	conversation := conversationJSON(250)
	b.Run("wire", func(b *testing.B) {
		d := newDecoder()
		b.SetBytes(int64(len(conversation)))
		b.ReportAllocs()
		body := []byte(conversation)
		for b.Loop() {
			var c Conversation
			if _, err := d.Decode(string(body), &c); err != nil || len(c.Parts.Items) != 250 {
				b.Fatal(err, len(c.Parts.Items))
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(conversation)))
		b.ReportAllocs()
		body := []byte(conversation)
		for b.Loop() {
			var c Conversation
			if err := json.Unmarshal(body, &c); err != nil || len(c.Parts.Items) != 250 {
				b.Fatal(err, len(c.Parts.Items))
			}
		}
	})
}
