// Charts draws the charts of docs/performance.md from what is measured: the tables in the document, and docs/performance-limit.csv.
//
//	go run -C internal/tools ./charts          # write docs/performance-*.svg
//	go run -C internal/tools ./charts -check   # fail if one of them is not current
//
// There are two files of each chart, for light and for dark pages. Both are transparent.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

const mend = "go run -C internal/tools ./charts"

func main() {
	log.SetFlags(0)
	log.SetPrefix("charts: ")
	root := flag.String("root", "../..", "`directory` of the module")
	check := flag.Bool("check", false, "write nothing, fail if a chart is not current")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		log.Fatal(err)
	}
}

func run(root string, check bool) error {
	files, err := render(filepath.Join(root, "docs"))
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(root, "docs", f.name)
		if !check {
			if err := os.WriteFile(path, f.content, 0o644); err != nil {
				return err
			}
			continue
		}
		was, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			return err
		}
		if !bytes.Equal(was, f.content) {
			return fmt.Errorf("docs/%s is not current, run: %s", f.name, mend)
		}
	}
	return nil
}

// A file is a chart for one kind of page.
type file struct {
	name    string
	content []byte
}

// render draws every chart on every kind of page.
func render(docs string) ([]file, error) {
	document, err := os.ReadFile(filepath.Join(docs, "performance.md"))
	if err != nil {
		return nil, err
	}
	tables, err := readTables(string(document))
	if err != nil {
		return nil, err
	}
	rows, err := os.ReadFile(filepath.Join(docs, "performance-limit.csv"))
	if err != nil {
		return nil, err
	}
	runs, err := readRuns(bytes.NewReader(rows))
	if err != nil {
		return nil, err
	}
	var files []file
	for _, t := range themes {
		for _, chart := range []struct {
			name string
			draw func(t theme) (*plot.Plot, size, error)
		}{
			{"cpu", func(t theme) (*plot.Plot, size, error) { return cpuChart(t, tables) }},
			{"limit", func(t theme) (*plot.Plot, size, error) { return limitChart(t, runs) }},
		} {
			p, s, err := chart.draw(t)
			if err != nil {
				return nil, err
			}
			content, err := svg(p, s)
			if err != nil {
				return nil, err
			}
			files = append(files, file{"performance-" + chart.name + "-" + t.name + ".svg", content})
		}
	}
	return files, nil
}

func svg(p *plot.Plot, s size) ([]byte, error) {
	canvas := vgsvg.NewWith(vgsvg.UseWH(s.width, s.height))
	const margin = 10
	p.Draw(draw.Crop(draw.New(canvas), margin, -margin, margin, -margin))
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
