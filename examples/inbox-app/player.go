package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-intercom/intercom/canvas"
)

// player is Intercom, with a teammate who uses the app.
type player struct {
	url, secret string
	out         io.Writer
	current     canvas.Canvas
}

func (p *player) play(ctx context.Context) error {
	for _, step := range []struct {
		what, path, component string
		values                map[string]any
	}{
		{"Edda opens the conversation", "/initialize", "", nil},
		{"Edda clicks on Edit", "/submit", "edit", nil},
		{"Edda forgets to choose a dock", "/submit", "save", map[string]any{"text": "12 crates"}},
		{"Edda chooses one", "/submit", "save", map[string]any{"text": "12 crates", "dock": "south"}},
		{"Edda opens the conversation again", "/initialize", "", nil},
		{"Edda clicks on Clear", "/submit", "clear", nil},
	} {
		fmt.Fprintln(p.out, "\n"+step.what)
		body, err := json.Marshal(map[string]any{
			"workspace_id":   "qz81kf0p",
			"admin":          map[string]any{"type": "admin", "id": "814860", "name": "Edda Falk"},
			"conversation":   map[string]any{"type": "conversation", "id": "1295"},
			"contact":        map[string]any{"type": "contact", "id": "5f7f0d21", "name": "Mira Holt"},
			"component_id":   step.component,
			"input_values":   step.values,
			"current_canvas": p.shown(),
		})
		if err != nil {
			return err
		}
		if _, err := p.post(ctx, step.path, body, canvas.Sign(body, p.secret)); err != nil {
			return err
		}
		p.print()
	}

	fmt.Fprintln(p.out, "\nSomebody who has no secret pretends to be Intercom")
	status, err := p.post(ctx, "/submit", []byte("{}"), strings.Repeat("0", 64))
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, "  "+status)
	return nil
}

// shown is the canvas that Edda sees, or nil before there is one.
func (p *player) shown() any {
	if p.current.Content.Components == nil {
		return nil
	}
	return p.current
}

// post sends a request, and takes the canvas of the response.
func (p *player) post(ctx context.Context, path string, body []byte, signature string) (status string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+path, strings.NewReader(string(body)))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Body-Signature", signature)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return res.Status, nil
	}
	var response canvas.Response
	if err := json.NewDecoder(res.Body).Decode(&response); err != nil {
		return "", err
	}
	p.current = response.Canvas
	return res.Status, nil
}

// print shows the canvas as text.
func (p *player) print() {
	for _, component := range p.current.Content.Components {
		switch c := component.(type) {
		case *canvas.Text:
			fmt.Fprintln(p.out, "  "+c.Text)
		case *canvas.DataTable:
			for _, item := range c.Items {
				fmt.Fprintf(p.out, "  %s: %s\n", item.Field, item.Value)
			}
		case *canvas.SingleSelect:
			fmt.Fprintf(p.out, "  %s (%s):", c.Label, c.SaveState)
			for _, option := range c.Options {
				fmt.Fprintf(p.out, " %s", option.Text)
			}
			fmt.Fprintln(p.out)
		case *canvas.TextArea:
			fmt.Fprintf(p.out, "  %s: %q\n", c.Label, c.Value)
		case *canvas.Button:
			fmt.Fprintf(p.out, "  [%s]\n", c.Label)
		}
	}
}
