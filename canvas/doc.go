// Package canvas serves apps of Intercom's Canvas Kit: those in the details of a
// conversation in the Inbox, and those in the Messenger. Intercom posts to URLs of
// yours, one for each flow, and shows the components that you respond with.
//
//	app, err := canvas.NewApp(os.Getenv("INTERCOM_CLIENT_SECRET"))
//	if err != nil {
//		log.Fatal(err)
//	}
//	http.Handle("/initialize", app.Handler(func(ctx context.Context, r *canvas.Request) (*canvas.Response, error) {
//		return canvas.Show(
//			&canvas.Text{Text: "Ship it?", Style: canvas.TextStyleHeader},
//			&canvas.Button{ID: "ship", Label: "Ship", Action: &canvas.SubmitAction{}},
//		), nil
//	}))
//
// The flows, with what Intercom sends and what it wants:
//
//	flow               where             besides workspace and context                    respond with
//	configure          Messenger         Admin                                            Show, or Finish at the end
//	initialize         Inbox             Admin, Conversation, Contact                     Show
//	initialize         Messenger         CardCreationOptions                              Show or Live
//	submit             Inbox             ComponentID, InputValues, CurrentCanvas, Admin,  Show, with CardCreationOptions to
//	                                     Conversation, Contact                            put an app into the reply
//	submit             Messenger         ComponentID, InputValues, CurrentCanvas, User    Show or Live, with EventCompleted at the end
//	live canvas        Messenger         CurrentCanvas, Contact                           a Content: App.ContentHandler
//	opening of a sheet Messenger         a Sheet                                          a page: App.SheetHandler
//	submit of a sheet  Messenger         SheetValues, CurrentCanvas, User                 Show or Live
//
// After a click in a canvas of the configure flow, its request has ComponentID,
// InputValues and CurrentCanvas too. In a conversation of a group the Inbox sends
// an initialize request for each of the first five people.
//
// Components are structs whose type Intercom calls "button", "input" and so on. All
// that is sent is checked before it is sent: what has to be there, the values of
// enumerations, the numbers of options, sizes. What is wrong is an
// [intercom.ArgumentError] that names the place, such as
// "Canvas.Content.Components[1].Label". Components and actions of a kind that this
// package does not know come as [UnknownComponent] and [UnknownAction], and go back
// as they came.
//
// Requests do not count against the rate limit of the API. Intercom describes them
// at https://developers.intercom.com/docs/canvas-kit.
package canvas
