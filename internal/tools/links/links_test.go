package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// The links of this repository lead somewhere.
func TestRepository(t *testing.T) {
	documents, err := read("../../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) < 10 {
		t.Fatalf("only %d documents", len(documents))
	}
	for _, problem := range local(os.DirFS("../../.."), documents) {
		t.Error(problem)
	}
}

func TestParse(t *testing.T) {
	d := parse("a.md", strings.Join([]string{
		"# A `code` heading, with [a link](x.md)!",           // 1
		"See [b](b.md), ![c](c.svg \"title\") and `[d](d)`.", // 2
		"```go",            // 3
		"[e](e.md)",        // 4
		"# no heading",     // 5
		"```",              // 6
		"## Twice",         // 7
		"## Twice",         // 8
		"[f]: https://f.g", // 9
		`<source srcset="dark.svg" media="x"><img src="light.svg">`, // 10
		"    [h](indented.md) is a list's item",                     // 11
		"    indented code [i](i.md)",                               // 12
		"~~~~",                                                      // 13
		"~~~",                                                       // 14
		"[j](j.md)",                                                 // 15
		"~~~~",                                                      // 16
		"[k](#twice-1)",                                             // 17
	}, "\n"))
	want := []link{
		{"x.md", 1}, {"b.md", 2}, {"c.svg", 2}, {"https://f.g", 9}, {"dark.svg", 10}, {"light.svg", 10}, {"indented.md", 11}, {"#twice-1", 17},
	}
	if !reflect.DeepEqual(d.links, want) {
		t.Errorf("got %v", d.links)
	}
	if anchors := []string{"a-code-heading-with-a-link", "twice", "twice-1"}; !reflect.DeepEqual(d.anchors, anchors) {
		t.Errorf("got %v", d.anchors)
	}
}

func TestLocal(t *testing.T) {
	files := fstest.MapFS{
		"README.md":   {Data: []byte("# Top\n[a](docs/a.md#here) [b](docs/a.md#gone) [c](docs/none.md) [d](docs) [e](#top) [f](../x.md) [g](https://h.test)")},
		"docs/a.md":   {Data: []byte("# Here\n[a](../README.md) [b](../main.go#L3) [c](b.md) [d](/README.md)")},
		"main.go":     {},
		"docs/empty":  {},
		"docs/not.md": {Data: []byte("[mail](mailto:somebody@example.com)")},
	}
	var documents []document
	for _, name := range []string{"README.md", "docs/a.md", "docs/not.md"} {
		documents = append(documents, parse(name, string(files[name].Data)))
	}
	var got []string
	for _, problem := range local(files, documents) {
		got = append(got, problem.Error())
	}
	want := []string{
		"README.md:2: docs/a.md#gone: there is no such heading",
		"README.md:2: docs/none.md: there is no such file",
		"README.md:2: ../x.md: leads out of the repository",
		"docs/a.md:2: b.md: there is no such file",
		"docs/a.md:2: /README.md: leads out of the repository",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestExternal(t *testing.T) {
	var recovered, asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(http.StatusNotFound)
		case "/refuses":
			w.WriteHeader(http.StatusForbidden)
		case "/broken":
			w.WriteHeader(http.StatusBadGateway)
		case "/recovers":
			if recovered.Add(1) == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		default:
			asked.Add(1)
		}
	}))
	defer server.Close()
	text := strings.ReplaceAll("[a](S/ok) [b](S/ok#part) [c](S/gone) [d](S/refuses)\n[e](S/broken) [f](S/recovers) [g](local.md) [h](mailto:a@b.test)", "S", server.URL)
	a := newAsker()
	a.pause = 0
	var got []string
	for _, problem := range a.all(t.Context(), []document{parse("a.md", text)}) {
		got = append(got, problem.Error())
	}
	want := []string{
		fmt.Sprintf("a.md:1: %s/gone: 404 Not Found", server.URL),
		fmt.Sprintf("a.md:2: %s/broken: 502 Bad Gateway", server.URL),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the same address was asked for %d times", n)
	}
	server.Close()
	if problem := a.ask(t.Context(), server.URL); problem != "does not respond" {
		t.Errorf("got %q", problem)
	}
}
