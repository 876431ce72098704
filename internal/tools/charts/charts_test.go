package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/color"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The charts that are committed are those of what is measured.
func TestRepository(t *testing.T) {
	if err := run("../../..", true); err != nil {
		t.Error(err)
	}
}

const document = `# Performance

## Go 1.26

| call | SDK | bare | net/http alone | SDK / bare | to reach |
|---|---|---|---|---|---|
| small PUT | 170.0 µs | 160.0 µs | 120.0 µs | **1.02** | 0.85 |
| page, reading only | 20.0 µs | 50.0 µs |  | **0.40** | 0.45 |

Text.

| something | else |
|---|---|
| a | b |

## Go 1.27

| call | SDK | bare | net/http alone | SDK / bare | to reach |
|---|---|---|---|---|---|
| page, reading only | 20.0 µs | 40.0 µs |  | **0.50** | 0.45 |
| small PUT | 170.0 µs | 160.0 µs | 80.0 µs | **1.10** | 0.85 |
`

const rows = "processes,seconds,served,refused\n1,0.00,0,0\n1,0.25,500,0\n1,10.00,1000,0\n4,0.00,0,0\n4,0.25,480,20\n4,11.00,1000,31\n"

func TestReadTables(t *testing.T) {
	got, err := readTables(document)
	if err != nil {
		t.Fatal(err)
	}
	want := []table{
		{"Go 1.26", []row{{"small PUT", 1.02, 0.75}, {"page, reading only", 0.4, 0}}},
		{"Go 1.27", []row{{"page, reading only", 0.5, 0}, {"small PUT", 1.1, 0.5}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	for _, bad := range []string{"", "# No table", strings.Replace(document, "**1.02**", "fast", 1), strings.Replace(document, "120.0", "few", 1), firstCell + "\n| a | b |\n"} {
		if _, err := readTables(bad); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}

func TestReadRuns(t *testing.T) {
	got, err := readRuns(strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	want := []pacing{{1, []float64{0, 0.25, 10}, []int{0, 500, 1000}, 0}, {4, []float64{0, 0.25, 11}, []int{0, 480, 1000}, 31}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	for _, bad := range []string{"", "processes,seconds,served,refused\n", "a,b,c,d\n1,x,0,0\n", "a,b,c,d\n1,2\n"} {
		if _, err := readRuns(strings.NewReader(bad)); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}

func TestRun(t *testing.T) {
	root := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Join(root, "docs"), 0o755), os.WriteFile(filepath.Join(root, "docs", name), []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	write("performance.md", document)
	write("performance-limit.csv", rows)
	if err := run(root, true); err == nil || !strings.Contains(err.Error(), "docs/performance-cpu-light.svg is not current, run: "+mend) {
		t.Errorf("got %v", err)
	}
	if err := run(root, false); err != nil {
		t.Fatal(err)
	}
	if err := run(root, true); err != nil {
		t.Error(err)
	}
	for name, parts := range map[string][]string{
		"cpu":   {"small PUT", "page, reading only", "this package, Go 1.26", "this package, Go 1.27", "net/http alone, Go 1.26", "1.02", "1.10", "0.75"},
		"limit": {"1,000 calls with a limit of 500 requests in 10 seconds", "1 process: 10.0 s, 0 refused", "4 processes: 11.0 s, 31 refused", "allowed"},
	} {
		for _, theme := range themes {
			content, err := os.ReadFile(filepath.Join(root, "docs", "performance-"+name+"-"+theme.name+".svg"))
			if err != nil {
				t.Fatal(err)
			}
			words := textOf(t, content)
			for _, part := range parts {
				if !strings.Contains(words, part) {
					t.Errorf("%s, %s: want %q in %q", name, theme.name, part, words)
				}
			}
		}
	}
	write("performance.md", strings.Replace(document, "**0.40**", "**0.41**", 1))
	if err := run(root, true); err == nil {
		t.Error("no error after the table changed")
	}
	write("performance.md", strings.Replace(document, "| page, reading only | 20.0 µs | 40", "| another | 20.0 µs | 40", 1))
	if err := run(root, true); err == nil || !strings.Contains(err.Error(), "another is not in all tables") {
		t.Errorf("got %v", err)
	}
}

// textOf is what an SVG, which must be well-formed, has as text.
func textOf(t *testing.T, content []byte) string {
	t.Helper()
	var b strings.Builder
	for d := xml.NewDecoder(bytes.NewReader(content)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if chars, ok := token.(xml.CharData); ok {
			b.Write(chars)
		}
	}
}

// What is read has a contrast of 4.5 against the page, and lines and bars one of 3, as WCAG asks for.
func TestContrast(t *testing.T) {
	for _, theme := range themes {
		if c := contrast(theme.page, theme.text); c < 4.5 {
			t.Errorf("%s: text has a contrast of %.1f", theme.name, c)
		}
		for _, c := range append(theme.series[:], theme.allowed) {
			if is := contrast(theme.page, c); is < 3 {
				t.Errorf("%s: %v has a contrast of %.1f", theme.name, c, is)
			}
		}
	}
}

func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.RGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}
