package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A table is what was measured with one version of Go.
type table struct {
	title string // such as "Go 1.26"
	rows  []row
}

// A row is a call, in parts of what it costs without the package.
type row struct {
	call  string
	sdk   float64
	floor float64 // net/http alone; 0 if it was not measured
}

// The columns of a table that are drawn.
const (
	columnCall  = 0
	columnBare  = 2
	columnFloor = 3
	columnRatio = 4
	firstCell   = "| call | SDK | bare | net/http alone | SDK / bare |"
)

// readTables finds the tables of calls in the document, each below a heading with the version of Go.
func readTables(document string) ([]table, error) {
	var all []table
	title, inTable := "", false
	for line := range strings.Lines(document) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "## "):
			title = strings.TrimPrefix(line, "## ")
		case strings.HasPrefix(line, firstCell):
			all, inTable = append(all, table{title: title}), true
		case !strings.HasPrefix(line, "|"):
			inTable = false
		case inTable && !strings.HasPrefix(line, "|---"):
			r, err := readRow(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", line, err)
			}
			last := &all[len(all)-1]
			last.rows = append(last.rows, r)
		}
	}
	if len(all) == 0 {
		return nil, errors.New("performance.md has no table of calls")
	}
	return all, nil
}

func readRow(line string) (row, error) {
	cells := strings.Split(strings.Trim(line, "|"), "|")
	if len(cells) <= columnRatio {
		return row{}, errors.New("the row is too short")
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	ratio, err := strconv.ParseFloat(strings.Trim(cells[columnRatio], "*"), 64)
	if err != nil {
		return row{}, err
	}
	r := row{call: cells[columnCall], sdk: ratio}
	if cells[columnFloor] == "" {
		return r, nil
	}
	floor, err1 := micros(cells[columnFloor])
	bare, err2 := micros(cells[columnBare])
	if err := errors.Join(err1, err2); err != nil {
		return row{}, err
	}
	r.floor = floor / bare
	return r, nil
}

func micros(cell string) (float64, error) {
	return strconv.ParseFloat(strings.TrimSuffix(cell, " µs"), 64)
}

// A pacing is what one number of processes did until when.
type pacing struct {
	processes int
	seconds   []float64
	served    []int
	refused   int // in all
}

// readRuns reads performance-limit.csv.
func readRuns(r io.Reader) ([]pacing, error) {
	lines, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	var all []pacing
	for _, line := range lines[min(1, len(lines)):] { // below the names of the columns
		processes, err1 := strconv.Atoi(line[0])
		seconds, err2 := strconv.ParseFloat(line[1], 64)
		served, err3 := strconv.Atoi(line[2])
		refused, err4 := strconv.Atoi(line[3])
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].processes != processes {
			all = append(all, pacing{processes: processes})
		}
		last := &all[len(all)-1]
		last.seconds, last.served, last.refused = append(last.seconds, seconds), append(last.served, served), refused
	}
	if len(all) == 0 {
		return nil, errors.New("performance-limit.csv has no rows")
	}
	return all, nil
}
