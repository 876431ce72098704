package main

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

type size struct{ width, height vg.Length }

// A theme is the colors on one kind of page. Against that page each has a contrast of 4.5 or more for text and 3 for lines and bars.
type theme struct {
	name    string
	page    color.RGBA // that the chart is seen on, for the test of the contrasts
	text    color.RGBA
	grid    color.RGBA // which is only to be seen, not read
	series  [3]color.RGBA
	allowed color.RGBA
}

var themes = []theme{
	{
		name: "light", page: rgb(0xffffff), text: rgb(0x24292f), grid: rgb(0xd0d7de), allowed: rgb(0x6e7781),
		series: [3]color.RGBA{rgb(0x0969da), rgb(0xbc4c00), rgb(0x6e7781)},
	},
	{
		name: "dark", page: rgb(0x0d1117), text: rgb(0xe6edf3), grid: rgb(0x30363d), allowed: rgb(0x8b949e),
		series: [3]color.RGBA{rgb(0x58a6ff), rgb(0xf0883e), rgb(0x8b949e)},
	},
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff} }

var typeface = font.Font{Typeface: "Liberation", Variant: "Sans", Size: 11}

// newPlot is an empty chart in the colors of a theme.
func newPlot(t theme, title string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = color.Transparent
	p.Title.Text = title
	p.Title.Padding = 8
	p.Legend.Top = true
	p.Legend.ThumbnailWidth = 14
	p.Legend.Padding = 3
	for _, style := range []*text.Style{
		&p.Title.TextStyle, &p.Legend.TextStyle, &p.X.Label.TextStyle, &p.Y.Label.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label,
	} {
		style.Color, style.Font = t.text, typeface
	}
	p.Title.TextStyle.Font.Size = 13
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Color, axis.Tick.Color = t.grid, t.grid
	}
	return p
}

// cpuChart has a group of bars for each call: the package by version of Go, and net/http alone.
func cpuChart(t theme, tables []table) (*plot.Plot, size, error) {
	if len(tables) > 2 {
		return nil, size{}, fmt.Errorf("there are %d tables of calls, and colors for two", len(tables))
	}
	p := newPlot(t, "CPU time of a call, in parts of the same with net/http and encoding/json by hand")
	first := tables[0].rows
	names := make([]string, len(first))
	for i, r := range first {
		names[len(first)-1-i] = r.call
	}
	p.NominalY(names...)
	p.X.Min, p.X.Max = 0, 1.5 // which leaves room for the legend
	p.X.Tick.Marker = plot.ConstantTicks{
		{Value: 0, Label: "0"}, {Value: 0.25, Label: "0.25"}, {Value: 0.5, Label: "0.5"}, {Value: 0.75, Label: "0.75"}, {Value: 1, Label: "1: by hand"},
	}
	line, err := plotter.NewLine(plotter.XYs{{X: 1, Y: -0.5}, {X: 1, Y: float64(len(first)) - 0.5}})
	if err != nil {
		return nil, size{}, err
	}
	line.Color, line.Dashes = t.allowed, []vg.Length{4, 3}
	p.Add(line)

	type series struct {
		name  string
		color color.RGBA
		rows  []row
		value func(row) float64
	}
	var all []series
	for i, each := range tables {
		all = append(all, series{"this package, " + each.title, t.series[i], each.rows, func(r row) float64 { return r.sdk }})
	}
	all = append(all, series{"net/http alone, " + tables[0].title, t.series[2], first, func(r row) float64 { return r.floor }})
	const thick = vg.Length(9)
	for i, s := range all {
		values := make(plotter.Values, len(first))
		for j, r := range s.rows {
			at := slices.IndexFunc(first, func(f row) bool { return f.call == r.call })
			if at < 0 || len(s.rows) != len(first) {
				return nil, size{}, fmt.Errorf("%s: %s is not in all tables", s.name, s.rows[j].call)
			}
			values[len(first)-1-at] = s.value(r)
		}
		offset := (float64(len(all)-1)/2 - float64(i)) * float64(thick+1)
		if err := addBars(p, t, values, s.color, thick, vg.Length(offset), s.name); err != nil {
			return nil, size{}, err
		}
	}
	return p, size{760, vg.Length(len(first))*46 + 80}, nil
}

// addBars adds the bars of a series, with their values beside them.
func addBars(p *plot.Plot, t theme, values plotter.Values, c color.Color, thick, offset vg.Length, name string) error {
	bars, err := plotter.NewBarChart(values, thick)
	if err != nil {
		return err
	}
	bars.Horizontal, bars.Color, bars.Offset, bars.LineStyle.Width = true, c, offset, 0
	var at plotter.XYLabels
	for i, v := range values {
		if v > 0 {
			at.XYs, at.Labels = append(at.XYs, plotter.XY{X: v, Y: float64(i)}), append(at.Labels, fmt.Sprintf("%.2f", v))
		}
	}
	labels, err := plotter.NewLabels(at)
	if err != nil {
		return err
	}
	for i := range labels.TextStyle {
		labels.TextStyle[i].Color, labels.TextStyle[i].Font = t.text, typeface
		labels.TextStyle[i].Font.Size = 9
		labels.TextStyle[i].YAlign = draw.YCenter
	}
	labels.Offset = vg.Point{X: 3, Y: offset}
	p.Add(bars, labels)
	p.Legend.Add(name, bars)
	return nil
}

// The limit that was measured with; see internal/bench/limit.
const (
	allowed = 500
	window  = 10.0 // seconds
	begun   = 0.3  // into a window
)

// limitChart has the requests that were served over time, below what the limit allows.
func limitChart(t theme, runs []pacing) (*plot.Plot, size, error) {
	if len(runs) > len(t.series) {
		return nil, size{}, fmt.Errorf("there are %d runs, and colors for %d", len(runs), len(t.series))
	}
	end, most := 0.0, 0
	for _, r := range runs {
		end, most = max(end, r.seconds[len(r.seconds)-1]), max(most, r.served[len(r.served)-1])
	}
	p := newPlot(t, fmt.Sprintf("%s calls with a limit of %d requests in %.0f seconds", thousands(most), allowed, window))
	p.Legend.Left = true
	p.X.Label.Text, p.Y.Label.Text = "seconds", "requests served"
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, math.Ceil(end), 0, float64(most)*1.1
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = t.grid, t.grid
	p.Add(grid)

	var bound plotter.XYs
	for windows := 0; windows*allowed < most; windows++ {
		bound = append(bound, plotter.XY{X: max(0, float64(windows)*window-begun), Y: float64((windows + 1) * allowed)})
	}
	bound = append(bound, plotter.XY{X: p.X.Max, Y: float64(most)})
	if err := addLine(p, bound, t.allowed, []vg.Length{4, 3}, "allowed"); err != nil {
		return nil, size{}, err
	}
	for i, r := range runs {
		points := make(plotter.XYs, len(r.seconds))
		for j := range points {
			points[j] = plotter.XY{X: r.seconds[j], Y: float64(r.served[j])}
		}
		noun := "process"
		if r.processes > 1 {
			noun = "processes"
		}
		name := fmt.Sprintf("%d %s: %.1f s, %d refused", r.processes, noun, r.seconds[len(r.seconds)-1], r.refused)
		if err := addLine(p, points, t.series[i], nil, name); err != nil {
			return nil, size{}, err
		}
	}
	return p, size{760, 340}, nil
}

// thousands writes a number as the documents do.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

func addLine(p *plot.Plot, points plotter.XYs, c color.Color, dashes []vg.Length, name string) error {
	line, err := plotter.NewLine(points)
	if err != nil {
		return err
	}
	line.Color, line.Width, line.Dashes = c, 1.6, dashes
	line.StepStyle = plotter.PostStep // a sum does not grow before it was counted
	p.Add(line)
	p.Legend.Add(name, line)
	return nil
}
