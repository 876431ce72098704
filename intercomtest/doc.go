// Package intercomtest is an in-process Intercom for tests: a fake that keeps
// state, so that what one call writes the next one reads.
//
//	func TestSignUp(t *testing.T) {
//		fake := intercomtest.NewServer()
//		defer fake.Close()
//
//		signUp(t.Context(), fake.Client(), "mira@harbor.test") // the code under test
//
//		var sent struct{ Email string }
//		require.Len(t, fake.Requests("POST /contacts"), 1)
//		require.NoError(t, fake.Requests("POST /contacts")[0].JSON(&sent))
//		assert.Equal(t, "mira@harbor.test", sent.Email)
//	}
//
// It behaves as Intercom does where that surprises clients: rate limits in
// fixed windows, one open scroll per workspace, links to another host, lists
// cut after ten items, conflicts that name the other contact. [Server.Fail]
// adds what goes wrong on the way: lost connections, gateway pages, responses
// that break off, a status and JSON of your own ([JSON]). What the fake does not
// serve, or should serve otherwise, is a handler given to [Server.Handle].
//
// Both generations of the API are served over the same state; the header
// Intercom-Version of a request chooses. A person written as a 1.x user is a
// 2.x contact with role user, and the other way round. A request without the
// header gets the newest version. Rules and fields that came with a version are
// those of that version and later ones.
//
// Operations carry the names that package intercom uses in errors and logs:
// the method and the path template, such as "GET /tags/{tag_id}".
//
// For programs in other languages, and for curl, there is the fake on a port:
//
//	go run github.com/go-intercom/intercom/intercomtest/cmd/intercom-fake@latest
//
// # What is there before a test
//
// [Server.Seed] gives a client that prepares the workspace: its requests do not
// count against the rate limit, meet no faults and are not recorded. Methods
// such as [Server.AddTeam] add what the API has no way to create, and
// [Server.SetTimes] makes something older.
//
// # Time
//
// Everything runs on the clock of package time and nothing but the deliveries of
// webhooks runs in the background, so a test in a [testing/synctest] bubble skips
// the waits. Where there is no bubble, as with a second process, [WithClock] sets
// the clock.
//
// # Webhooks
//
// [Server.Webhook] has what happens in the fake sent to a URL, signed and in the
// forms of Intercom's notifications; subscriptions of API 1.4 are served alike.
// [Server.Deliver] sends a notification by hand, [Item] is what one of any topic is
// about.
package intercomtest
