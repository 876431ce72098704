package canvas_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
)

// deliver posts a body to a handler as Intercom does, and prints the response.
func deliver(h http.Handler, body string) {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("X-Body-Signature", canvas.Sign([]byte(body), "client-secret"))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	fmt.Println(w.Code, strings.TrimSpace(w.Body.String()))
}

func ExampleHandler() {
	h, err := canvas.Handler(func(_ context.Context, r *canvas.Request) (*canvas.Response, error) {
		return canvas.Show(&canvas.Text{Text: "Ahoy, " + r.Contact.Name}), nil
	}, "client-secret")
	if err != nil {
		panic(err)
	}
	deliver(h, `{"workspace_id":"qz81kf0p","contact":{"id":"5f7f0d21","name":"Mira Holt"}}`)
	// Output:
	// 200 {"canvas":{"content":{"components":[{"type":"text","text":"Ahoy, Mira Holt"}]}}}
}

func ExampleNewApp() {
	app, err := canvas.NewApp("client-secret")
	if err != nil {
		panic(err)
	}
	app.OnError = func(_ context.Context, _ *canvas.Request, err error) { fmt.Println(err) }

	mux := http.NewServeMux() // each URL is set in Intercom's Developer Hub
	mux.Handle("/initialize", app.Handler(func(context.Context, *canvas.Request) (*canvas.Response, error) {
		return canvas.Show(&canvas.Button{ID: "count", Label: "Count"}), nil // a button without an action
	}))
	body := `{"workspace_id":"qz81kf0p"}`
	r := httptest.NewRequest(http.MethodPost, "/initialize", strings.NewReader(body))
	r.Header.Set("X-Body-Signature", canvas.Sign([]byte(body), "client-secret"))
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	fmt.Println(w.Code)
	// Output:
	// intercom: canvas: invalid argument: Canvas.Content.Components[0].Action is empty
	// 500
}

func ExampleApp_Handler() {
	app, err := canvas.NewApp("client-secret")
	if err != nil {
		panic(err)
	}
	submit := app.Handler(func(_ context.Context, r *canvas.Request) (*canvas.Response, error) {
		email, _ := r.InputValues.String("email")
		if !strings.Contains(email, "@") {
			return canvas.Show(&canvas.Input{ID: "email", Label: "E-mail", Value: email, SaveState: canvas.SaveStateFailed, Action: &canvas.SubmitAction{}}), nil
		}
		done := canvas.Show(&canvas.Text{Text: "Thank you"})
		done.Event = canvas.EventCompleted
		return done, nil
	})
	deliver(submit, `{"component_id":"email","input_values":{"email":"mira"}}`)
	deliver(submit, `{"component_id":"email","input_values":{"email":"mira@example.com"}}`)
	// Output:
	// 200 {"canvas":{"content":{"components":[{"type":"input","id":"email","label":"E-mail","value":"mira","action":{"type":"submit"},"save_state":"failed"}]}}}
	// 200 {"canvas":{"content":{"components":[{"type":"text","text":"Thank you"}]}},"event":{"type":"completed"}}
}

func ExampleApp_ContentHandler() {
	app, err := canvas.NewApp("client-secret")
	if err != nil {
		panic(err)
	}
	waiting := 3
	live := app.ContentHandler(func(context.Context, *canvas.Request) (*canvas.Content, error) {
		return &canvas.Content{Components: []canvas.Component{
			&canvas.Text{Text: fmt.Sprintf("%d ships are waiting", waiting)},
		}}, nil
	})
	deliver(live, `{"canvas":{"content_url":"https://example.com/live"}}`)
	waiting--
	deliver(live, `{"canvas":{"content_url":"https://example.com/live"}}`)
	// Output:
	// 200 {"content":{"components":[{"type":"text","text":"3 ships are waiting"}]}}
	// 200 {"content":{"components":[{"type":"text","text":"2 ships are waiting"}]}}
}

// openSheet posts what a browser posts when a sheet opens, for a user with a name.
func openSheet(name string) *http.Request {
	user, err := canvas.EncryptUser([]byte(`{"type":"user","id":"5c95","name":"`+name+`"}`), "client-secret")
	if err != nil {
		panic(err)
	}
	data := `{"workspace_id":"qz81kf0p","component_id":"seats","user":"` + user + `"}`
	r := httptest.NewRequest(http.MethodPost, "/sheet", strings.NewReader(url.Values{"intercom_data": {data}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func ExampleApp_SheetHandler() {
	app, err := canvas.NewApp("client-secret")
	if err != nil {
		panic(err)
	}
	sheet := app.SheetHandler(func(w http.ResponseWriter, _ *http.Request, s *canvas.Sheet) {
		fmt.Fprintf(w, "<!doctype html><title>Seats</title><p>Choose a seat, %s", s.User.Name) // escape it with html/template
	})
	w := httptest.NewRecorder()
	sheet.ServeHTTP(w, openSheet("Mira"))
	fmt.Println(w.Code, w.Body)
	// Output:
	// 200 <!doctype html><title>Seats</title><p>Choose a seat, Mira
}

func ExampleParseSheet() {
	s, err := canvas.ParseSheet(openSheet("Mira"), "client-secret")
	if err != nil {
		panic(err)
	}
	fmt.Println(s.ComponentID, s.User.ID, s.User.Name)

	_, err = canvas.ParseSheet(openSheet("Mira"), "another-secret")
	fmt.Println(errors.Is(err, intercom.ErrSignature))
	// Output:
	// seats 5c95 Mira
	// true
}

func ExampleEncryptUser() {
	user, err := canvas.EncryptUser([]byte(`{"id":"5c95"}`), "client-secret")
	if err != nil {
		panic(err)
	}
	fmt.Println(len(user)) // it differs each time
	// Output:
	// 56
}

func ExampleParse() {
	body := `{"workspace_id":"qz81kf0p","component_id":"go","input_values":{"dock":"b"}}`
	r := httptest.NewRequest(http.MethodPost, "/submit", strings.NewReader(body))
	r.Header.Set("X-Body-Signature", canvas.Sign([]byte(body), "client-secret"))

	req, err := canvas.Parse(r, "client-secret")
	if err != nil {
		panic(err)
	}
	fmt.Println(req.ComponentID, req.Choices("dock"))

	r = httptest.NewRequest(http.MethodPost, "/submit", strings.NewReader(body))
	_, err = canvas.Parse(r, "client-secret") // without a signature
	var refused *intercom.WebhookError
	if errors.As(err, &refused) {
		fmt.Println(refused.StatusCode)
	}
	// Output:
	// go [b]
	// 401
}

func ExampleRequest_Choices() {
	var r canvas.Request
	if err := json.Unmarshal([]byte(`{"input_values":{"crew":["mira","jon"],"dock":"b"}}`), &r); err != nil {
		panic(err)
	}
	fmt.Println(r.Choices("crew"), r.Choices("dock"), r.Choices("other"))
	// Output:
	// [mira jon] [b] []
}

func ExampleVerify() {
	body := []byte(`{"workspace_id":"qz81kf0p","component_id":"go"}`)
	signature := "00a4887971360f9a695c8f337b654a381a9537003cbccb5bbf1ba45966304c16"
	fmt.Println(canvas.Verify(body, signature, "client-secret-for-tests"))
	fmt.Println(errors.Is(canvas.Verify(body, signature, "another"), intercom.ErrSignature))
	// Output:
	// <nil>
	// true
}

func ExampleSign() {
	fmt.Println(canvas.Sign([]byte(`{"workspace_id":"qz81kf0p","component_id":"go"}`), "client-secret-for-tests"))
	// Output:
	// 00a4887971360f9a695c8f337b654a381a9537003cbccb5bbf1ba45966304c16
}

// printJSON prints what is sent.
func printJSON(v json.Marshaler) {
	text, err := v.MarshalJSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
}

func ExampleShow() {
	response := canvas.Show(
		&canvas.Text{Text: "Orders", Style: canvas.TextStyleHeader},
		&canvas.List{Items: []canvas.ListItem{{ID: "a-17", Title: "A-17", Subtitle: "12 crates", Action: &canvas.SubmitAction{}}}},
	)
	response.Canvas.StoredData = intercom.Attributes{"page": 1}
	printJSON(response)
	// Output:
	// {"canvas":{"content":{"components":[{"type":"text","text":"Orders","style":"header"},{"type":"list","items":[{"type":"item","id":"a-17","title":"A-17","subtitle":"12 crates","action":{"type":"submit"}}]}]},"stored_data":{"page":1}}}
}

func ExampleLive() {
	printJSON(canvas.Live("https://example.com/live"))
	printJSON(canvas.Live("/live"))
	// Output:
	// {"canvas":{"content_url":"https://example.com/live"}}
	// intercom: canvas: invalid argument: Canvas.ContentURL must be a URL that begins with https:// or http://
}

func ExampleFinish() {
	printJSON(canvas.Finish(intercom.Attributes{"board": "main"}))
	// Output:
	// {"results":{"board":"main"}}
}

func ExampleButton() {
	printJSON(&canvas.Button{ID: "site", Label: "Open", Action: &canvas.URLAction{URL: "https://example.com"}, Style: canvas.ButtonStyleLink})
	printJSON(&canvas.Button{ID: "site", Action: &canvas.URLAction{URL: "https://example.com"}})
	// Output:
	// {"type":"button","id":"site","label":"Open","action":{"type":"url","url":"https://example.com"},"style":"link"}
	// intercom: canvas: invalid argument: Label is empty
}

func ExampleDropdown() {
	printJSON(&canvas.Dropdown{ID: "dock", Label: "Dock", Options: []canvas.Option{{ID: "a", Text: "A"}, {ID: "b", Text: "B"}}, Value: "b"})
	// Output:
	// {"type":"dropdown","id":"dock","options":[{"type":"option","id":"a","text":"A"},{"type":"option","id":"b","text":"B"}],"label":"Dock","value":"b"}
}

func ExampleCheckbox() {
	printJSON(&canvas.Checkbox{ID: "crew", Label: "Who?", Options: []canvas.Option{{ID: "mira", Text: "Mira"}}})
	// Output:
	// {"type":"checkbox","id":"crew","option":[{"type":"option","id":"mira","text":"Mira"}],"label":"Who?"}
}

func ExampleDataTable() {
	printJSON(&canvas.DataTable{Items: []canvas.DataTableItem{{Field: "Plan", Value: "Fleet"}}})
	// Output:
	// {"type":"data-table","items":[{"type":"field-value","field":"Plan","value":"Fleet"}]}
}

func ExampleUnknownComponent() {
	var c canvas.Canvas
	text := `{"content":{"components":[{"type":"icon","name":"anchor"},{"type":"divider","color":"red"}]}}`
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		panic(err)
	}
	fmt.Println(c.Content.Components[0].(*canvas.UnknownComponent).Type())
	printJSON(c)
	// Output:
	// icon
	// {"content":{"components":[{"type":"icon","name":"anchor"},{"type":"divider","color":"red"}]}}
}
